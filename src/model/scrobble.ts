/** What Last.fm is told about a track; absent values are left out, never sent empty. */
export type ScrobbleTrack = {
  readonly artist: string;
  readonly track: string;
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly trackNumber: number | null;
  /** Whole seconds. */
  readonly durationSeconds: number | null;
  /** MusicBrainz recording id. */
  readonly mbid: string | null;
};

/** One delivery of one play to one account. */
export type QueuedScrobble = ScrobbleTrack & {
  readonly id: number;
  /** UNIX seconds when the play began, UTC. */
  readonly timestamp: number;
  readonly attempts: number;
};

/** What became of a scrobble that was sent, as its own item of the answer says. */
export type ScrobbleOutcome =
  | { readonly kind: 'accepted'; readonly corrected: CorrectedNames | null }
  | { readonly kind: 'ignored'; readonly code: number; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'retry' };

/** Last.fm's preferred spelling of what was sent. */
export type CorrectedNames = { readonly artist: string; readonly track: string };

/** Which server a scrobble is meant for and whose it is. */
export type ScrobbleAccount = {
  /** `lastfm`, or the host of a custom API URL. */
  readonly service: string;
  /** User name in lower case; `null` while nobody has signed in. */
  readonly account: string | null;
};
