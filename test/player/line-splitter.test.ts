import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter } from '../../src/player/line-splitter.ts';

function split(chunks: readonly Uint8Array[], longestBytes = 1000): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter(longestBytes, (line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

test('lines come out whole wherever the stream was cut', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '語', '😀', ' ', '"'), minLength: 1 });
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(200)), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const places = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].toSorted(
        (a, b) => a - b,
      );
      const chunks = places.map((place, index) => bytes.subarray(place, places[index + 1]));
      expect(split(chunks)).toEqual(lines);
    }),
  );
});

test('a line longer than allowed is cut off, and the next one is whole', () => {
  expect(split([Buffer.from('123456'), Buffer.from('789\nabc\n')], 5)).toEqual(['12345', 'abc']);
});

test('what stands after the last newline comes at the end', () => {
  expect(split([Buffer.from('one\ntwo')])).toEqual(['one', 'two']);
});
