import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortenStyles } from '../../src/ui/shorten-styles.ts';

const style = (...codes: readonly number[]) => `\u001B[${codes.join(';')}m`;

/** Each character with the styles it is drawn in: what a terminal makes of a text. */
function draw(text: string): readonly string[] {
  const ends: Readonly<Record<number, readonly number[]>> = {
    22: [1, 2],
    27: [7],
    39: [31, 32, 36],
  };
  let on = new Set<number>();
  const cells: string[] = [];
  for (const [part, codes] of text.matchAll(new RegExp(String.raw`\u001B\[([\d;]*)m|[^\u001B]`, 'g'))) {
    if (codes === undefined) cells.push(`${part}:${[...on].toSorted((one, other) => one - other).join(',')}`);
    for (const code of codes?.split(';').map(Number) ?? []) {
      if (code === 0) on = new Set();
      else if (ends[code] !== undefined) on = on.difference(new Set(ends[code]));
      else on = (code > 30 ? on.difference(new Set(ends[39])) : on).union(new Set([code]));
    }
  }
  return cells;
}

test('drops styles in which nothing is drawn', () => {
  expect(shortenStyles(`${style(1)}${style(32)}${style(39)}${style(22)}3 / 4:01`)).toBe('3 / 4:01');
});

test('makes one of several in a row, and ends them all at once', () => {
  expect(shortenStyles(`${style(1)}${style(36)}x${style(39)}${style(22)}y`)).toBe('\u001B[1;36mx\u001B[my');
});

test('keeps bold when only dim ends, though both have the same end', () => {
  expect(shortenStyles(`${style(1)}a${style(2)}b${style(22)}${style(1)}c${style(22)}`)).toBe(
    '\u001B[1ma\u001B[2mb\u001B[22;1mc\u001B[m',
  );
});

test('leaves what it does not know as it is', () => {
  const rich = `${style(38, 5, 200)}x${style(39)}`;
  expect(shortenStyles(rich)).toBe(rich);
});

test('looks the same on the terminal, and is never longer', () => {
  const part = fc.oneof(
    fc.constantFrom(1, 2, 7, 22, 27, 31, 32, 36, 39).map((code) => style(code)),
    fc.constantFrom('a', 'b', '\n'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('') + style(22, 27, 39);
      expect(draw(shortenStyles(text))).toEqual(draw(text));
      expect(shortenStyles(text).length).toBeLessThanOrEqual(text.length);
    }),
  );
});
