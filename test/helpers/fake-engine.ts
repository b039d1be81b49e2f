import type { CommandParams, EngineCommandId } from '../../src/commands/all.ts';
import type { Engine, EngineEnd } from '../../src/engine/engine.ts';
import { AppError } from '../../src/model/app-error.ts';
import type { EngineEvent } from '../../src/model/events.ts';
import type { EngineResults, QueueItem, ScrobbleQueueItem } from '../../src/model/results.ts';
import { initialSlices } from '../../src/model/initial-slices.ts';
import type { Slices } from '../../src/model/status.ts';
import type { Track } from '../../src/model/track.ts';

type Answers = {
  readonly [Id in EngineCommandId]?: (params: CommandParams<Id>) => EngineResults[Id] | Promise<EngineResults[Id]>;
};

export type FakeEngine = Engine & {
  /** Every command run, in order. */
  readonly calls: { readonly id: EngineCommandId; readonly params: unknown }[];
  readonly emit: (event: EngineEvent) => void;
  /** Changes a slice and tells it. */
  readonly set: <Name extends keyof Slices>(name: Name, change: Partial<Slices[Name]>) => void;
  /** Ends the connection as if the engine had. */
  readonly end: (end: EngineEnd) => void;
};

export type FakeEngineOptions = {
  /** Made up as 10 tracks an album, 5 albums an artist. */
  readonly tracks?: number;
  readonly queue?: readonly QueueItem[];
  readonly waiting?: readonly ScrobbleQueueItem[];
  readonly slices?: { readonly [Name in keyof Slices]?: Partial<Slices[Name]> };
  /** Answers that differ from the made-up ones. */
  readonly answers?: Answers;
};

const TRACKS_AN_ALBUM = 10;
const TRACKS_AN_ARTIST = 50;

const CHANGED = {
  playback: 'playback.changed',
  queue: 'queue.changed',
  lastfm: 'lastfm.changed',
  library: 'library.changed',
} as const;

/** The made-up track of that number, from 0. */
export function fakeTrack(number: number): Track {
  const artist = `Artist ${String(Math.floor(number / TRACKS_AN_ARTIST) + 1).padStart(4, '0')}`;
  return {
    id: number + 1,
    path: `/music/${number + 1}.flac`,
    title: `Title ${number + 1}`,
    artist,
    album: `Album ${(Math.floor(number / TRACKS_AN_ALBUM) % 5) + 1}`,
    albumArtist: artist,
    trackNumber: (number % TRACKS_AN_ALBUM) + 1,
    discNumber: 1,
    durationSeconds: 180 + (number % 60),
    loved: number % 7 === 3,
  };
}

/** The entry of the play queue that holds the made-up track of that number. */
export function fakeQueueItem(number: number, position: number): QueueItem {
  return { ...fakeTrack(number), entryId: 1000 + number, position };
}

/** An engine in memory: scripted, counting, without sound. */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  const total = options.tracks ?? 300;
  const closed = Promise.withResolvers<EngineEnd>();
  const listeners = new Set<(event: EngineEvent) => void>();
  const calls: { id: EngineCommandId; params: unknown }[] = [];
  let queue = [...(options.queue ?? [])];
  let slices = firstSlices(total, queue.length, options.slices ?? {});

  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const set: FakeEngine['set'] = (name, change) => {
    slices = { ...slices, [name]: { ...slices[name], ...change } };
    emit({ name: CHANGED[name], data: slices[name] } as EngineEvent);
  };
  const setQueue = (next: QueueItem[]): void => {
    queue = next.map((item, index) => ({ ...item, position: index + 1 }));
    set('queue', { length: queue.length, revision: slices.queue.revision + 1 });
  };
  const change = (added: number, removed: number) => ({
    length: queue.length,
    index: slices.queue.index,
    added,
    removed,
  });
  const artistCount = Math.ceil(total / TRACKS_AN_ARTIST);
  const tracksOf = (
    artist?: string,
    album?: string,
  ): { readonly total: number; readonly at: (index: number) => number } => {
    const artistNumber = artist === undefined ? 0 : Number(artist.replace('Artist ', '')) - 1;
    const albumNumber = album === undefined ? 0 : Number(album.replace('Album ', '')) - 1;
    const first = artistNumber * TRACKS_AN_ARTIST + albumNumber * TRACKS_AN_ALBUM;
    const count = album !== undefined ? TRACKS_AN_ALBUM : artist !== undefined ? TRACKS_AN_ARTIST : total;
    return { total: Math.max(0, Math.min(count, total - first)), at: (index) => first + index };
  };
  const page = <Row>(
    count: number,
    params: { offset?: number | undefined; limit?: number | undefined },
    make: (index: number) => Row,
  ) => {
    const offset = params.offset ?? 0;
    return Array.from({ length: Math.max(0, Math.min(params.limit ?? 100, count - offset)) }, (_, index) =>
      make(offset + index),
    );
  };

  const standard: Answers = {
    'library.folders': () => ({ total: total === 0 ? 0 : 1, folders: [] }),
    'library.artists': (params) => ({
      total: artistCount,
      artists: page(artistCount, params, (index) => ({
        artist: fakeTrack(index * TRACKS_AN_ARTIST).artist,
        albums: 5,
        tracks: TRACKS_AN_ARTIST,
      })),
    }),
    'library.albums': (params) => ({
      total: 5,
      albums: page(5, params, (index) => ({
        album: `Album ${index + 1}`,
        albumArtist: params.artist ?? null,
        date: `${2000 + index}-05-14`,
        tracks: TRACKS_AN_ALBUM,
        durationSeconds: 2000,
      })),
    }),
    'library.tracks': (params) => {
      const found = tracksOf(params.artist, params.album);
      return { total: found.total, tracks: page(found.total, params, (index) => fakeTrack(found.at(index))) };
    },
    'library.search': (params) => {
      const number = Number(/\d+/.exec(params.query)?.[0] ?? NaN);
      const count = number >= 1 && number <= total ? 1 : 0;
      return { total: count, tracks: page(count, params, () => fakeTrack(number - 1)) };
    },
    'queue.list': (params) => ({
      length: queue.length,
      index: slices.queue.index,
      total: queue.length,
      revision: slices.queue.revision,
      items: page(queue.length, params, (index) => queue[index] as QueueItem),
    }),
    'queue.add': (params) => {
      const added = (params.trackIds ?? []).map((id) => fakeQueueItem(id - 1, 0));
      const at = params.next === true ? slices.queue.index + 1 : queue.length;
      setQueue(queue.toSpliced(at, 0, ...added));
      if (params.play === true) startEntry(at);
      return change(added.length, 0);
    },
    'queue.play': (params) => {
      startEntry(queue.findIndex((item) => item.entryId === params.entryId));
      return {} as EngineResults['queue.play'];
    },
    'queue.remove': (params) => {
      const left = queue.filter((item) => !params.entryIds.includes(item.entryId));
      const removed = queue.length - left.length;
      setQueue(left);
      return change(0, removed);
    },
    'queue.move': (params) => {
      const from = queue.findIndex((item) => item.entryId === params.entryId);
      const item = queue[from];
      if (item !== undefined) setQueue(queue.toSpliced(from, 1).toSpliced(params.to - 1, 0, item));
      return change(0, 0);
    },
    'queue.clear': () => {
      const removed = queue.length;
      setQueue([]);
      return change(0, removed);
    },
    'playback.toggle': () => {
      set('playback', { status: slices.playback.status === 'playing' ? 'paused' : 'playing' });
      return {} as EngineResults['playback.toggle'];
    },
    'lastfm.queueStatus': (params) => {
      const waiting = options.waiting ?? [];
      return {
        ...slices.lastfm,
        total: waiting.length,
        items: page(waiting.length, params, (index) => waiting[index] as ScrobbleQueueItem),
      };
    },
    'engine.shutdown': () => {
      closed.resolve('shutdown');
      return { stopped: true };
    },
  };

  function startEntry(index: number): void {
    const item = queue[index];
    if (item === undefined) return;
    set('queue', { index });
    set('playback', {
      status: 'playing',
      isAdvancing: true,
      positionSeconds: 0,
      durationSeconds: item.durationSeconds,
      track: fakeTrack((item.id ?? 1) - 1),
      entryId: item.entryId,
    });
  }

  return {
    run: async (id, params) => {
      calls.push({ id, params });
      const answer = options.answers?.[id] ?? standard[id];
      if (answer === undefined) throw new AppError('failed', `the fake engine has no answer to ${id}`);
      return answer(params);
    },
    state: (name) => slices[name],
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => closed.resolve('lost'),
    closed: closed.promise,
    calls,
    emit,
    set,
    end: closed.resolve,
  };
}

function firstSlices(tracks: number, length: number, changes: NonNullable<FakeEngineOptions['slices']>): Slices {
  const known = { configured: true, authenticated: true, username: 'rj' };
  return {
    playback: { ...initialSlices.playback, volumePercent: 80, ...changes.playback },
    queue: { ...initialSlices.queue, length, revision: 1, ...changes.queue },
    lastfm: { ...initialSlices.lastfm, ...known, ...changes.lastfm },
    library: { ...initialSlices.library, tracks, revision: 1, ...changes.library },
  };
}
