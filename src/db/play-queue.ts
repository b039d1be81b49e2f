import { sql } from 'kysely';
import type { Db } from './schema.ts';

export type StoredEntry = {
  readonly entryId: number;
  readonly rank: number;
  readonly path: string;
  readonly trackId: number | null;
};

export type NewEntry = {
  readonly rank: number;
  readonly path: string;
  readonly trackId: number | null;
  /** For a file outside the library: what it says about itself, as JSON. */
  readonly tags: string | null;
};

/** Rows a statement. */
const SLICE = 500;

/** As many rows are stored all or none; a longer addition lets the engine breathe in between. */
const ATOMIC = 5000;

/** The whole play queue in order. */
export async function loadPlayQueue(db: Db): Promise<readonly StoredEntry[]> {
  return db
    .selectFrom('play_queue')
    .select(['entry_id as entryId', 'rank', 'path', 'track_id as trackId'])
    .orderBy('rank')
    .execute();
}

/** Stores entries and answers their ids in the same order. Ids are never used again. */
export async function addEntries(db: Db, entries: readonly NewEntry[]): Promise<readonly number[]> {
  let ids: readonly number[] = [];
  for (let start = 0; start < entries.length; start += ATOMIC) {
    const part = entries.slice(start, start + ATOMIC);
    ids = ids.concat(await db.transaction().execute((transaction) => insertEntries(transaction, part)));
    await new Promise(setImmediate);
  }
  return ids;
}

async function insertEntries(db: Db, entries: readonly NewEntry[]): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let start = 0; start < entries.length; start += SLICE) {
    const values = entries
      .slice(start, start + SLICE)
      .map(({ rank, path, trackId, tags }) => ({ rank, path, track_id: trackId, tags }));
    const rows = await db.insertInto('play_queue').values(values).returning('entry_id').execute();
    // SQLite does not promise the order of RETURNING; AUTOINCREMENT ids grow in the order of the values.
    ids.push(...rows.map((row) => row.entry_id).toSorted((a, b) => a - b));
  }
  return ids;
}

export async function removeEntries(db: Db, entryIds: readonly number[]): Promise<void> {
  for (let start = 0; start < entryIds.length; start += SLICE) {
    await db
      .deleteFrom('play_queue')
      .where('entry_id', 'in', entryIds.slice(start, start + SLICE))
      .execute();
    await new Promise(setImmediate);
  }
}

export async function clearEntries(db: Db): Promise<void> {
  await db.deleteFrom('play_queue').execute();
}

/** Gives entries new ranks, all or none. */
export async function rerankEntries(db: Db, ranks: ReadonlyMap<number, number>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const [entryId, rank] of ranks) {
      await transaction.updateTable('play_queue').set({ rank }).where('entry_id', '=', entryId).execute();
    }
  });
}

/** The stored tags of entries outside the library, as JSON, by entry. */
export async function entryTags(db: Db, entryIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for (let start = 0; start < entryIds.length; start += SLICE) {
    const rows = await db
      .selectFrom('play_queue')
      .select(['entry_id', 'tags'])
      .where('entry_id', 'in', entryIds.slice(start, start + SLICE))
      .execute();
    for (const row of rows) if (row.tags !== null) found.set(row.entry_id, row.tags);
  }
  return found;
}

/** Stores what files outside the library say about themselves, as JSON. */
export async function storeEntryTags(db: Db, tags: ReadonlyMap<number, string>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const [entryId, json] of tags) {
      await transaction.updateTable('play_queue').set({ tags: json }).where('entry_id', '=', entryId).execute();
    }
  });
}

/** Links entries to the library by their paths: a scan may have given a file a place there. Answers how many changed. */
export async function linkEntries(db: Db): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('play_queue')
    .set({ track_id: sql`(SELECT id FROM library WHERE library.path = play_queue.path)` })
    .where('track_id', 'is', null)
    .where('path', 'in', (builder) => builder.selectFrom('library').select('library.path'))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
