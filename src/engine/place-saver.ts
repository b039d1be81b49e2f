import type { StateToSave } from '../db/player-state.ts';
import { messageOf } from '../model/app-error.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { Store } from './store.ts';

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly write: (state: StateToSave) => Promise<void>;
};

/** Stores where the music is, for the next engine. */
export type PlaceSaver = {
  /** Never throws: a place that cannot be stored must not stop the music. */
  readonly save: (state: StateToSave) => Promise<void>;
  /** Whether as much of a track has sounded since the last save as a crash may cost. */
  readonly isDue: (speed: number) => boolean;
};

/** With a second between samples, and half of one that mpv is silent about at an end, a crash loses less than 5 s of a track. */
const SAVE_EVERY_MS = 3000;

export function createPlaceSaver({ store, clock, log, write }: Parts): PlaceSaver {
  let savedAtMs = 0;
  let hasFailed = false;
  return {
    isDue: (speed) => Math.abs(clock.now() - savedAtMs) * speed >= SAVE_EVERY_MS,
    save: async (state) => {
      savedAtMs = clock.now();
      try {
        await write(state);
        hasFailed = false;
      } catch (error) {
        log.error('the place in the track could not be saved', { error: messageOf(error) });
        if (!hasFailed) {
          store.notify(
            'error',
            'The place in the track could not be saved.',
            'Check the space on the disk, and that no other program holds the database.',
          );
        }
        hasFailed = true;
      }
    },
  };
}
