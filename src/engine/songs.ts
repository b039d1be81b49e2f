import { entryTags, storeEntryTags } from '../db/play-queue.ts';
import { songById, tracksByIds } from '../db/tracks.ts';
import type { Db } from '../db/schema.ts';
import type { Song } from '../model/song.ts';
import { titleFromPath, type Track, type TrackTags } from '../model/track.ts';
import type { QueueEntry } from '../player/play-queue.ts';

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

/** `readTags` answers `null` for a file that cannot be read as music. */
export function createSongs(db: Db, readTags: (path: string) => Promise<TrackTags | null>): Songs {
  const readAndKeep = async (entries: readonly QueueEntry[]): Promise<ReadonlyMap<number, KeptTags | null>> => {
    if (entries.length === 0) return new Map();
    const known = await entryTags(
      db,
      entries.map((entry) => entry.entryId),
    );
    const kept = new Map<number, KeptTags | null>();
    const fresh = new Map<number, string>();
    await Promise.all(
      entries.map(async ({ entryId, path }) => {
        const stored = known.get(entryId);
        const tags = stored === undefined ? keep(await readTags(path)) : (JSON.parse(stored) as KeptTags | null);
        kept.set(entryId, tags);
        if (stored === undefined) fresh.set(entryId, JSON.stringify(tags));
      }),
    );
    if (fresh.size > 0) await storeEntryTags(db, fresh);
    return kept;
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
