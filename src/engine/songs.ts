import { entryTags, storeEntryTags } from '../db/play-queue.ts';
import { songById, tracksByIds } from '../db/tracks.ts';
import type { Db } from '../db/schema.ts';
import { messageOf } from '../model/app-error.ts';
import type { Song } from '../model/song.ts';
import { titleFromPath, type Track, type TrackTags } from '../model/track.ts';
import type { QueueEntry } from '../player/play-queue.ts';
import type { Log } from '../system/log.ts';

/** The few tags that are kept for an entry outside the library. */
type KeptTags = Pick<
  TrackTags,
  'title' | 'artist' | 'album' | 'albumArtist' | 'trackNumber' | 'discNumber' | 'durationMs'
> & { readonly mbid: string | null };

/** Tells what the play queue's entries are: from the library, or from the files themselves, which are read once. */
export type Songs = {
  readonly songOf: (entry: QueueEntry) => Promise<Song>;
  /** For showing, in the order given. */
  readonly tracksOf: (entries: readonly QueueEntry[]) => Promise<readonly Track[]>;
};

type Parts = {
  readonly db: Db;
  readonly log: Log;
  /** `null` for a file that cannot be read as music. */
  readonly readTags: (paths: readonly string[]) => Promise<readonly (TrackTags | null)[]>;
};

export function createSongs({ db, log, readTags }: Parts): Songs {
  const readAndKeep = async (entries: readonly QueueEntry[]): Promise<ReadonlyMap<number, KeptTags | null>> => {
    if (entries.length === 0) return new Map();
    const known = await entryTags(
      db,
      entries.map((entry) => entry.entryId),
    );
    const kept = new Map<number, KeptTags | null>();
    for (const [entryId, json] of known) kept.set(entryId, JSON.parse(json) as KeptTags);
    const unread = entries.filter(({ entryId }) => !known.has(entryId));
    const readings = await readTags(unread.map(({ path }) => path));
    // What could not be read is tried again next time: the file may only now be arriving.
    const fresh = new Map<number, string>();
    for (const [index, { entryId }] of unread.entries()) {
      const tags = keep(readings[index] ?? null);
      kept.set(entryId, tags);
      if (tags !== null) fresh.set(entryId, JSON.stringify(tags));
    }
    await remember(fresh);
    return kept;
  };

  /** Only spares reading the files again, so a disk that is full does not matter. */
  const remember = async (tags: ReadonlyMap<number, string>): Promise<void> => {
    if (tags.size === 0) return;
    try {
      await storeEntryTags(db, tags);
    } catch (error) {
      log.warn('tags of queued files could not be kept', { error: messageOf(error) });
    }
  };

  return {
    songOf: async (entry) => {
      const song = entry.trackId === null ? null : await songById(db, entry.trackId);
      if (song !== null) return song;
      const tags = (await readAndKeep([entry])).get(entry.entryId) ?? null;
      return {
        path: entry.path,
        trackId: null,
        title: tags?.title ?? null,
        artist: tags?.artist ?? null,
        album: tags?.album ?? null,
        albumArtist: tags?.albumArtist ?? null,
        trackNumber: tags?.trackNumber ?? null,
        durationMs: tags?.durationMs ?? null,
        mbid: tags?.mbid ?? null,
        shown: outsideTrack(entry.path, tags),
      };
    },
    tracksOf: async (entries) => {
      const ids = entries.flatMap((entry) => entry.trackId ?? []);
      const tracks = new Map((await tracksByIds(db, ids)).map((track) => [track.id, track]));
      const outside = await readAndKeep(entries.filter((entry) => !tracks.has(entry.trackId)));
      return entries.map(
        (entry) => tracks.get(entry.trackId) ?? outsideTrack(entry.path, outside.get(entry.entryId) ?? null),
      );
    },
  };
}

function keep(tags: TrackTags | null): KeptTags | null {
  if (tags === null) return null;
  const { title, artist, album, albumArtist, trackNumber, discNumber, durationMs } = tags;
  return { title, artist, album, albumArtist, trackNumber, discNumber, durationMs, mbid: tags.musicBrainz.recordingId };
}

function outsideTrack(path: string, tags: KeptTags | null): Track {
  return {
    id: null,
    path,
    title: tags?.title ?? titleFromPath(path),
    artist: tags?.artist ?? null,
    album: tags?.album ?? null,
    albumArtist: tags?.albumArtist ?? null,
    trackNumber: tags?.trackNumber ?? null,
    discNumber: tags?.discNumber ?? null,
    durationSeconds: tags === null ? null : tags.durationMs / 1000,
    loved: false,
  };
}
