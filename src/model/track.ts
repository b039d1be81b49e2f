/** Loudness data of one file, as its tags give it: gains in dB, peaks as a factor of full scale. */
export type ReplayGain = {
  readonly trackGainDb: number | null;
  readonly trackPeak: number | null;
  readonly albumGainDb: number | null;
  readonly albumPeak: number | null;
};

/** MusicBrainz identifiers, each a lower-case UUID. */
export type MusicBrainzIds = {
  readonly recordingId: string | null;
  readonly trackId: string | null;
  readonly albumId: string | null;
  readonly artistId: string | null;
  readonly albumArtistId: string | null;
};

/** What a music file says about itself, cleaned of control characters; a missing tag is `null`, never a stand-in. */
export type TrackTags = {
  readonly title: string | null;
  /** The artist as credited, for display and for Last.fm. */
  readonly artist: string | null;
  /** Every artist tag on its own; empty when there is none. */
  readonly artists: readonly string[];
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly trackNumber: number | null;
  readonly trackTotal: number | null;
  readonly discNumber: number | null;
  readonly discTotal: number | null;
  /** As tagged: `2001`, `2001-05` or `2001-05-14`. */
  readonly date: string | null;
  readonly genres: readonly string[];
  readonly durationMs: number;
  readonly codec: string | null;
  readonly bitrate: number | null;
  readonly sampleRate: number | null;
  readonly replayGain: ReplayGain;
  readonly musicBrainz: MusicBrainzIds;
};

/** A track as every client sees it. `title` falls back to the file's name, so it is for showing, not for sending. */
export type Track = {
  /** `null` for a file outside the library. */
  readonly id: number | null;
  readonly path: string;
  readonly title: string;
  readonly artist: string | null;
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly trackNumber: number | null;
  readonly discNumber: number | null;
  readonly durationSeconds: number | null;
  readonly loved: boolean;
};

/** The title shown for a file without a title tag: its name without folder and extension. */
export function titleFromPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
