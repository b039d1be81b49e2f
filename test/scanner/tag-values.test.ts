import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf, dateOf, numberWithin, repairLatin1, textOf, textsOf, uuidOf } from '../../src/scanner/tag-values.ts';

describe('texts', () => {
  test('are cleaned, composed and trimmed; nothing left is null', () => {
    expect(textOf('  Cafe\u0301\u0000\u001b[2J \u200b')).toBe('Café[2J');
    expect(textOf(' \u0007 ')).toBeNull();
    expect(textOf(undefined)).toBeNull();
    expect(textOf(42)).toBeNull();
  });

  test('end after 1,000 characters, never in the middle of one', () => {
    expect(textOf('x'.repeat(5000))).toHaveLength(1000);
    const notes = textOf(`x${'🎵'.repeat(5000)}`) ?? '';
    expect(notes).toBe(`x${'🎵'.repeat(499)}`);
  });

  test('of a list come once each', () => {
    expect(textsOf(['Rock', ' Rock', '', 'Pop', null])).toEqual(['Rock', 'Pop']);
  });

  test('that are any text at all stay on one line and hold no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(textOf(text) ?? '').not.toMatch(/[\p{Cc}\p{Surrogate}]/u);
      }),
    );
  });
});

test.each([
  [3, 3],
  [0, null],
  [-1, null],
  [1.5, null],
  [Number.NaN, null],
  [1e9, null],
  ['3', null],
])('the count %s is %s', (value, count) => {
  expect(countOf(value)).toBe(count);
});

test.each([
  ['2001', '2001'],
  ['2001-05', '2001-05'],
  ['2001-05-14', '2001-05-14'],
  ['2001-05-14T12:00:00Z', '2001-05-14'],
  ['2001/05/14', '2001-05-14'],
  ['20010514', '2001-05-14'],
  ['2001-00-00', '2001'],
  ['2001-13-01', '2001'],
  ['2001-05-32', '2001-05'],
  ['14.05.2001', '2001'],
  ['May 2001', '2001'],
  ['0000', null],
  ['12345', null],
  ['soon', null],
  [2001, null],
])('the date %s is %s', (value, date) => {
  expect(dateOf(value)).toBe(date);
});

describe('numbers', () => {
  test.each([
    ['-7.89 dB', -7.89],
    ['+0.5dB', 0.5],
    ['-7,5 dB', -7.5],
    ['−7.5 dB', -7.5],
    [3, 3],
    ['loud', null],
    ['1e9', null],
    [null, null],
  ])('%s is %s', (value, number) => {
    expect(numberWithin(value, -64, 64)).toBe(number);
  });
});

describe('MusicBrainz ids', () => {
  test('are the first UUID, in lower case', () => {
    const id = 'ABCDEF01-2345-6789-abcd-ef0123456789';
    expect(uuidOf(id)).toBe(id.toLowerCase());
    expect(uuidOf([`${id}/00000000-0000-0000-0000-000000000000`, 'x'])).toBe(id.toLowerCase());
    expect(uuidOf('not an id')).toBeNull();
    expect(uuidOf([])).toBeNull();
  });
});

describe('Latin-1', () => {
  test('that is UTF-8 is read as such', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(repairLatin1(Buffer.from(text).toString('latin1'))).toBe(text);
      }),
    );
  });

  test('that is nothing else stays', () => {
    expect(repairLatin1('Café')).toBe('Café');
    expect(repairLatin1('Ünïcödé ÿ')).toBe('Ünïcödé ÿ');
    expect(repairLatin1('夜 é')).toBe('夜 é');
  });
});
