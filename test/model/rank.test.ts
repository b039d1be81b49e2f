import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ranksBetween } from '../../src/model/rank.ts';

const bound = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), { nil: null });

test('ranks rise strictly from one neighbour to the other, or there is no room', () => {
  fc.assert(
    fc.property(bound, bound, fc.integer({ min: 0, max: 50 }), (a, b, count) => {
      const isSwapped = a !== null && b !== null && a > b;
      const [before, after] = isSwapped ? [b, a] : [a, b];
      const ranks = ranksBetween(before, after, count);
      if (ranks === null) return before !== null && after !== null;
      expect(ranks).toHaveLength(count);
      for (const [index, rank] of ranks.entries()) {
        expect(rank).toBeGreaterThan(ranks[index - 1] ?? before ?? -Infinity);
        expect(rank).toBeLessThan(ranks[index + 1] ?? after ?? Infinity);
      }
      return true;
    }),
  );
});

test('an empty list gets whole steps', () => {
  expect(ranksBetween(null, null, 2)).toEqual([1_048_576, 2_097_152]);
});

test('a list grows at both ends', () => {
  expect(ranksBetween(1_048_576, null, 1)).toEqual([2_097_152]);
  expect(ranksBetween(null, 1_048_576, 2)).toEqual([-1_048_576, 0]);
});

test('neighbours without a double between them say so', () => {
  expect(ranksBetween(1, 1 + Number.EPSILON, 1)).toBeNull();
  expect(ranksBetween(1, 1, 1)).toBeNull();
  expect(ranksBetween(2, 1, 1)).toBeNull();
});

test('an end too far out to step beyond says so', () => {
  expect(ranksBetween(2 ** 80, null, 1)).toBeNull();
  expect(ranksBetween(null, -(2 ** 80), 1)).toBeNull();
});

test('an entry can be put in the same place 50 times before renumbering', () => {
  let after = 2_097_152;
  let times = 0;
  for (;;) {
    const [rank] = ranksBetween(1_048_576, after, 1) ?? [];
    if (rank === undefined) break;
    after = rank;
    times += 1;
  }
  expect(times).toBeGreaterThanOrEqual(50);
});

test('a hundred thousand ranks fit between neighbours a step apart', () => {
  expect(ranksBetween(1_048_576, 2_097_152, 100_000)).toHaveLength(100_000);
});
