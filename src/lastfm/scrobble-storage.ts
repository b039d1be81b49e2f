import type { QueuedScrobble, ScrobbleOutcome } from '../model/scrobble.ts';
import type { LastfmProblem, PausedBecause } from '../model/status.ts';
import type { Treatment } from './error-rows.ts';

/** Whose scrobbles: a server (`lastfm`, or the host of a custom API URL) and a user name in lower case. */
export type SenderAccount = { readonly service: string; readonly account: string };

/** What became of one queued scrobble: `retry` puts it back to waiting, everything else is its final answer. */
export type SettledScrobble = { readonly id: number; readonly outcome: ScrobbleOutcome };

/** What the sender must remember over a restart, so that a new engine does not hammer a server that asked for peace. */
export type SenderSchedule = {
  /** UNIX milliseconds before which nothing is sent by itself; `null` when nothing holds the sender back. */
  readonly nextAttemptAtMs: number | null;
  /** Failures of one kind in a row: what the length of the next wait is made from. */
  readonly failure: { readonly treatment: Treatment; readonly count: number } | null;
  readonly pausedBecause: PausedBecause | null;
  readonly lastError: LastfmProblem | null;
  /** UNIX seconds of the last scrobble that was delivered. */
  readonly lastDeliveredAt: number | null;
};

/**
 * What the sender needs from storage; `db/` happens to fit. Every write is durable when its promise resolves, and is one
 * transaction.
 */
export type ScrobbleStorage = {
  /**
   * Takes or renews this process's sole right to send, until `untilMs`. Answers `null` when it has it, else when the right
   * of another living process ends (UNIX milliseconds). The right of a process that is gone is void at once.
   */
  readonly reserveSending: (untilMs: number) => Promise<number | null>;
  readonly releaseSending: () => Promise<void>;
  /** The account's scrobbles without a final answer, rejected ones left out, oldest timestamp first, then by id. */
  readonly waiting: (
    account: SenderAccount,
    page: { readonly limit: number; readonly exceptIds: readonly number[] },
  ) => Promise<readonly QueuedScrobble[]>;
  /** Marks them as under way and counts the attempt; a mark that outlives its process means waiting. */
  readonly markSending: (ids: readonly number[]) => Promise<void>;
  /**
   * Accepted and ignored rows move to the history with their answer, rejected ones stay with the reason, `retry` clears the
   * mark. Ids that are gone meanwhile (dropped by the user) are passed over.
   */
  readonly settle: (outcomes: readonly SettledScrobble[]) => Promise<void>;
  /** Puts rejected scrobbles of this account back to waiting. */
  readonly reopen: (account: SenderAccount, ids: readonly number[]) => Promise<void>;
  readonly loadSchedule: (account: SenderAccount) => Promise<SenderSchedule | null>;
  readonly saveSchedule: (account: SenderAccount, schedule: SenderSchedule) => Promise<void>;
};
