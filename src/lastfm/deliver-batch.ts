import type { QueuedScrobble } from '../model/scrobble.ts';
import type { LastfmApi } from './api.ts';
import { classify } from './errors.ts';
import { LastfmError } from './lastfm-error.ts';
import type { ScrobbleAnswer } from './scrobble-answer.ts';
import { type SendFailure, toFailure } from './send-schedule.ts';

export type Delivery = {
  readonly api: Pick<LastfmApi, 'scrobble' | 'userInfo'>;
  readonly sessionKey: string;
  /** Whether an error that nobody has documented is by now held to be an item's fault. */
  readonly isUnknownCodeFinal: boolean;
  /** Asked before every request. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Takes in the answer to these items; a failure it returns ends the delivery. */
  readonly take: (items: readonly QueuedScrobble[], answer: ScrobbleAnswer) => Promise<SendFailure | null>;
  /** Takes an item that is at fault for good, with Last.fm's words. */
  readonly reject: (item: QueuedScrobble, reason: string) => Promise<void>;
};

type Batch = readonly QueuedScrobble[];
type Step = { readonly kind: 'split' | 'again' } | { readonly kind: 'stop'; readonly failure: SendFailure };

/**
 * Sends one batch, halving it around items that Last.fm refuses until each is found and rejected alone, so that none of them
 * holds up or takes down the rest. Answers why it ended early, or `null`. Throws only what `take`, `reject` or `mayGoOn` throw.
 */
export async function deliverBatch(batch: Batch, delivery: Delivery): Promise<SendFailure | null> {
  const { api, sessionKey } = delivery;
  let parts: readonly Batch[] = [batch];
  let isSessionConfirmed = false;

  /** Whether Last.fm still knows the session and takes our signatures: otherwise its error. */
  const confirm = async (): Promise<LastfmError | null> => {
    try {
      await api.userInfo(sessionKey);
      isSessionConfirmed = true;
      return null;
    } catch (error) {
      return asLastfmError(error);
    }
  };

  const decide = async (error: LastfmError): Promise<Step> => {
    const { treatment } = classify(error);
    if (treatment === 'permanent-item') return { kind: 'split' };
    const isAboutMoreThanItems =
      treatment === 'sign-in-again' ||
      treatment === 'check-signature' ||
      (treatment === 'unknown-code' && delivery.isUnknownCodeFinal);
    if (!isAboutMoreThanItems) return stop(error);
    // Alone it may be a slip of the server; when the session is fine and it stays, there is reason to doubt both.
    if (treatment === 'sign-in-again' && isSessionConfirmed) {
      return { kind: 'stop', failure: toFailure(error, 'doubt-session') };
    }
    if (!isSessionConfirmed) {
      const refusal = await confirm();
      if (refusal !== null) return stop(refusal);
    }
    return { kind: treatment === 'sign-in-again' ? 'again' : 'split' };
  };

  for (let part = parts[0]; part !== undefined; part = parts[0]) {
    if (!(await delivery.mayGoOn())) return null;
    const answered = await attempt(() => api.scrobble(sessionKey, part ?? []));
    if (!(answered instanceof LastfmError)) {
      const failure = await delivery.take(part, answered);
      if (failure !== null) return failure;
      parts = parts.slice(1);
      continue;
    }
    const step = await decide(answered);
    if (step.kind === 'stop') return step.failure;
    if (step.kind === 'again') continue;
    const [only] = part;
    if (part.length > 1 || only === undefined) {
      const middle = Math.ceil(part.length / 2);
      parts = [part.slice(0, middle), part.slice(middle), ...parts.slice(1)];
    } else {
      await delivery.reject(only, reasonOf(answered));
      parts = parts.slice(1);
    }
  }
  return null;
}

function stop(error: LastfmError): Step {
  return { kind: 'stop', failure: toFailure(error) };
}

async function attempt<T>(request: () => Promise<T>): Promise<T | LastfmError> {
  try {
    return await request();
  } catch (error) {
    return asLastfmError(error);
  }
}

function asLastfmError(error: unknown): LastfmError {
  if (error instanceof LastfmError) return error;
  throw error;
}

function reasonOf({ code, httpStatus, serverMessage }: LastfmError): string {
  const number = code === null ? `HTTP ${httpStatus}` : `error ${code}`;
  return `refused by Last.fm: ${serverMessage ?? 'no reason given'} (${number})`;
}
