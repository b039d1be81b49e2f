import { stat } from 'node:fs/promises';
import { searchTracks } from '../db/library.ts';
import { trackFilesBelow, trackIdsByPaths, tracksByIds } from '../db/tracks.ts';
import { AppError } from '../model/app-error.ts';
import type { Context } from './context.ts';
import type { QueuedFile } from './queue-keeper.ts';

/** More than this is not a search but a library. */
const MOST_FOUND = 100_000;

/**
 * The music files that paths mean: a file itself, a folder everything below it. In the library or not. Throws
 * `AppError('not-found')` for what is not there or holds no music.
 */
export async function findFiles(context: Context, paths: readonly string[]): Promise<readonly QueuedFile[]> {
  let found: readonly QueuedFile[] = [];
  for (const path of paths) found = found.concat(await filesAt(context, path));
  return found;
}

async function filesAt(context: Context, path: string): Promise<readonly QueuedFile[]> {
  const { db, library } = context;
  const isFolder = await stat(path).then(
    (info) => info.isDirectory(),
    () => {
      throw new AppError('not-found', `There is no file or folder ${path}.`, { hint: 'Check the path.' });
    },
  );
  if (!isFolder) {
    const known = await trackIdsByPaths(db, [path]);
    return [{ path, trackId: known.get(path) ?? null }];
  }
  const known = (await library.holds(path)) ? await trackFilesBelow(db, path) : [];
  if (known.length > 0) return known;
  const files = await library.walkFiles(path);
  const ids = await trackIdsByPaths(db, files);
  if (files.length === 0) throw new AppError('not-found', `There is no music in ${path}.`);
  return files.map((file) => ({ path: file, trackId: ids.get(file) ?? null }));
}

/** The files of library tracks. Throws `AppError('not-found')` for an id that is not in the library. */
export async function trackFiles({ db }: Context, trackIds: readonly number[]): Promise<readonly QueuedFile[]> {
  const tracks = await tracksByIds(db, trackIds);
  const known = new Set(tracks.map((track) => track.id));
  const unknown = trackIds.find((id) => !known.has(id));
  if (unknown !== undefined) throw new AppError('not-found', `The library has no track ${unknown}.`);
  return tracks.map(({ id, path }) => ({ path, trackId: id }));
}

/** The files that a search of the library finds. Throws `AppError('not-found')` when it finds none. */
export async function searchFiles({ db }: Context, query: string): Promise<readonly QueuedFile[]> {
  const { tracks } = await searchTracks(db, query, { limit: MOST_FOUND, offset: 0 });
  if (tracks.length === 0) throw new AppError('not-found', `Nothing in the library matches “${query}”.`);
  return tracks.map(({ id, path }) => ({ path, trackId: id }));
}
