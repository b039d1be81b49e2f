import type { Slices } from '../model/status.ts';
import type { Clock } from '../system/clock.ts';
import type { Store } from './store.ts';

/** Waits until a slice is as wanted; answers whether it came to that in time. */
export function waitFor<Name extends keyof Slices>(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { slice, timeoutMs }: { readonly slice: Name; readonly timeoutMs: number },
  isWanted: (value: Slices[Name]) => boolean,
): Promise<boolean> {
  if (isWanted(store.get(slice))) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (came: boolean): void => {
      stop();
      cancel();
      resolve(came);
    };
    const stop = store.listen(() => {
      if (isWanted(store.get(slice))) finish(true);
    });
    const cancel = clock.after(timeoutMs, () => finish(false));
  });
}
