import { expect, test } from 'vitest';
import { modeLetters } from '../../src/ui/mode-letters.ts';

const queue = { length: 0, index: -1, repeat: 'off', shuffle: 'off', consume: false, revision: 1 } as const;

test('shows each mode as the letter of its key, a capital for its second kind', () => {
  expect(modeLetters(queue)).toBe('[---]');
  expect(modeLetters({ ...queue, repeat: 'all', shuffle: 'tracks', consume: true })).toBe('[rzc]');
  expect(modeLetters({ ...queue, repeat: 'one', shuffle: 'albums' })).toBe('[RZ-]');
});
