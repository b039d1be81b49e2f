import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanForDisplay, cleanTag } from '../../src/model/clean-text.ts';

describe('text from outside', () => {
  it('loses what could control a terminal, and keeps its words', () => {
    expect(cleanForDisplay('\u001b]0;pwned\u0007\u001b[2JHello')).toBe(']0;pwned[2JHello');
    expect(cleanForDisplay('one\r\ntwo\tthree')).toBe('one two three');
    expect(cleanForDisplay('a\u202eb\u2066c\u009bd')).toBe('abcd');
  });

  it('keeps emoji that are joined, and right-to-left words', () => {
    expect(cleanForDisplay('👩‍🚀 שלום العربية 宇多田')).toBe('👩‍🚀 שלום العربية 宇多田');
  });

  it('never holds a control character, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanForDisplay(text)).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028\u2029]/u);
      }),
    );
  });

  it('is stored composed, trimmed and without invisible characters; nothing is null', () => {
    expect(cleanTag(' The Black Keys\u200b\u00a0')).toBe('The Black Keys');
    expect(cleanTag('Bjo\u0308rk')).toBe('Björk');
    expect(cleanTag(' \u200b\u0000 ')).toBeNull();
    expect(cleanTag(null)).toBeNull();
  });
});
