import { messageOf } from '../model/app-error.ts';
import type { RetryDocument } from '../model/results.ts';
import type { LastfmState } from '../model/status.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { LastfmApi } from './api.ts';
import { createClockCheck } from './clock-check.ts';
import type { ScrobbleStorage, SenderSchedule } from './scrobble-storage.ts';
import { reserve, type SenderEvent, type SenderSession, type SendRun, sendQueue } from './send-run.ts';
import { FREE_SCHEDULE, mayAttempt, waitMs, type WakeReason } from './send-schedule.ts';

export type SenderOptions = {
  readonly api: Pick<LastfmApi, 'scrobble' | 'userInfo'>;
  readonly storage: ScrobbleStorage;
  /** Who is signed in now. */
  readonly session: () => SenderSession | null;
  readonly isEnabled: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** One scrobble got its final answer. */
  readonly onSettled: (event: SenderEvent) => void;
  /** `state` or the number of those that wait may be another than before. */
  readonly onChange: () => void;
};

/** What the status says about sending. */
export type SenderState = Pick<
  LastfmState,
  'sending' | 'nextAttemptAt' | 'pausedBecause' | 'lastError' | 'lastDeliveredAt'
>;

/** What a retry did; how many are left, storage knows. */
export type RetryOutcome = Omit<RetryDocument, 'remaining'>;

/** Delivers the scrobble queue: the only one who sends scrobbles. */
export type ScrobbleSender = {
  /** Looks at the queue if this is a reason to; returns at once. */
  readonly wake: (reason: Exclude<WakeReason, 'timer' | 'manual'>) => void;
  /**
   * Sends now, whatever the schedule says, and answers when that is done; rejected ones among `ids` are taken back to the queue
   * first. Two at once share the work. Throws what storage throws while it takes them back.
   */
  readonly retry: (ids?: readonly number[]) => Promise<RetryOutcome>;
  readonly state: () => SenderState;
  /** Lets the request under way finish, for ten seconds at most, and begins no other. */
  readonly close: () => Promise<void>;
};

type Totals = { sent: number; ignored: number; rejected: number; error: RetryOutcome['error'] };

const CLOSE_WITHIN_MS = 10_000;
/** After storage failed, as on a full disk: nothing can be sent that could not be marked as sent. */
const STORAGE_WAIT_MS = 30_000;
/** After another process took over in the middle, or the user signed in as somebody else. */
const INTERRUPTED_WAIT_MS = 60_000;

/** Begins to deliver as soon as it is woken with `start`. */
export function createScrobbleSender(options: SenderOptions): ScrobbleSender {
  const { storage, session, isEnabled, clock, log, onChange } = options;
  const clockCheck = createClockCheck(clock);
  let known: { readonly account: string; readonly schedule: SenderSchedule } | null = null;
  let sending = 0;
  let running: Promise<Totals> | null = null;
  /** The present run has found that it may send: whoever asks for that now gets its result. */
  let isAttempting = false;
  let isClosing = false;
  const reasons = new Set<WakeReason>();
  let cancelTimer = (): void => {};

  const scheduleOf = (of: SenderSession | null): SenderSchedule =>
    of !== null && known?.account === nameOf(of) ? known.schedule : FREE_SCHEDULE;

  const arm = (delayMs: number | null): void => {
    cancelTimer();
    if (delayMs === null || isClosing) return;
    cancelTimer = clock.after(delayMs, () => void begin('timer'));
  };

  const armForNext = (of: SenderSession): void => {
    const nextMs = waitMs(scheduleOf(of), clock.now());
    const heldMs = clockCheck.waitMs();
    // Zero means that nothing holds the sender back: it has sent everything.
    if (nextMs === 0) arm(heldMs);
    else arm(nextMs);
  };

  const load = async (of: SenderSession): Promise<SenderSchedule> => {
    if (known?.account !== nameOf(of)) {
      known = { account: nameOf(of), schedule: (await storage.loadSchedule(of)) ?? FREE_SCHEDULE };
    }
    return known.schedule;
  };

  const runOnce = async (wanted: ReadonlySet<WakeReason>, totals: Totals): Promise<void> => {
    const current = session();
    const schedule = current === null ? FREE_SCHEDULE : await load(current);
    const inTheWay = obstacle(current, isEnabled());
    if (current === null || inTheWay !== null) {
      totals.error = inTheWay;
      return;
    }
    if (wanted.has('manual')) clockCheck.release();
    if (![...wanted].some((reason) => mayAttempt(schedule, reason, clock.now()))) return armForNext(current);
    isAttempting = true;
    const otherUntilMs = await reserve(options);
    if (otherUntilMs !== null) {
      totals.error = { code: 'busy', message: 'Another tonearm is sending just now.' };
      return arm(otherUntilMs - clock.now());
    }
    let isInterrupted = false;
    try {
      isInterrupted = !(await sendQueue(runFor(current, totals)));
    } finally {
      await storage.releaseSending();
    }
    const problem = scheduleOf(current).lastError ?? clockCheck.problem();
    totals.error =
      problem === null ? obstacle(session(), isEnabled()) : { code: problem.code, message: problem.message };
    if (isInterrupted) arm(INTERRUPTED_WAIT_MS);
    else armForNext(current);
  };

  const runFor = (current: SenderSession, totals: Totals): SendRun => ({
    api: options.api,
    storage,
    session: current,
    clock,
    random: options.random ?? Math.random,
    clockCheck,
    isWanted: () => !isClosing && isEnabled() && session()?.sessionKey === current.sessionKey,
    schedule: () => scheduleOf(current),
    setSchedule: async (schedule) => {
      known = { account: nameOf(current), schedule };
      onChange();
      await storage.saveSchedule(current, schedule);
    },
    setSending: (count) => {
      sending = count;
      onChange();
    },
    onSettled: (event) => {
      totals[event.status] += 1;
      options.onSettled(event);
    },
  });

  const drain = async (): Promise<Totals> => {
    const totals: Totals = { sent: 0, ignored: 0, rejected: 0, error: null };
    for (;;) {
      if (reasons.size === 0 || isClosing) return totals;
      const wanted = new Set(reasons);
      reasons.clear();
      try {
        await runOnce(wanted, totals);
      } catch (error) {
        log.error('the scrobble queue could not be read or written', { error: messageOf(error) });
        totals.error = { code: 'database', message: 'The scrobble queue cannot be read or written.' };
        arm(STORAGE_WAIT_MS);
      }
      isAttempting = false;
    }
  };

  const begin = (reason: WakeReason): Promise<Totals> => {
    reasons.add(reason);
    running ??= drain().finally(() => {
      running = null;
      onChange();
      // A reason that came between the last look and now has nobody else to see it.
      const [missed] = reasons;
      if (missed !== undefined && !isClosing) void begin(missed);
    });
    return running;
  };

  return {
    wake: (reason) => void begin(reason),
    retry: async (ids = []) => {
      const current = session();
      if (current !== null && ids.length > 0) await storage.reopen(current, ids);
      // Whoever presses twice wants it sent, not sent twice; what was just taken back still gets its turn.
      const { sent, ignored, rejected, error } = await begin(isAttempting ? 'play-stored' : 'manual');
      return { sent, ignored, rejected, error };
    },
    state: () => {
      const current = session();
      const { nextAttemptAtMs, pausedBecause, lastError, lastDeliveredAt } = scheduleOf(current);
      const heldMs = clockCheck.waitMs();
      const nextMs = nextAttemptAtMs ?? (heldMs === null ? null : clock.now() + heldMs);
      return {
        sending,
        nextAttemptAt: current === null || nextMs === null ? null : Math.ceil(nextMs / 1000),
        pausedBecause: isEnabled() ? pausedBecause : 'disabled',
        lastError: lastError ?? (current === null ? null : clockCheck.problem()),
        lastDeliveredAt,
      };
    },
    close: async () => {
      isClosing = true;
      cancelTimer();
      if (running === null) return;
      const { promise: bound, resolve } = Promise.withResolvers<void>();
      const cancelBound = clock.after(CLOSE_WITHIN_MS, resolve);
      await Promise.race([running, bound]);
      cancelBound();
    },
  };
}

function nameOf({ service, account }: SenderSession): string {
  return `${service}\n${account}`;
}

/** Why nothing can be sent at all. */
function obstacle(session: SenderSession | null, isEnabled: boolean): RetryOutcome['error'] {
  if (!isEnabled) return { code: 'disabled', message: 'Scrobbling is turned off.' };
  if (session === null) return { code: 'not-signed-in', message: 'Nobody is signed in to Last.fm.' };
  return null;
}
