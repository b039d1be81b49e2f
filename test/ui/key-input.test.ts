import { expect, test } from 'vitest';
import { allCommands } from '../../src/commands/all.ts';
import { NO_KEYS, pressKey, shownKeys, type KeyOutcome } from '../../src/ui/key-input.ts';
import { buildKeymap } from '../../src/ui/keymap.ts';

const keymap = buildKeymap(allCommands);

/** Presses keys `gapMs` apart and hands back every outcome as `command`, `command×count`, and `!` where digits are taken back. */
function type(keys: readonly string[], gapMs = 100): { readonly ran: readonly string[]; readonly shown: string } {
  let outcome: KeyOutcome = { input: NO_KEYS, bound: null, count: null, takesBack: false };
  let atMs = 1_000_000;
  const ran: string[] = [];
  for (const key of keys) {
    outcome = pressKey(outcome.input, { key, atMs }, keymap, ['library', 'list', 'global']);
    atMs += gapMs;
    if (outcome.takesBack) ran.push('!');
    if (outcome.bound !== null) ran.push(outcome.bound.id + (outcome.count === null ? '' : `×${outcome.count}`));
  }
  return { ran, shown: shownKeys(outcome.input) };
}

test('runs single keys and sequences', () => {
  expect(type(['j'])).toEqual({ ran: ['window.down'], shown: '' });
  expect(type(['g'])).toEqual({ ran: [], shown: 'g' });
  expect(type(['g', 'g'])).toEqual({ ran: ['window.top'], shown: '' });
});

test('forgets a sequence that leads nowhere, and one that Esc ends', () => {
  expect(type(['g', 'x', 'j']).ran).toEqual(['window.down']);
  expect(type(['g', 'Esc', 'g'])).toEqual({ ran: [], shown: 'g' });
});

test('takes digits without a meaning of their own as a count, however slowly typed', () => {
  expect(type(['7', 'j'], 5000).ran).toEqual(['window.down×7']);
  expect(type(['9', '9'])).toEqual({ ran: [], shown: '99' });
  expect(type(['8', '0', 'G']).ran).toEqual(['window.bottom×80']);
  expect(type(['6', 'g', 'g']).ran).toEqual(['window.top×6']);
});

test('opens a view at once, and takes that back when the digits were a count', () => {
  expect(type(['2']).ran).toEqual(['window.queue']);
  expect(type(['1', '0', 'j']).ran).toEqual(['window.library', '!', 'window.down×10']);
  expect(type(['2', '5', 'j']).ran).toEqual(['window.queue', 'window.lastfm', '!', 'window.down×25']);
});

test('moves one row after a view key: a single digit that opens a view is no count', () => {
  expect(type(['2', 'j']).ran).toEqual(['window.queue', 'window.down']);
});

test('takes digits typed slowly as views, one after the other', () => {
  expect(type(['2', '5', 'j'], 900).ran).toEqual(['window.queue', 'window.lastfm', 'window.down']);
});

test('restarts the track with 0 on its own', () => {
  expect(type(['0']).ran).toEqual(['playback.seek']);
  expect(type(['1', '0'], 900).ran).toEqual(['window.library', 'playback.seek']);
});

test('drops a count before a key that takes none', () => {
  expect(type(['7', 's']).ran).toEqual(['playback.stop']);
  expect(type(['7', 's', 'j']).ran).toEqual(['playback.stop', 'window.down']);
});

test('keeps a count to six digits', () => {
  expect(type(['9', '9', '9', '9', '9', '9', '9', '9', 'j']).ran).toEqual(['window.down×999999']);
});
