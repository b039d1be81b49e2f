import { expect, test } from 'vitest';
import { isNamedKey, keyPresses, type InkKey } from '../../src/ui/key-names.ts';

const none: InkKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  tab: false,
  backspace: false,
  delete: false,
  ctrl: false,
  shift: false,
  meta: false,
};
const names = (input: string, key: Partial<InkKey> = {}) =>
  keyPresses(input, { ...none, ...key }).map(({ name }) => name);

test('names keys as the command table writes them', () => {
  expect(names('j')).toEqual(['j']);
  expect(names('G', { shift: true })).toEqual(['G']);
  expect(names(' ')).toEqual(['Space']);
  expect(names('', { pageDown: true })).toEqual(['PageDown']);
  expect(names('\r', { return: true })).toEqual(['Enter']);
  expect(names('\t', { tab: true })).toEqual(['Tab']);
  expect(names('', { tab: true, shift: true })).toEqual(['Shift-Tab']);
  expect(names('d', { ctrl: true })).toEqual(['Ctrl-d']);
  expect(names('x', { meta: true })).toEqual(['Alt-x']);
});

test('takes a chunk of several keys apart', () => {
  expect(names('10j')).toEqual(['1', '0', 'j']);
  expect(names('a b\r\t\u0004')).toEqual(['a', 'Space', 'b', 'Enter', 'Tab', 'Ctrl-d']);
});

test('keeps what belongs together in one key, and gives its text', () => {
  expect(keyPresses('e\u0301👍🏽', none)).toEqual([
    { name: 'e\u0301', text: 'e\u0301' },
    { name: '👍🏽', text: '👍🏽' },
  ]);
  expect(keyPresses('', { ...none, upArrow: true })).toEqual([{ name: 'Up', text: null }]);
});

test('hears a key once, not again when it is let go', () => {
  expect(names('j', { eventType: 'release' })).toEqual([]);
});

test('tells words for keys from characters to type', () => {
  expect(['Up', 'Ctrl-d', 'Space', 'Shift-Tab'].every(isNamedKey)).toBe(true);
  expect(['gg', 'j', '<'].some(isNamedKey)).toBe(false);
});
