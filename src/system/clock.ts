/** Time, injected, so that whatever waits can be tested without waiting. */
export type Clock = {
  /** UNIX milliseconds. */
  readonly now: () => number;
  /** Calls back once after `delayMs`; the returned function cancels. A waiting timer does not keep the process alive. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
};

/** Longest delay that `setTimeout` honours; anything above fires at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
