import type { Clock } from '../system/clock.ts';

/** Requests in any one second, and how many of those may be reads. */
const MOST_REQUESTS = 4;
const MOST_READS = 2;

/** A second and what the network may bring two requests closer together on their way. */
const WINDOW_MS = 1_100;

export type RequestKind = 'read' | 'write';

/** The pace of everything that the engine sends to Last.fm. */
export type RateLimiter = {
  /** Resolves when one request of this kind may leave; first come, first served within a kind. */
  readonly take: (kind: RequestKind) => Promise<void>;
};

/**
 * At most four requests in any one second, two of them reads: a sliding window, because a bucket that refills would let
 * eight through around a full second. https://www.last.fm/api/intro asks for no more than several a second.
 */
export function createRateLimiter(clock: Clock): RateLimiter {
  let taken: { readonly kind: RequestKind; readonly atMs: number }[] = [];
  let waiters: { readonly kind: RequestKind; readonly go: () => void }[] = [];
  let cancelTimer: (() => void) | null = null;

  /** Milliseconds until one more of this kind fits. */
  const waitMs = (kind: RequestKind, nowMs: number): number => {
    const wait = (times: readonly number[], most: number): number => {
      const blocking = times.at(-most);
      return blocking === undefined ? 0 : Math.max(0, blocking + WINDOW_MS - nowMs);
    };
    const all = wait(
      taken.map(({ atMs }) => atMs),
      MOST_REQUESTS,
    );
    if (kind === 'write') return all;
    const reads = taken.filter((entry) => entry.kind === 'read').map(({ atMs }) => atMs);
    return Math.max(all, wait(reads, MOST_READS));
  };

  const serve = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    const nowMs = clock.now();
    // A clock that was set back must not make the past a long future to wait for.
    taken = taken
      .map((entry) => ({ ...entry, atMs: Math.min(entry.atMs, nowMs) }))
      .filter(({ atMs }) => atMs > nowMs - WINDOW_MS);
    const stillWaiting: typeof waiters = [];
    for (const waiter of waiters) {
      if (waitMs(waiter.kind, nowMs) > 0) {
        stillWaiting.push(waiter);
      } else {
        taken.push({ kind: waiter.kind, atMs: nowMs });
        waiter.go();
      }
    }
    waiters = stillWaiting;
    if (waiters.length > 0) {
      cancelTimer = clock.after(Math.min(...waiters.map(({ kind }) => waitMs(kind, nowMs))), serve);
    }
  };

  return {
    take: (kind) =>
      new Promise((resolve) => {
        waiters.push({ kind, go: resolve });
        serve();
      }),
  };
}
