/** One play of one file. */
export type PlayerItem = {
  /** The caller's id of this play, fresh for every play, also of the same file. */
  readonly key: number;
  /** Absolute. */
  readonly path: string;
  readonly startMs: number;
};

/** What the player reports, without the time. */
export type PlayerFact =
  | {
      /** The file is open and about to sound, or open and paused. Its length follows as `duration`. */
      readonly kind: 'started';
      readonly key: number;
      readonly positionMs: number;
    }
  | {
      /** The length of the play that sounds, when mpv knows it and whenever it knows better. */
      readonly kind: 'duration';
      readonly key: number;
      readonly durationMs: number;
    }
  | {
      /**
       * A sample: at least every second of content while sound comes out (ten times a second at most), and at every pause,
       * resume, stall and change of speed. Until the next event the place is `positionMs` + time passed × `speed` if
       * `isAdvancing`.
       */
      readonly kind: 'position';
      readonly key: number;
      readonly positionMs: number;
      /** Sound comes out; `false` while paused, loading, stalled, or while mpv is started again. */
      readonly isAdvancing: boolean;
      readonly isPaused: boolean;
      readonly speed: number;
    }
  | {
      /** A jump began: the next `position` does not go on from the last one. */
      readonly kind: 'seeking';
      readonly key: number;
    }
  | {
      /**
       * The end of a play; exactly one for every `started`, and one with `error` for an item that could not even be opened.
       * `eof` comes up to half a second before the last sample sounds. After `eof` and `error` the next item, if set, starts by itself.
       */
      readonly kind: 'ended';
      readonly key: number;
      readonly reason: 'eof' | 'stopped' | 'error';
      /** mpv's words for an error. */
      readonly message: string | null;
    }
  | {
      /**
       * mpv died and is being started again, once a death. The play goes on as the same one, without `ended` and `started`: a
       * `position` that does not advance and `seeking` came just before, the next `position` follows when it sounds again.
       */
      readonly kind: 'lost';
    }
  | {
      /** mpv died five times in a row as soon as it ran, or cannot be started again: given up until the next `play`. What sounded has `ended`. */
      readonly kind: 'failed';
      readonly message: string;
      readonly hint: string | null;
    }
  | {
      /** Whether mpv plays into nothing because no sound device could be opened, though none was asked for. */
      readonly kind: 'output';
      readonly isSilent: boolean;
    }
  | { readonly kind: 'volume'; readonly percent: number }
  | { readonly kind: 'muted'; readonly isMuted: boolean }
  | { readonly kind: 'speed'; readonly speed: number };

/** A fact and when it was heard from mpv, in UNIX milliseconds. */
export type PlayerEvent = PlayerFact & { readonly atMs: number };

/**
 * Plays one file and knows the next. Nothing is assumed to have happened: state is what the events say. Every method resolves when
 * mpv has done it, and rejects with `AppError` where that is possible at all.
 */
export type Player = {
  /**
   * Plays an item in place of what sounds, and forgets the next one. Starts mpv if need be. Throws `mpv-missing` or `mpv-failed`;
   * a file that cannot be played is reported as `ended`.
   */
  readonly play: (item: PlayerItem, options: { readonly isPaused: boolean }) => Promise<void>;
  /** Sets what follows without a gap when the current item ends, in place of what was to follow. Nothing happens while nothing plays. */
  readonly setNext: (item: PlayerItem | null) => Promise<void>;
  readonly setPaused: (isPaused: boolean) => Promise<void>;
  /** Jumps within the current item; beyond its end means its end. Resolves when the new place is reported, or the item ended. */
  readonly seekTo: (positionMs: number) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** 0 to 100. */
  readonly setVolume: (percent: number) => Promise<void>;
  readonly setMuted: (isMuted: boolean) => Promise<void>;
  /** A factor from 0.01 to 100; 1 is normal. */
  readonly setSpeed: (speed: number) => Promise<void>;
  /** Calls back for every event until the returned function is called. */
  readonly listen: (listener: (event: PlayerEvent) => void) => () => void;
  /** What mpv calls itself, as `mpv 0.35.1`; `null` until it ran. */
  readonly version: () => string | null;
  /** Ends mpv and resolves when it is gone. */
  readonly close: () => Promise<void>;
};
