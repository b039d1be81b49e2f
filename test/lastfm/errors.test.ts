import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/lastfm/answer.ts';
import { ERROR_ROWS, HTTP_ROWS, NO_ANSWER, type Treatment } from '../../src/lastfm/error-rows.ts';
import { classify, toAppError } from '../../src/lastfm/errors.ts';
import { LastfmError } from '../../src/lastfm/lastfm-error.ts';

/** What each number must lead to, written out on its own so that a row cannot change quietly. */
const EXPECTED: readonly (readonly [code: number, message: string, treatment: Treatment])[] = [
  [2, '', 'transient'],
  [3, '', 'configuration'],
  [4, '', 'doubt-session'],
  [5, '', 'configuration'],
  [6, '', 'permanent-item'],
  [7, '', 'permanent-item'],
  [8, '', 'transient'],
  [9, '', 'sign-in-again'],
  [10, '', 'configuration'],
  [11, '', 'transient'],
  [12, '', 'configuration'],
  [13, '', 'check-signature'],
  [14, '', 'sign-in-only'],
  [15, '', 'sign-in-only'],
  [16, 'Error applying mutate to radb', 'transient'],
  [17, '', 'configuration'],
  [18, '', 'permanent-item'],
  [20, '', 'permanent-item'],
  [21, '', 'permanent-item'],
  [22, '', 'permanent-item'],
  [23, '', 'permanent-item'],
  [24, '', 'permanent-item'],
  [25, '', 'permanent-item'],
  [26, '', 'configuration'],
  [27, '', 'configuration'],
  [29, 'Too many scrobbles in a short period. Please try again later.', 'account-capped'],
  [29, 'Rate Limit Exceded - Your IP has made too many requests in a short period', 'rate-limited'],
  [1, '', 'unknown-code'],
  [19, '', 'unknown-code'],
  [28, '', 'unknown-code'],
  [30, '', 'unknown-code'],
  [4242, '', 'unknown-code'],
];

function answered(httpStatus: number, text: string): LastfmError {
  try {
    readAnswer({ httpStatus, text, dateHeader: null, retryAfterHeader: null }, []);
  } catch (error) {
    if (error instanceof LastfmError) return error;
  }
  throw new Error('expected a LastfmError');
}

describe('an error number', () => {
  it.each(EXPECTED)('%i %s leads to %s %s', (code, message, treatment) => {
    for (const httpStatus of [200, 400, 403, 500]) {
      expect(classify(answered(httpStatus, JSON.stringify({ error: code, message }))).treatment).toBe(treatment);
    }
  });

  it('of every row of the table is in the list above', () => {
    expect(ERROR_ROWS.map(({ code }) => code)).toEqual(
      EXPECTED.map(([code]) => code).filter((code) => ERROR_ROWS.some((row) => row.code === code)),
    );
  });

  it.each([2, 8, 11, 16, 19])('%i leaves open whether it happened', (code) => {
    expect(answered(200, JSON.stringify({ error: code, message: '' })).outcome).toBe('unknown');
  });

  it.each([4, 6, 9, 10, 13, 26, 29])('%i says that nothing happened', (code) => {
    expect(answered(200, JSON.stringify({ error: code, message: '' })).outcome).toBe('refused');
  });
});

describe('an answer without an error number', () => {
  it.each([
    [200, '', 'transient'],
    [200, '<html>', 'transient'],
    [204, '', 'transient'],
    [302, '', 'transient'],
    [400, '<html>', 'transient'],
    [401, '', 'doubt-session'],
    [403, '<html>', 'doubt-session'],
    [404, '<html>', 'transient'],
    [406, '<html>', 'transient'],
    [413, '', 'permanent-item'],
    [429, '', 'rate-limited'],
    [500, '<html>openresty', 'transient'],
    [502, '', 'transient'],
    [503, '{"some":"thing"}', 'transient'],
    [504, '{', 'transient'],
  ] as const)('is judged by its status: %i %s → %s', (httpStatus, text, treatment) => {
    expect(classify(answered(httpStatus, text)).treatment).toBe(treatment);
  });

  it('has a row for every status that there is', () => {
    const uncovered = Array.from({ length: 400 }, (_, i) => 200 + i).filter(
      (status) => !HTTP_ROWS.some(({ from, to }) => status >= from && status <= to),
    );
    expect(uncovered).toEqual([]);
  });

  it('is no answer when nothing came', () => {
    expect(classify(new LastfmError({ code: null, httpStatus: null, outcome: 'unknown' }))).toBe(NO_ANSWER);
  });
});

describe("the user's words", () => {
  it("carry Last.fm's own and a hint", () => {
    const shown = toAppError(answered(403, '{"error":9,"message":"Invalid session key"}'));
    expect([shown.code, shown.message, shown.hint]).toEqual([
      'not-signed-in',
      'Last.fm no longer knows this sign-in. (Invalid session key)',
      'Sign in again: tonearm lastfm login. The plays that wait are kept.',
    ]);
  });

  it.each([
    [10, 'not-configured'],
    [13, 'not-configured'],
    [4, 'not-signed-in'],
    [11, 'lastfm'],
    [6, 'lastfm'],
  ] as const)('of %i come with the code %s', (code, expected) => {
    expect(toAppError(answered(200, JSON.stringify({ error: code, message: '' }))).code).toBe(expected);
  });
});
