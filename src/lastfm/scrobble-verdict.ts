import type { QueuedScrobble, ScrobbleOutcome } from '../model/scrobble.ts';
import { ignoredRow } from './ignored-codes.ts';
import type { ScrobbleItemAnswer } from './scrobble-answer.ts';

/** What Last.fm's word on one item means for its row in the queue. */
export type Verdict =
  | { readonly kind: 'settled'; readonly outcome: Exclude<ScrobbleOutcome, { kind: 'retry' }> }
  /** A clock is wrong: it waits until some time has passed or the clock was set. */
  | { readonly kind: 'too-new' }
  | { readonly kind: 'account-capped' };

const DAY_SECONDS = 86_400;
const OLDEST_DAYS = 14;

/** Why a play is not even tried. */
export const TOO_OLD = 'older than 14 days, which Last.fm no longer takes';

/** Whether Last.fm would refuse this play for its age; `nowMs` is UNIX milliseconds by its clock. */
export function isTooOld({ timestamp }: QueuedScrobble, nowMs: number): boolean {
  return nowMs / 1000 - timestamp > OLDEST_DAYS * DAY_SECONDS;
}

/** Judges one item; `nowMs` is UNIX milliseconds by the server's clock where it is known. */
export function judge({ timestamp }: QueuedScrobble, answer: ScrobbleItemAnswer, nowMs: number): Verdict {
  const row = ignoredRow(answer.ignoredCode);
  const words = answer.ignoredMessage === null ? '' : ` (Last.fm: ${answer.ignoredMessage})`;
  const ignore = (reason: string): Verdict => ({
    kind: 'settled',
    outcome: { kind: 'ignored', code: answer.ignoredCode, reason: reason + words },
  });
  switch (row.treatment) {
    case 'accepted':
      return { kind: 'settled', outcome: { kind: 'accepted', corrected: answer.corrected } };
    case 'ignored':
      return ignore(row.reason);
    case 'account-capped':
      return { kind: 'account-capped' };
    case 'by-time': {
      // Servers disagree on which of the two codes is which, but not on what is a fortnight old.
      const ageSeconds = nowMs / 1000 - timestamp;
      return ageSeconds > (OLDEST_DAYS / 2) * DAY_SECONDS ? ignore('too old') : { kind: 'too-new' };
    }
  }
}
