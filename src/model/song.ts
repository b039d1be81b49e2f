import type { Track } from './track.ts';

/** What plays, as its tags say: unlike a `Track` without stand-ins, so that it may be scrobbled. */
export type Song = {
  readonly path: string;
  /** `null` for a file outside the library. */
  readonly trackId: number | null;
  readonly title: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly trackNumber: number | null;
  /** From the tags; the player knows better once it plays. */
  readonly durationMs: number | null;
  /** MusicBrainz recording. */
  readonly mbid: string | null;
  /** The same for showing. */
  readonly shown: Track;
};
