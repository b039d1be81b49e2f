import type { PlaybackState } from '../model/status.ts';
import type { Song } from '../model/song.ts';
import type { PlayerEvent } from '../player/player.ts';
import type { Clock } from '../system/clock.ts';
import type { Store } from './store.ts';

/** Writes what sounds into the state, and reads from it where the track is by now. */
export type PlaybackSlice = {
  /** Sets fields together with the moment that they hold for. */
  readonly publish: (changes: Partial<PlaybackState>) => void;
  /** Where the track is now, in milliseconds. */
  readonly positionMs: () => number;
  /** A track begins, or waits to go on. */
  readonly showTrack: (track: { song: Song; entryId: number; positionMs: number; isPaused: boolean }) => void;
  readonly showStopped: () => void;
  /** Takes a sample of the player; answers whether it says more than that time has passed. */
  readonly takeSample: (sample: PlayerEvent & { readonly kind: 'position' }) => boolean;
};

/** A sample this far from what the state predicts is published; anything less, clients work out for themselves. */
const DRIFT_MS = 250;

export function createPlaybackSlice(store: Store, clock: Clock): PlaybackSlice {
  const positionMs = (): number => {
    const { positionSeconds, sampledAtMs, isAdvancing, speed, durationSeconds } = store.get('playback');
    const passedMs = isAdvancing ? (clock.now() - sampledAtMs) * speed : 0;
    return Math.min(positionSeconds * 1000 + passedMs, (durationSeconds ?? Infinity) * 1000);
  };
  const publish = (changes: Partial<PlaybackState>): void => {
    // The moment and the place belong together: a change of anything else holds for where the track is by now.
    store.update('playback', { positionSeconds: positionMs() / 1000, sampledAtMs: clock.now(), ...changes });
  };
  return {
    publish,
    positionMs,
    showTrack: ({ song, entryId, positionMs: atMs, isPaused }) => {
      publish({
        status: isPaused ? 'paused' : 'playing',
        isAdvancing: false,
        positionSeconds: atMs / 1000,
        durationSeconds: song.shown.durationSeconds,
        track: song.shown,
        entryId,
      });
    },
    showStopped: () => {
      publish({ status: 'stopped', positionSeconds: 0, durationSeconds: null, isAdvancing: false, track: null });
    },
    takeSample: ({ positionMs: atMs, isAdvancing, isPaused, speed }) => {
      const before = store.get('playback');
      const status = isPaused ? 'paused' : 'playing';
      const isNews = before.isAdvancing !== isAdvancing || before.speed !== speed || before.status !== status;
      if (isNews || Math.abs(positionMs() - atMs) > DRIFT_MS) {
        publish({ status, positionSeconds: atMs / 1000, isAdvancing, speed });
      }
      return isNews;
    },
  };
}
