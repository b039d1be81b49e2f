import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { cutText, fitText } from '../../src/ui/fit-text.ts';

test('fills short text with spaces on the side it does not lean to', () => {
  expect(fitText('abc', 5)).toBe('abc  ');
  expect(fitText('3:05', 6, 'right')).toBe('  3:05');
});

test('cuts long text with an ellipsis', () => {
  expect(fitText('A long title', 8)).toBe('A long …');
});

test('never lets half of a wide character stand: the cell is blank instead', () => {
  expect(fitText('日本語', 4)).toBe('日… ');
  expect(fitText('日本語', 5)).toBe('日本…');
});

test('counts combining marks and emoji as terminals do', () => {
  expect(fitText('e\u0301', 3)).toBe('e\u0301  ');
  expect(fitText('👨‍👩‍👧', 3)).toBe('👨‍👩‍👧 ');
});

test('takes escapes and line breaks out of hostile text', () => {
  expect(fitText('\u001B]0;pwned\u0007\u001B[2Jx\ny', 12)).toBe(']0;pwned[2J…');
  expect(cutText('a\nb', 9)).toBe('a b');
});

test('shows nothing where there is no room', () => {
  expect(cutText('abc', 0)).toBe('');
  expect(fitText('abc', 0)).toBe('');
});

test('whatever the text, it takes exactly the cells it was given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, width) => {
      expect(stringWidth(fitText(text, width))).toBe(width);
    }),
  );
});
