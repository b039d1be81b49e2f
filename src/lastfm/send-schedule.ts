import { z } from 'zod';
import type { PausedBecause } from '../model/status.ts';
import type { Treatment } from './error-rows.ts';
import { classify } from './errors.ts';
import type { LastfmError } from './lastfm-error.ts';
import type { SenderSchedule } from './scrobble-storage.ts';

/** Why the sender looks at the queue: by itself, for something that happened, or because the user asked. */
export type WakeReason = 'start' | 'timer' | 'play-stored' | 'network-up' | 'signed-in' | 'settings-changed' | 'manual';

/** A failed attempt, as far as the schedule must know it. */
export type SendFailure = {
  readonly treatment: Treatment;
  /** Last.fm's error number, or a word. */
  readonly code: number | string;
  readonly message: string;
  readonly isOffline: boolean;
  readonly retryAfterMs: number | null;
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** A wait longer than any that is ever set comes from a clock that was wrong when it was set. */
const LONGEST_WAIT_MS = 13 * HOUR_MS;
const SHORTEST_WAIT_MS = SECOND_MS;

/** A session that is doubted gets this many tries, over minutes, before the user is asked. */
const SESSION_TRIES = 3;
/** So often an error that nobody has documented is waited out before an item is held to be its cause. */
const UNKNOWN_CODE_TRIES = 3;

const FULL_BATCH = 50;
const PROBE = 10;

/** Nothing went wrong so far. */
export const FREE_SCHEDULE: SenderSchedule = {
  nextAttemptAtMs: null,
  failure: null,
  pausedBecause: null,
  lastError: null,
  lastDeliveredAt: null,
};

const TREATMENTS = [
  'transient',
  'doubt-session',
  'sign-in-again',
  'configuration',
  'check-signature',
  'permanent-item',
  'rate-limited',
  'account-capped',
  'sign-in-only',
  'unknown-code',
] as const satisfies readonly Treatment[];

const PAUSES = [
  'offline',
  'rate-limited',
  'daily-limit',
  'sign-in-again',
  'configuration',
  'disabled',
] as const satisfies readonly PausedBecause[];

const storedSchedule = z.object({
  nextAttemptAtMs: z.number().nullable(),
  failure: z.object({ treatment: z.enum(TREATMENTS), count: z.number() }).nullable(),
  pausedBecause: z.enum(PAUSES).nullable(),
  lastError: z.object({ code: z.union([z.number(), z.string()]), message: z.string(), at: z.number() }).nullable(),
  lastDeliveredAt: z.number().nullable(),
});

/** A schedule as it was stored; `null` for anything else. Never throws. */
export function readSchedule(stored: unknown): SenderSchedule | null {
  return storedSchedule.safeParse(stored).data ?? null;
}

/** What a failed request means for the schedule; `treatment` overrides the one of the error table. */
export function toFailure(error: LastfmError, treatment: Treatment = classify(error).treatment): SendFailure {
  const words = error.serverMessage === null ? '' : ` (${error.serverMessage})`;
  const isOffline = error.httpStatus === null && error.code === null;
  return {
    treatment,
    code: error.code ?? (isOffline ? 'offline' : `http-${error.httpStatus}`),
    message: classify(error).message + words,
    isOffline,
    retryAfterMs: error.retryAfterMs,
  };
}

/** The schedule after a failure; `random` is from 0 to below 1. */
export function afterFailure(
  schedule: SenderSchedule,
  failure: SendFailure,
  { nowMs, random }: { readonly nowMs: number; readonly random: number },
): SenderSchedule {
  const { treatment } = failure;
  const count = schedule.failure?.treatment === treatment ? schedule.failure.count + 1 : 1;
  const { pausedBecause, delayMs } = pauseFor(failure, count, random);
  return {
    ...schedule,
    failure: { treatment, count },
    pausedBecause,
    nextAttemptAtMs: delayMs === null ? null : Math.round(nowMs + Math.max(delayMs, failure.retryAfterMs ?? 0)),
    lastError: { code: failure.code, message: failure.message, at: Math.floor(nowMs / 1000) },
  };
}

/** The schedule after an answer for every item: free again. */
export function afterAnswer(schedule: SenderSchedule, deliveredAt: number | null): SenderSchedule {
  return { ...FREE_SCHEDULE, lastDeliveredAt: deliveredAt ?? schedule.lastDeliveredAt };
}

/** Whether this is a reason to try now. */
export function mayAttempt(schedule: SenderSchedule, reason: WakeReason, nowMs: number): boolean {
  const treatment = schedule.failure?.treatment;
  const isCoolingDown = treatment === 'rate-limited' || treatment === 'account-capped';
  switch (reason) {
    case 'manual':
      return true;
    case 'signed-in':
    case 'settings-changed':
      return !isCoolingDown || waitMs(schedule, nowMs) === 0;
    case 'network-up':
      return treatment === 'transient' || waitMs(schedule, nowMs) === 0;
    case 'start':
      // A new engine may have been given another key.
      return schedule.pausedBecause === 'configuration' || waitMs(schedule, nowMs) === 0;
    case 'timer':
    case 'play-stored':
      return waitMs(schedule, nowMs) === 0;
  }
}

/** How long until the next attempt; `null` when there is none before something happens. */
export function waitMs({ nextAttemptAtMs, pausedBecause }: SenderSchedule, nowMs: number): number | null {
  if (nextAttemptAtMs === null) return pausedBecause === null ? 0 : null;
  const leftMs = nextAttemptAtMs - nowMs;
  return leftMs <= 0 || leftMs > LONGEST_WAIT_MS ? 0 : leftMs;
}

/** How many scrobbles the next request carries: after a cool-down a few, to see whether it is over. */
export function batchSize({ failure }: SenderSchedule): number {
  return failure?.treatment === 'rate-limited' || failure?.treatment === 'account-capped' ? PROBE : FULL_BATCH;
}

/** Whether an undocumented error has been waited out often enough to look for an item that causes it. */
export function isUnknownCodeFinal({ failure }: SenderSchedule): boolean {
  return failure?.treatment === 'unknown-code' && failure.count >= UNKNOWN_CODE_TRIES;
}

type Pause = { readonly pausedBecause: PausedBecause | null; readonly delayMs: number | null };

function pauseFor({ treatment, isOffline }: SendFailure, count: number, random: number): Pause {
  switch (treatment) {
    case 'sign-in-again':
      return { pausedBecause: 'sign-in-again', delayMs: null };
    case 'doubt-session':
      if (count > SESSION_TRIES) return { pausedBecause: 'sign-in-again', delayMs: null };
      return { pausedBecause: null, delayMs: grow(MINUTE_MS, count, HOUR_MS) * (0.5 + random / 2) };
    case 'configuration':
    case 'check-signature':
      return { pausedBecause: 'configuration', delayMs: null };
    case 'rate-limited':
      return { pausedBecause: 'rate-limited', delayMs: grow(MINUTE_MS, count, 6 * HOUR_MS) * (1 + random / 10) };
    case 'account-capped':
      return { pausedBecause: 'daily-limit', delayMs: grow(HOUR_MS, count, 12 * HOUR_MS) * (1 + random / 20) };
    case 'transient':
    case 'unknown-code':
    case 'permanent-item':
    case 'sign-in-only': {
      // Full jitter, so that many players do not come back at once after an outage.
      const delayMs = Math.max(SHORTEST_WAIT_MS, grow(5 * SECOND_MS, count, 30 * MINUTE_MS) * random);
      return { pausedBecause: isOffline ? 'offline' : null, delayMs };
    }
  }
}

function grow(baseMs: number, count: number, mostMs: number): number {
  return Math.min(mostMs, baseMs * 2 ** Math.min(count - 1, 30));
}
