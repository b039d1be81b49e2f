import type { Clock } from '../../src/system/clock.ts';

/** A clock that stands still until a test moves it. */
export type ManualClock = Clock & {
  /** Moves on by this much, calling back whatever falls due on the way, in order. */
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the time of day without any time passing, as a time server or a person does. */
  readonly jump: (ms: number) => void;
  /** Moves to the next timer and calls it back; resolves to `false` when nothing waits. */
  readonly advanceToNext: () => Promise<boolean>;
  /** How long until the next timer; `null` when nothing waits. */
  readonly nextTimerMs: () => number | null;
  /** Moves on from timer to timer until the promise settles. Only where no other timer than those meant to fire is set. */
  readonly runUntil: <T>(promise: Promise<T>) => Promise<T>;
};

type Timer = { readonly dueMs: number; readonly callback: () => void };

export function createManualClock(startMs = 1_700_000_000_000): ManualClock {
  // Timers run by time that passes, which setting the time of day does not change.
  let passedMs = 0;
  let offsetMs = startMs;
  const timers = new Set<Timer>();

  const next = (): Timer | undefined =>
    [...timers].reduce<Timer | undefined>(
      (first, timer) => (first && first.dueMs <= timer.dueMs ? first : timer),
      undefined,
    );

  const fire = async (timer: Timer): Promise<void> => {
    timers.delete(timer);
    passedMs = Math.max(passedMs, timer.dueMs);
    timer.callback();
    await turn();
  };

  const advanceToNext = async (): Promise<boolean> => {
    const timer = next();
    if (timer === undefined) return false;
    await fire(timer);
    return true;
  };

  return {
    now: () => offsetMs + passedMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: passedMs + Math.max(delayMs, 0), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (ms) => {
      const endMs = passedMs + ms;
      for (let timer = next(); timer !== undefined && timer.dueMs <= endMs; timer = next()) await fire(timer);
      passedMs = endMs;
      await turn();
    },
    jump: (ms) => {
      offsetMs += ms;
    },
    advanceToNext,
    nextTimerMs: () => {
      const timer = next();
      return timer === undefined ? null : timer.dueMs - passedMs;
    },
    runUntil: async (promise) => {
      const progress = { isSettled: false };
      const settled = promise.finally(() => {
        progress.isSettled = true;
      });
      settled.catch(() => {});
      while (!progress.isSettled) {
        await turn();
        if (!progress.isSettled) await advanceToNext();
      }
      return settled;
    },
  };
}

/** Lets everything that is ready run, sockets included. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
