import type { TrackTags } from '../../src/model/track.ts';
import type { TagReading } from '../../src/scanner/read-tags.ts';
import type { TagReader } from '../../src/scanner/tag-reader.ts';

export type FakeTagReader = TagReader & {
  /** Every path that was read, in order. */
  readonly reads: string[];
  /** From now on, that is what reading this path comes to. */
  readonly answer: (path: string, reading: TagReading) => void;
};

/** Reads nothing: takes a file's path for its title, and keeps count. */
export function createFakeTagReader(): FakeTagReader {
  const reads: string[] = [];
  const answers = new Map<string, TagReading>();
  return {
    reads,
    answer: (path, reading) => answers.set(path, reading),
    parallelBatches: 2,
    read: (paths) => {
      reads.push(...paths);
      return Promise.resolve(paths.map((path) => answers.get(path) ?? { kind: 'read', tags: tagsTitled(path) }));
    },
    close: () => {},
  };
}

/** Tags that hold nothing but a title and a length. */
function tagsTitled(title: string): TrackTags {
  return {
    title,
    artist: null,
    artists: [],
    album: null,
    albumArtist: null,
    trackNumber: null,
    trackTotal: null,
    discNumber: null,
    discTotal: null,
    date: null,
    genres: [],
    durationMs: 1000,
    codec: null,
    bitrate: null,
    sampleRate: null,
    replayGain: { trackGainDb: null, trackPeak: null, albumGainDb: null, albumPeak: null },
    musicBrainz: { recordingId: null, trackId: null, albumId: null, artistId: null, albumArtistId: null },
  };
}
