import { expect, test } from 'vitest';
import { fitHints, hintsOf } from '../../src/ui/hints.ts';

const words = (view: Parameters<typeof hintsOf>[0]) => hintsOf(view).map(({ key, words }) => `${key} ${words}`);

test('names the keys of a view from the command table', () => {
  expect(words('library').slice(0, 4)).toEqual(['Enter play', 'a append', 'E next', 'l into']);
  expect(words('queue').slice(0, 4)).toEqual(['Enter play', 'd remove', 'D clear', 'J move']);
  expect(words('lastfm').slice(0, 2)).toEqual(['c connect', 'R retry']);
});

test('shows as many as fit', () => {
  const hints = [
    { key: 'a', words: 'one' },
    { key: 'b', words: 'two' },
  ];
  expect(fitHints(hints, 12)).toHaveLength(2);
  expect(fitHints(hints, 11)).toHaveLength(1);
  expect(fitHints(hints, 4)).toHaveLength(0);
});
