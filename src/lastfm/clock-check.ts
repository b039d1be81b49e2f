import type { LastfmProblem } from '../model/status.ts';
import type { Clock } from '../system/clock.ts';

/** Long enough not to loop, short enough for a clock that was put right in the meantime. */
const HOLD_MS = 30 * 60_000;
/** The `Date` header has whole seconds, and an answer takes its time. */
const TOLERATED_SKEW_MS = 90_000;

/** What is known about the server's clock, and the plays that wait because it and ours disagree. */
export type ClockCheck = {
  /** Takes in the server's time, as an answer just gave it. */
  readonly note: (serverTimeMs: number | null) => void;
  /** Whether the server's time has been seen since the local clock was last found to be sound. */
  readonly isKnown: () => boolean;
  /** UNIX milliseconds by the server's clock as far as it is known, else by ours. */
  readonly serverNowMs: () => number;
  readonly hold: (id: number) => void;
  /** The plays that must not be sent yet; a hold ends after half an hour or when the clock was set back. */
  readonly heldIds: () => readonly number[];
  readonly release: () => void;
  /** How long until the first hold ends; `null` when nothing is held. */
  readonly waitMs: () => number | null;
  /** What to tell the user while plays are held. */
  readonly problem: () => LastfmProblem | null;
};

export function createClockCheck(clock: Clock): ClockCheck {
  let skewMs: number | null = null;
  let holds: readonly { readonly id: number; readonly sinceMs: number }[] = [];

  const current = (): typeof holds => {
    const nowMs = clock.now();
    holds = holds.filter(({ sinceMs }) => nowMs >= sinceMs && nowMs < sinceMs + HOLD_MS);
    return holds;
  };

  return {
    note: (serverTimeMs) => {
      if (serverTimeMs !== null) skewMs = serverTimeMs - clock.now();
    },
    isKnown: () => skewMs !== null,
    serverNowMs: () => clock.now() + (skewMs !== null && Math.abs(skewMs) > TOLERATED_SKEW_MS ? skewMs : 0),
    hold: (id) => {
      holds = [...current().filter((held) => held.id !== id), { id, sinceMs: clock.now() }];
    },
    heldIds: () => current().map(({ id }) => id),
    release: () => {
      holds = [];
    },
    waitMs: () => {
      const sinceMs = current().map((held) => held.sinceMs);
      return sinceMs.length === 0 ? null : Math.max(0, Math.min(...sinceMs) + HOLD_MS - clock.now());
    },
    problem: () => {
      const first = current()[0];
      return first === undefined
        ? null
        : { code: 'clock', message: describe(skewMs ?? 0), at: Math.floor(first.sinceMs / 1000) };
    },
  };
}

function describe(skewMs: number): string {
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return 'Last.fm says that plays lie in the future; they wait.';
  const direction = skewMs < 0 ? 'ahead of' : 'behind';
  return `This computer's clock is ${minutes} min ${direction} Last.fm's: plays wait until it is set right.`;
}
