import { expect, test } from 'vitest';
import { formatAmount, formatCount, formatDuration, formatMoment } from '../../src/ui/format.ts';

test('writes durations as minutes and seconds, with hours when there are any', () => {
  expect([0, 59.9, 61, 3599, 3600, 36_061].map(formatDuration)).toEqual([
    '0:00',
    '0:59',
    '1:01',
    '59:59',
    '1:00:00',
    '10:01:01',
  ]);
});

test('leaves an unknown duration blank', () => {
  expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(formatDuration)).toEqual(['', '', '']);
});

test('groups thousands and minds the plural', () => {
  expect([7, 1000, 100_000, 1_234_567].map(formatCount)).toEqual(['7', '1,000', '100,000', '1,234,567']);
  expect([0, 1, 2].map((count) => formatAmount(count, 'track'))).toEqual(['0 tracks', '1 track', '2 tracks']);
});

test('names a moment by its time today, its day this year, and its year before', () => {
  const now = new Date(2026, 4, 14, 18, 30).getTime();
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime() / 1000;
  expect(formatMoment(at(2026, 4, 14, 9, 5), now)).toBe('09:05');
  expect(formatMoment(at(2026, 4, 13, 23, 59), now)).toBe('05-13 23:59');
  expect(formatMoment(at(2025, 11, 31, 0, 0), now)).toBe('2025-12-31 00:00');
});
