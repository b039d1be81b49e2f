import type { QueuedScrobble, ScrobbleOutcome } from '../model/scrobble.ts';
import type { Clock } from '../system/clock.ts';
import type { LastfmApi } from './api.ts';
import type { ClockCheck } from './clock-check.ts';
import { deliverBatch } from './deliver-batch.ts';
import { LastfmError } from './lastfm-error.ts';
import type { ScrobbleAnswer } from './scrobble-answer.ts';
import type { ScrobbleStorage, SenderAccount, SenderSchedule } from './scrobble-storage.ts';
import { isTooOld, judge, TOO_OLD } from './scrobble-verdict.ts';
import {
  afterAnswer,
  afterFailure,
  batchSize,
  isUnknownCodeFinal,
  type SendFailure,
  toFailure,
} from './send-schedule.ts';

/** Whose scrobbles are sent, and with which session. */
export type SenderSession = SenderAccount & { readonly sessionKey: string };

/** What became of one scrobble. */
export type SenderEvent = {
  readonly scrobble: QueuedScrobble;
  readonly status: 'sent' | 'ignored' | 'rejected';
  readonly reason: string | null;
};

export type SendRun = {
  readonly api: Pick<LastfmApi, 'scrobble' | 'userInfo'>;
  readonly storage: ScrobbleStorage;
  readonly session: SenderSession;
  readonly clock: Clock;
  readonly random: () => number;
  readonly clockCheck: ClockCheck;
  /** Whether this session may still send. */
  readonly isWanted: () => boolean;
  readonly schedule: () => SenderSchedule;
  readonly setSchedule: (schedule: SenderSchedule) => Promise<void>;
  readonly setSending: (count: number) => void;
  readonly onSettled: (event: SenderEvent) => void;
};

type Batch = readonly QueuedScrobble[];
type FinalOutcome = Exclude<ScrobbleOutcome, { kind: 'retry' }>;
type Final = { readonly scrobble: QueuedScrobble; readonly outcome: FinalOutcome };

/** How long the right to send is taken for: longer than any one request with its short retries. */
const RESERVATION_MS = 4 * 60_000;

const DAILY_LIMIT: SendFailure = {
  treatment: 'account-capped',
  code: 'daily-limit',
  message: "Last.fm's limit of scrobbles for this account is reached.",
  isOffline: false,
  retryAfterMs: null,
};

/** Takes this process's right to send; `null` when it has it, else when another process's ends, in UNIX milliseconds. */
export function reserve({ storage, clock }: Pick<SendRun, 'storage' | 'clock'>): Promise<number | null> {
  return storage.reserveSending(clock.now() + RESERVATION_MS);
}

/**
 * Sends what waits, oldest first, one request at a time, until nothing is left or something is in the way; then the schedule
 * says what. An item leaves the queue only with an answer of its own. Answers `false` when it was stopped in the middle: the
 * session changed, or another process has the right to send. Throws what storage throws.
 */
export async function sendQueue(run: SendRun): Promise<boolean> {
  while (run.isWanted()) {
    const page = { limit: batchSize(run.schedule()), exceptIds: run.clockCheck.heldIds() };
    const waiting = await run.storage.waiting(run.session, page);
    if (waiting.length === 0) return true;
    const result = (await setOldOnesAside(run, waiting)) ?? (await sendBatch(run, waiting));
    if (result === 'stopped') return false;
    if (result === 'done') continue;
    const now = { nowMs: run.clock.now(), random: run.random() };
    await run.setSchedule(afterFailure(run.schedule(), result, now));
    return true;
  }
  return false;
}

/** Rejects what is too old to be sent; `null` when nothing was. */
async function setOldOnesAside(run: SendRun, batch: Batch): Promise<SendFailure | 'done' | null> {
  const { clockCheck } = run;
  const tooOld = (): Batch => batch.filter((scrobble) => isTooOld(scrobble, clockCheck.serverNowMs()));
  if (tooOld().length === 0) return null;
  if (!clockCheck.isKnown()) {
    // A clock that runs ahead makes every play look old: ask the server what time it is before any is set aside.
    const failure = await askForTime(run);
    if (failure !== null) return failure;
  }
  const outcome: FinalOutcome = { kind: 'rejected', reason: TOO_OLD };
  const settled = tooOld().map((scrobble) => ({ scrobble, outcome }));
  if (settled.length === 0) return null;
  await settle(run, settled);
  return 'done';
}

async function askForTime({ api, session, clock, clockCheck }: SendRun): Promise<SendFailure | null> {
  try {
    const { serverTimeMs } = await api.userInfo(session.sessionKey);
    clockCheck.note(serverTimeMs ?? clock.now());
    return null;
  } catch (error) {
    if (error instanceof LastfmError) return toFailure(error);
    throw error;
  }
}

async function sendBatch(run: SendRun, batch: Batch): Promise<SendFailure | 'done' | 'stopped'> {
  const open = new Map(batch.map((scrobble) => [scrobble.id, scrobble]));
  await run.storage.markSending([...open.keys()]);
  run.setSending(open.size);
  const close = (scrobbles: Batch): void => {
    for (const { id } of scrobbles) open.delete(id);
    run.setSending(open.size);
  };
  try {
    const failure = await deliverBatch(batch, {
      api: run.api,
      sessionKey: run.session.sessionKey,
      isUnknownCodeFinal: isUnknownCodeFinal(run.schedule()),
      mayGoOn: async () => run.isWanted() && (await reserve(run)) === null,
      take: async (items, answer) => {
        const failure = await takeAnswer(run, items, answer);
        close(items);
        return failure;
      },
      reject: async (scrobble, reason) => {
        await settle(run, [{ scrobble, outcome: { kind: 'rejected', reason } }]);
        close([scrobble]);
      },
    });
    return failure ?? (open.size === 0 ? 'done' : 'stopped');
  } finally {
    run.setSending(0);
    if (open.size > 0) await run.storage.settle([...open.keys()].map((id) => ({ id, outcome: { kind: 'retry' } })));
  }
}

/** Stores what Last.fm said about each item; what has to wait stays in the queue. */
async function takeAnswer(run: SendRun, items: Batch, answer: ScrobbleAnswer): Promise<SendFailure | null> {
  const { clock, clockCheck } = run;
  clockCheck.note(answer.serverTimeMs);
  const final: Final[] = [];
  const waiting: number[] = [];
  let isCapped = false;
  for (const [index, scrobble] of items.entries()) {
    const said = answer.items[index];
    if (said === undefined) throw new RangeError('an answer for each item is what the reader promised');
    const verdict = judge(scrobble, said, clockCheck.serverNowMs());
    if (verdict.kind === 'settled') final.push({ scrobble, outcome: verdict.outcome });
    else waiting.push(scrobble.id);
    if (verdict.kind === 'too-new') clockCheck.hold(scrobble.id);
    isCapped ||= verdict.kind === 'account-capped';
  }
  await settle(run, final, waiting);
  const isDelivered = final.some(({ outcome }) => outcome.kind === 'accepted');
  await run.setSchedule(afterAnswer(run.schedule(), isDelivered ? Math.floor(clock.now() / 1000) : null));
  return isCapped ? DAILY_LIMIT : null;
}

async function settle(run: SendRun, final: readonly Final[], waitingIds: readonly number[] = []): Promise<void> {
  await run.storage.settle([
    ...final.map(({ scrobble, outcome }) => ({ id: scrobble.id, outcome })),
    ...waitingIds.map((id) => ({ id, outcome: { kind: 'retry' } as const })),
  ]);
  for (const { scrobble, outcome } of final) {
    const status = outcome.kind === 'accepted' ? 'sent' : outcome.kind;
    run.onSettled({ scrobble, status, reason: outcome.kind === 'accepted' ? null : outcome.reason });
  }
}
