import { describe, expect, it } from 'vitest';
import type { Treatment } from '../../src/lastfm/error-rows.ts';
import type { SenderSchedule } from '../../src/lastfm/scrobble-storage.ts';
import {
  afterAnswer,
  afterFailure,
  batchSize,
  FREE_SCHEDULE,
  isUnknownCodeFinal,
  mayAttempt,
  readSchedule,
  type SendFailure,
  waitMs,
  type WakeReason,
} from '../../src/lastfm/send-schedule.ts';

const NOW_MS = 1_700_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function fail(treatment: Treatment, overrides: Partial<SendFailure> = {}): SendFailure {
  return { treatment, code: 8, message: 'no', isOffline: false, retryAfterMs: null, ...overrides };
}

function failTimes(failure: SendFailure, times: number, random = 0.999_999): SenderSchedule {
  let schedule = FREE_SCHEDULE;
  for (let i = 0; i < times; i += 1) schedule = afterFailure(schedule, failure, { nowMs: NOW_MS, random });
  return schedule;
}

function delaysOf(failure: SendFailure, times: number, random?: number): (number | null)[] {
  return Array.from({ length: times }, (_, i) => {
    const { nextAttemptAtMs } = failTimes(failure, i + 1, random);
    return nextAttemptAtMs === null ? null : nextAttemptAtMs - NOW_MS;
  });
}

describe('the wait after a failure', () => {
  it('doubles from five seconds to half an hour', () => {
    expect(delaysOf(fail('transient'), 11)).toEqual([
      5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 639_999, 1_279_999, 1_799_998, 1_799_998,
    ]);
  });

  it('is anywhere in that range, at least a second', () => {
    expect(delaysOf(fail('transient'), 4, 0)).toEqual([1_000, 1_000, 1_000, 1_000]);
    expect(delaysOf(fail('transient'), 4, 0.5)).toEqual([2_500, 5_000, 10_000, 20_000]);
  });

  it('is at least as long as the server asked for', () => {
    expect(delaysOf(fail('transient', { retryAfterMs: 600_000 }), 1)).toEqual([600_000]);
    expect(delaysOf(fail('rate-limited', { retryAfterMs: 10 }), 1, 0)).toEqual([60_000]);
  });

  it('is a minute and more for too many requests, up to six hours', () => {
    const delays = delaysOf(fail('rate-limited'), 11, 0);
    expect(delays.slice(0, 3)).toEqual([MINUTE, 2 * MINUTE, 4 * MINUTE]);
    expect(delays.at(-1)).toBe(6 * HOUR);
    expect(failTimes(fail('rate-limited'), 1).pausedBecause).toBe('rate-limited');
  });

  it('is an hour and more for the daily limit, up to twelve', () => {
    expect(delaysOf(fail('account-capped'), 6, 0)).toEqual([HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, 12 * HOUR]);
    expect(failTimes(fail('account-capped'), 1).pausedBecause).toBe('daily-limit');
  });

  it('is three times some minutes for a doubted session, then the user is asked', () => {
    expect(delaysOf(fail('doubt-session'), 4, 0)).toEqual([30_000, 60_000, 120_000, null]);
    expect(failTimes(fail('doubt-session'), 3).pausedBecause).toBeNull();
    expect(failTimes(fail('doubt-session'), 4).pausedBecause).toBe('sign-in-again');
  });

  it.each([
    ['sign-in-again', 'sign-in-again'],
    ['configuration', 'configuration'],
    ['check-signature', 'configuration'],
  ] as const)('never ends by itself for %s', (treatment, pausedBecause) => {
    expect(failTimes(fail(treatment), 1)).toMatchObject({ nextAttemptAtMs: null, pausedBecause });
  });

  it('says offline only when no answer came', () => {
    expect(failTimes(fail('transient', { isOffline: true, code: 'offline' }), 1)).toMatchObject({
      pausedBecause: 'offline',
      lastError: { code: 'offline', message: 'no', at: NOW_MS / 1000 },
    });
    expect(failTimes(fail('transient'), 1).pausedBecause).toBeNull();
  });

  it('begins anew for another kind of failure, and after an answer', () => {
    const other = afterFailure(failTimes(fail('transient'), 8), fail('rate-limited'), { nowMs: NOW_MS, random: 0 });
    expect(other.nextAttemptAtMs).toBe(NOW_MS + MINUTE);
    expect(afterAnswer(failTimes(fail('transient'), 8), 77)).toEqual({ ...FREE_SCHEDULE, lastDeliveredAt: 77 });
    expect(afterAnswer({ ...FREE_SCHEDULE, lastDeliveredAt: 5 }, null).lastDeliveredAt).toBe(5);
  });
});

describe('a reason to try', () => {
  const reasons: readonly WakeReason[] = [
    'start',
    'timer',
    'play-stored',
    'network-up',
    'signed-in',
    'settings-changed',
    'manual',
  ];
  it.each([
    ['nothing wrong', FREE_SCHEDULE, reasons],
    ['backing off', failTimes(fail('transient'), 3), ['network-up', 'signed-in', 'settings-changed', 'manual']],
    ['a cool-down', failTimes(fail('rate-limited'), 1), ['manual']],
    ['the daily limit', failTimes(fail('account-capped'), 1), ['manual']],
    ['a dead session', failTimes(fail('sign-in-again'), 1), ['signed-in', 'settings-changed', 'manual']],
    ['a wrong key', failTimes(fail('configuration'), 1), ['start', 'signed-in', 'settings-changed', 'manual']],
  ] as const)('with %s', (_, schedule, expected) => {
    expect(reasons.filter((reason) => mayAttempt(schedule, reason, NOW_MS))).toEqual(expected);
  });

  it('is there when the time has come, and when a clock that was wrong set the time', () => {
    const schedule = failTimes(fail('account-capped'), 1, 0);
    expect(waitMs(schedule, NOW_MS + HOUR - 1)).toBe(1);
    expect(mayAttempt(schedule, 'timer', NOW_MS + HOUR)).toBe(true);
    expect(waitMs(schedule, NOW_MS - 24 * HOUR)).toBe(0);
  });
});

describe('the next batch', () => {
  it('is small after a cool-down', () => {
    expect(batchSize(FREE_SCHEDULE)).toBe(50);
    expect(batchSize(failTimes(fail('transient'), 3))).toBe(50);
    expect(batchSize(failTimes(fail('rate-limited'), 1))).toBe(10);
    expect(batchSize(failTimes(fail('account-capped'), 1))).toBe(10);
  });

  it('may be blamed for an undocumented error after three tries', () => {
    expect(isUnknownCodeFinal(failTimes(fail('unknown-code'), 2))).toBe(false);
    expect(isUnknownCodeFinal(failTimes(fail('unknown-code'), 3))).toBe(true);
  });
});

describe('a stored schedule', () => {
  it('is read back as it was', () => {
    const schedule = failTimes(fail('rate-limited'), 2);
    expect(readSchedule(JSON.parse(JSON.stringify(schedule)))).toEqual(schedule);
  });

  it.each([null, 7, {}, { ...FREE_SCHEDULE, pausedBecause: 'bored' }])('of nonsense is none: %j', (stored) => {
    expect(readSchedule(stored)).toBeNull();
  });
});
