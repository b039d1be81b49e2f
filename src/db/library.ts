import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { searchWords } from '../model/search-text.ts';
import { type Track, titleFromPath } from '../model/track.ts';
import type { AlbumRow, ArtistRow, LibraryStatsDocument } from '../model/results.ts';
import type { Song } from '../model/song.ts';
import type { Db, Schema } from './schema.ts';

export type Page = { readonly limit: number; readonly offset: number };

/** Which tracks: of one artist (as listed), of one album; the empty text means those that have none. */
export type TrackFilter = { readonly artist?: string | undefined; readonly album?: string | undefined };

const TRACK_COLUMNS = [
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

type LibraryQuery<O> = SelectQueryBuilder<Schema, 'library', O>;

function isLoved(builder: ExpressionBuilder<Schema, 'library'>) {
  return builder
    .exists(builder.selectFrom('favorites').select('favorites.id').whereRef('favorites.track_id', '=', 'library.id'))
    .$castTo<number>()
    .as('loved');
}

function toTrack(row: TrackRow): Track {
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
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await db
      .selectFrom('library')
      .select(TRACK_COLUMNS)
      .select(isLoved)
      .where('id', 'in', ids.slice(start, start + 500))
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
  for (let start = 0; start < paths.length; start += 500) {
    const rows = await db
      .selectFrom('library')
      .select(['id', 'path'])
      .where('path', 'in', paths.slice(start, start + 500))
      .execute();
    for (const row of rows) found.set(row.path, row.id);
  }
  return found;
}

/** Artists as tracks are listed under them, by name, those without one first. */
export async function listArtists(
  db: Db,
  page: Page & { readonly query?: string | undefined },
): Promise<{ total: number; artists: readonly ArtistRow[] }> {
  let base = present(db);
  for (const word of searchWords(page.query ?? '')) base = base.where(holds(word));
  const { total } = await base
    .select(sql<number>`count(DISTINCT coalesce(list_artist, ''))`.as('total'))
    .executeTakeFirstOrThrow();
  const artists = await base
    .select(({ fn }) => [
      'list_artist as artist',
      sql<number>`count(DISTINCT coalesce(album, ''))`.as('albums'),
      fn.countAll<number>().as('tracks'),
    ])
    .groupBy('list_artist')
    .orderBy(sql`list_artist COLLATE NOCASE`)
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { total, artists };
}

/** Albums by date and name, of one artist or of all. */
export async function listAlbums(
  db: Db,
  page: Page & { readonly artist?: string | undefined },
): Promise<{ total: number; albums: readonly AlbumRow[] }> {
  const base = filtered(present(db), { artist: page.artist });
  const rows = await base
    .select(({ fn }) => [
      'album',
      'list_artist as albumArtist',
      fn.min('date').as('date'),
      fn.countAll<number>().as('tracks'),
      sql<number>`sum(duration_ms) / 1000.0`.as('durationSeconds'),
      sql<number>`count(*) OVER ()`.as('total'),
    ])
    .groupBy(['list_artist', 'album'])
    .orderBy(page.artist === undefined ? sql`list_artist COLLATE NOCASE` : sql`min(date)`)
    .orderBy(sql`album COLLATE NOCASE`)
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { total: rows[0]?.total ?? 0, albums: rows.map(({ total: _total, ...album }) => album) };
}

/** Tracks in album order: artist, album, disc, track number, path. */
export async function listTracks(
  db: Db,
  page: Page & TrackFilter,
): Promise<{ total: number; tracks: readonly Track[] }> {
  return pageOfTracks(filtered(present(db), page), page);
}

/** Tracks whose title, artist or album hold every word of the query, in album order. */
export async function searchTracks(
  db: Db,
  query: string,
  page: Page,
): Promise<{ total: number; tracks: readonly Track[] }> {
  let found = present(db);
  for (const word of searchWords(query)) found = found.where(holds(word));
  return pageOfTracks(found, page);
}

/** The library in figures; `loved` counts local tracks with a heart. */
export async function libraryStats(db: Db): Promise<LibraryStatsDocument> {
  const figures = await db
    .selectFrom('library')
    .select(({ fn }) => [
      fn.countAll<number>().as('tracks'),
      sql<number>`count(DISTINCT coalesce(list_artist, '') || char(31) || album)`.as('albums'),
      sql<number>`count(DISTINCT list_artist)`.as('artists'),
      sql<number>`coalesce(sum(duration_ms), 0) / 1000.0`.as('durationSeconds'),
      sql<number>`coalesce(sum(size_bytes), 0)`.as('sizeBytes'),
      fn.count<number>('missing_since').as('missing'),
    ])
    .executeTakeFirstOrThrow();
  const { loved } = await db
    .selectFrom('favorites')
    .select(({ fn }) => fn.countAll<number>().as('loved'))
    .executeTakeFirstOrThrow();
  return { ...figures, loved };
}

/** How many tracks the library holds, and how many of them have no file at present. */
export async function countTracks(db: Db): Promise<{ tracks: number; missing: number }> {
  return db
    .selectFrom('library')
    .select(({ fn }) => [fn.countAll<number>().as('tracks'), fn.count<number>('missing_since').as('missing')])
    .executeTakeFirstOrThrow();
}

function present(db: Db) {
  return db.selectFrom('library').where('missing_since', 'is', null);
}

function filtered<O>(query: LibraryQuery<O>, filter: TrackFilter): LibraryQuery<O> {
  let result = query;
  for (const [column, value] of [
    ['list_artist', filter.artist],
    ['album', filter.album],
  ] as const) {
    if (value === '') result = result.where(column, 'is', null);
    else if (value !== undefined) result = result.where(column, '=', value);
  }
  return result;
}

async function pageOfTracks(
  query: LibraryQuery<unknown>,
  page: Page,
): Promise<{ total: number; tracks: readonly Track[] }> {
  const { total } = await query.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await query
    .select(TRACK_COLUMNS)
    .select(isLoved)
    .orderBy(sql`list_artist COLLATE NOCASE`)
    .orderBy(sql`album COLLATE NOCASE`)
    .orderBy('disc_number')
    .orderBy('track_number')
    .orderBy('path')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { total, tracks: rows.map(toTrack) };
}

function holds(word: string) {
  return sql<boolean>`instr(search_text, ${word}) > 0`;
}

/** The files below a folder that the library knows, by path. */
export async function trackFilesBelow(
  db: Db,
  folder: string,
): Promise<readonly { readonly path: string; readonly trackId: number }[]> {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return present(db)
    .select(['id as trackId', 'path'])
    .where('path', '>', prefix)
    .where('path', '<', `${prefix.slice(0, -1)}0`)
    .orderBy('path')
    .execute();
}
