import type { AlbumRow, ArtistRow, QueueItem, ScrobbleQueueItem } from '../model/results.ts';
import type { Track } from '../model/track.ts';
import type { LastingEngine } from './lasting-engine.ts';
import { createRowSource, type RowPage, type RowSource } from './row-source.ts';

/** The lists that the window can show, each asked for a page at a time. */
export type Lists = {
  readonly artists: RowSource<ArtistRow>;
  readonly albums: (artist: string | null) => RowSource<AlbumRow>;
  readonly tracks: (artist: string | null, album: string | null) => RowSource<Track>;
  readonly search: (query: string) => RowSource<Track>;
  readonly queue: RowSource<QueueItem>;
  readonly waiting: RowSource<ScrobbleQueueItem>;
  readonly refreshLibrary: () => void;
};

/** Albums, tracks and searches of this many artists, albums and queries are kept for going back and forth. */
const KEPT_SOURCES = 24;

/** Makes the lists of an engine; what cannot be fetched is told to `onError`. */
export function createLists(engine: LastingEngine, onError: (error: unknown) => void): Lists {
  const make = <Row>(fetchPage: (offset: number, limit: number) => Promise<RowPage<Row>>): RowSource<Row> =>
    createRowSource({ fetchPage, onError });
  const artists = make(async (offset, limit) => {
    const answer = await engine.run('library.artists', { offset, limit });
    return { total: answer.total, rows: answer.artists };
  });
  const queue = make(async (offset, limit) => {
    const answer = await engine.run('queue.list', { offset, limit });
    return { total: answer.total, rows: answer.items };
  });
  const waiting = make(async (offset, limit) => {
    const answer = await engine.run('lastfm.queueStatus', { offset, limit });
    return { total: answer.total, rows: answer.items };
  });
  const albums = keepSome<AlbumRow>();
  const tracks = keepSome<Track>();
  const searches = keepSome<Track>();
  return {
    artists,
    queue,
    waiting,
    albums: (artist) =>
      albums.get(JSON.stringify([artist]), () =>
        make(async (offset, limit) => {
          const answer = await engine.run('library.albums', { artist: artist ?? '', offset, limit });
          return { total: answer.total, rows: answer.albums };
        }),
      ),
    tracks: (artist, album) =>
      tracks.get(JSON.stringify([artist, album]), () =>
        make(async (offset, limit) => {
          const answer = await engine.run('library.tracks', {
            artist: artist ?? '',
            album: album ?? '',
            offset,
            limit,
          });
          return { total: answer.total, rows: answer.tracks };
        }),
      ),
    search: (query) =>
      searches.get(query, () =>
        make(async (offset, limit) => {
          const answer = await engine.run('library.search', { query, offset, limit });
          return { total: answer.total, rows: answer.tracks };
        }),
      ),
    refreshLibrary: () => {
      artists.refresh();
      for (const kept of [albums, tracks, searches]) kept.refresh();
    },
  };
}

function keepSome<Row>() {
  const sources = new Map<string, RowSource<Row>>();
  return {
    get: (key: string, make: () => RowSource<Row>): RowSource<Row> => {
      const source = sources.get(key) ?? make();
      sources.delete(key);
      sources.set(key, source);
      if (sources.size > KEPT_SOURCES) sources.delete(sources.keys().next().value ?? key);
      return source;
    },
    refresh: (): void => {
      for (const source of sources.values()) source.refresh();
    },
  };
}
