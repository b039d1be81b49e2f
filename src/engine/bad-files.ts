import type { PlayQueue } from '../player/play-queue.ts';
import type { Log } from '../system/log.ts';
import type { Store } from './store.ts';

/** Counts files in a row that cannot be played, so that a queue of only such files comes to an end. */
export type BadFiles = {
  readonly failed: (file: { readonly path: string; readonly title: string; readonly message: string | null }) => void;
  /** Something could be played. */
  readonly clear: () => void;
  /** Every file that the queue would play has failed since one last could be played. */
  readonly areAll: (queue: PlayQueue) => boolean;
};

/** How many are named one by one. */
const NAMED = 3;

export function createBadFiles({ store, log }: { readonly store: Store; readonly log: Log }): BadFiles {
  let inRow = 0;
  return {
    failed: ({ path, title, message }) => {
      inRow += 1;
      log.warn('a file could not be played', { path, reason: message });
      if (inRow > NAMED) return;
      const rest = inRow === NAMED ? ' Others that follow are in the log.' : '';
      store.notify('warning', `Skipped “${title}”: ${message ?? 'it cannot be played'}.${rest}`);
    },
    clear: () => {
      inRow = 0;
    },
    areAll: (queue) => inRow >= (queue.repeat === 'one' ? 1 : queue.entries.length),
  };
}
