import { setImmediate } from 'node:timers/promises';
import type { Db } from './schema.ts';

/** Rows deleted at once: the engine breathes between them. */
const SLICE = 500;

export type Folder = { readonly id: number; readonly path: string };

/** The library folders, by path. */
export async function listFolders(db: Db): Promise<readonly Folder[]> {
  return db.selectFrom('folders').select(['id', 'path']).orderBy('path').execute();
}

/** The library folders with how many tracks each holds and when it was last scanned, in UNIX seconds. */
export async function describeFolders(
  db: Db,
): Promise<readonly { path: string; tracks: number; lastScannedAt: number | null }[]> {
  return db
    .selectFrom('folders')
    .leftJoin('library', 'library.folder_id', 'folders.id')
    .select(({ fn }) => [
      'folders.path',
      'folders.last_scanned_at as lastScannedAt',
      fn.count<number>('library.id').as('tracks'),
    ])
    .groupBy('folders.id')
    .orderBy('folders.path')
    .execute();
}

/**
 * Adds a folder. Folders inside it that were added earlier are taken over with their tracks, so that no file belongs to two.
 */
export async function addFolder(db: Db, path: string, now: number): Promise<Folder> {
  return db.transaction().execute(async (transaction) => {
    const folder = await transaction
      .insertInto('folders')
      .values({ path, added_at: now, last_scanned_at: null })
      .returning(['id', 'path'])
      .executeTakeFirstOrThrow();
    const inner = (await listFolders(transaction)).filter(
      (other) => other.id !== folder.id && isInside(other.path, path),
    );
    for (const other of inner) {
      await transaction
        .updateTable('library')
        .set({ folder_id: folder.id })
        .where('folder_id', '=', other.id)
        .execute();
      await transaction.deleteFrom('folders').where('id', '=', other.id).execute();
    }
    return folder;
  });
}

/** Takes a folder and its tracks out of the library, in slices; answers how many tracks that were. */
export async function removeFolder(db: Db, id: number): Promise<number> {
  let removed = 0;
  for (;;) {
    const { numDeletedRows } = await db
      .deleteFrom('library')
      .where('id', 'in', (builder) =>
        builder.selectFrom('library').select('id').where('folder_id', '=', id).limit(SLICE),
      )
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) break;
    removed += Number(numDeletedRows);
    await setImmediate();
  }
  await db.deleteFrom('folders').where('id', '=', id).execute();
  return removed;
}

export async function markFolderScanned(db: Db, id: number, now: number): Promise<void> {
  await db.updateTable('folders').set({ last_scanned_at: now }).where('id', '=', id).execute();
}

/** Whether a path is the folder itself or lies below it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
