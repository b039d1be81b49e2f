import { setImmediate } from 'node:timers/promises';
import type { ExpressionBuilder } from 'kysely';
import type { Song } from '../model/song.ts';
import { type Track, titleFromPath } from '../model/track.ts';
import type { Db, Schema } from './schema.ts';

/** The columns that make a track as clients see it; `isLoved` goes with them. */
export const TRACK_COLUMNS = [
  'library.id',
  'library.path',
  'library.title',
  'library.artist',
  'library.album',
  'library.album_artist',
  'library.track_number',
  'library.disc_number',
  'library.duration_ms',
] as const;

/** Rows asked for at once: the engine breathes between them. */
const SLICE = 500;

type TrackRow = {
  readonly id: number;
  readonly path: string;
  readonly title: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  readonly album_artist: string | null;
  readonly track_number: number | null;
  readonly disc_number: number | null;
  readonly duration_ms: number;
  readonly loved: number;
};

/** Whether a track has a heart, as a column. */
export function isLoved(builder: ExpressionBuilder<Schema, 'library'>) {
  return builder
    .exists(builder.selectFrom('favorites').select('favorites.id').whereRef('favorites.track_id', '=', 'library.id'))
    .$castTo<number>()
    .as('loved');
}

/** The row as clients see it. */
export function toTrack(row: TrackRow): Track {
  return {
    id: row.id,
    path: row.path,
    title: row.title ?? titleFromPath(row.path),
    artist: row.artist,
    album: row.album,
    albumArtist: row.album_artist,
    trackNumber: row.track_number,
    discNumber: row.disc_number,
    durationSeconds: row.duration_ms / 1000,
    loved: row.loved === 1,
  };
}

/** The tracks with these ids, in the order of the ids; unknown ids are left out. */
export async function tracksByIds(db: Db, ids: readonly number[]): Promise<readonly Track[]> {
  const found = new Map<number, Track>();
  for (let start = 0; start < ids.length; start += SLICE) {
    if (start > 0) await setImmediate();
    const rows = await db
      .selectFrom('library')
      .select(TRACK_COLUMNS)
      .select(isLoved)
      .where('id', 'in', ids.slice(start, start + SLICE))
      .execute();
    for (const row of rows) found.set(row.id, toTrack(row));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** What plays when this track does, or `null` if the library no longer has it. */
export async function songById(db: Db, id: number): Promise<Song | null> {
  const row = await db
    .selectFrom('library')
    .select(TRACK_COLUMNS)
    .select(['mb_recording_id'])
    .select(isLoved)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    path: row.path,
    trackId: row.id,
    title: row.title,
    artist: row.artist,
    album: row.album,
    albumArtist: row.album_artist,
    trackNumber: row.track_number,
    durationMs: row.duration_ms,
    mbid: row.mb_recording_id,
    shown: toTrack(row),
  };
}

/** The ids of the library's tracks at these paths, by path. */
export async function trackIdsByPaths(db: Db, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < paths.length; start += SLICE) {
    if (start > 0) await setImmediate();
    const rows = await db
      .selectFrom('library')
      .select(['id', 'path'])
      .where('path', 'in', paths.slice(start, start + SLICE))
      .execute();
    for (const row of rows) found.set(row.path, row.id);
  }
  return found;
}

/** The files below a folder that the library knows, by path. */
export async function trackFilesBelow(
  db: Db,
  folder: string,
): Promise<readonly { readonly path: string; readonly trackId: number }[]> {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return db
    .selectFrom('library')
    .where('missing_since', 'is', null)
    .select(['id as trackId', 'path'])
    .where('path', '>', prefix)
    .where('path', '<', `${prefix.slice(0, -1)}0`)
    .orderBy('path')
    .execute();
}
