import { type SelectQueryBuilder, sql } from 'kysely';
import { searchWords } from '../model/search-text.ts';
import type { Track } from '../model/track.ts';
import type { AlbumRow, ArtistRow, LibraryStatsDocument } from '../model/results.ts';
import type { Db, Schema } from './schema.ts';
import { isLoved, toTrack, TRACK_COLUMNS } from './tracks.ts';

export type Page = { readonly limit: number; readonly offset: number };

/** Which tracks: of one artist (as listed), of one album; the empty text means those that have none. */
export type TrackFilter = { readonly artist?: string | undefined; readonly album?: string | undefined };

type LibraryQuery<O> = SelectQueryBuilder<Schema, 'library', O>;

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
