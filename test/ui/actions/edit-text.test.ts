import { expect, test } from 'vitest';
import { editText, pastedLine } from '../../../src/ui/actions/edit-text.ts';

const named = (name: string) => ({ name, text: null });

test('types at the end', () => {
  expect(editText('ab', { name: 'c', text: 'c' })).toBe('abc');
  expect(editText('ab', { name: 'Space', text: ' ' })).toBe('ab ');
});

test('deletes a letter, whatever it is made of', () => {
  expect(editText('ab', named('Backspace'))).toBe('a');
  expect(editText('a👨‍👩‍👧', named('Backspace'))).toBe('a');
  expect(editText('', named('Backspace'))).toBe('');
});

test('deletes a word or a folder of a path, or all', () => {
  expect(editText('one two', named('Ctrl-w'))).toBe('one ');
  expect(editText('/home/me/Music/', named('Ctrl-w'))).toBe('/home/me/');
  expect(editText('one two', named('Ctrl-u'))).toBe('');
});

test('leaves other keys to others', () => {
  expect(editText('ab', named('Up'))).toBeNull();
});

test('makes one line of what is pasted', () => {
  expect(pastedLine('  /home/me/Music\n')).toBe('/home/me/Music');
  expect(pastedLine('a\r\n  b')).toBe('a b');
});
