import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader } from '../../src/ipc/lines.ts';

describe('reading lines', () => {
  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))),
        fc.array(fc.nat({ max: 40 })),
        (lines, cuts) => {
          const read = createLineReader(10_000);
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const found: string[] = [];
          let start = 0;
          for (const size of [...cuts, bytes.length]) {
            for (const item of read(bytes.subarray(start, start + size))) if ('line' in item) found.push(item.line);
            start += size;
          }
          expect(found).toEqual(lines);
        },
      ),
    );
  });

  it('leaves out a line that is too long, and goes on with the next', () => {
    const read = createLineReader(5);
    expect(read(Buffer.from('1234'))).toEqual([]);
    expect(read(Buffer.from('56'))).toEqual([]);
    expect(read(Buffer.from('7\n12345\nab\n'))).toEqual([{ isTooLong: true }, { line: '12345' }, { line: 'ab' }]);
  });
});
