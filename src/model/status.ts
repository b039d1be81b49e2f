import type { Track } from './track.ts';

export type PlaybackStatus = 'playing' | 'paused' | 'stopped';
export type RepeatMode = 'off' | 'all' | 'one';
export type ShuffleMode = 'off' | 'tracks' | 'albums';

/** What sounds now. */
export type PlaybackState = {
  readonly status: PlaybackStatus;
  /** Position in the track when it was sampled; add the time since `sampledAtMs` × `speed` while playing. */
  readonly positionSeconds: number;
  /** UNIX milliseconds, by the clock of the process that holds this value. */
  readonly sampledAtMs: number;
  readonly durationSeconds: number | null;
  readonly volumePercent: number;
  readonly muted: boolean;
  readonly speed: number;
  /** `false` while the track is loading, buffering or seeking: the position stands still. */
  readonly isAdvancing: boolean;
  readonly track: Track | null;
  /** The play queue's entry that is current, also while stopped. */
  readonly entryId: number | null;
};

/** The play queue's outline; its rows are asked for with `queue.list`. */
export type QueueState = {
  readonly length: number;
  /** From 0; −1 when nothing is current. */
  readonly index: number;
  readonly repeat: RepeatMode;
  readonly shuffle: ShuffleMode;
  readonly consume: boolean;
  /** Grows with every change of the rows: ask again. */
  readonly revision: number;
};

/** Where the play that sounds now stands on its way to being counted. */
export type PlayProgress =
  | { readonly state: 'none' }
  | {
      readonly state: 'listening' | 'counted';
      /** UNIX seconds. */
      readonly startedAt: number;
      readonly listenedSeconds: number;
      readonly neededSeconds: number;
    }
  | {
      readonly state: 'ineligible';
      readonly startedAt: number;
      readonly listenedSeconds: number;
      readonly neededSeconds: null;
      readonly reason: string;
    };

export type PausedBecause = 'offline' | 'rate-limited' | 'daily-limit' | 'sign-in-again' | 'configuration' | 'disabled';

export type LastfmProblem = {
  /** Last.fm's error number, or a word for what never reached it. */
  readonly code: number | string;
  readonly message: string;
  /** UNIX seconds. */
  readonly at: number;
};

/** Everything a status line says about Last.fm. */
export type LastfmState = {
  readonly configured: boolean;
  readonly authenticated: boolean;
  readonly username: string | null;
  readonly enabled: boolean;
  readonly scrobbleThreshold: number;
  readonly play: PlayProgress;
  /** When `play` was taken, in UNIX milliseconds: while sound comes out, listened time grows from there. */
  readonly playSampledAtMs: number;
  /** Everything without a final answer, what is being sent included. */
  readonly queued: number;
  readonly rejected: number;
  readonly sending: number;
  /** UNIX seconds of the next automatic attempt. */
  readonly nextAttemptAt: number | null;
  readonly pausedBecause: PausedBecause | null;
  readonly lastError: LastfmProblem | null;
  /** UNIX seconds of the last delivered scrobble. */
  readonly lastDeliveredAt: number | null;
};

export type ScanPhase = 'walking' | 'reading';

/** A scan under way. */
export type ScanProgress = {
  readonly phase: ScanPhase;
  readonly root: string;
  readonly found: number;
  readonly read: number;
  /** How many of those found are new or changed and so have to be read; `null` while walking. */
  readonly toRead: number | null;
  readonly failed: number;
};

export type LibraryState = {
  readonly tracks: number;
  readonly missing: number;
  readonly scan: ScanProgress | null;
  /** Grows with every change of the rows: ask again. */
  readonly revision: number;
};

/** The engine's whole visible state: one value a slice, replaced, never changed in place. */
export type Slices = {
  readonly playback: PlaybackState;
  readonly queue: QueueState;
  readonly lastfm: LastfmState;
  readonly library: LibraryState;
};
