import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COLUMN_GAP, fitColumns, type Column } from '../../../src/ui/widgets/column-widths.ts';

const text = () => '';
const widths = (columns: readonly Column<unknown>[], width: number) =>
  fitColumns(columns, width).map((fitted) => fitted.width);

test('gives fixed columns their width and shares out the rest', () => {
  const columns = [
    { width: 3, text },
    { width: { share: 3 }, text },
    { width: { share: 1 }, text },
    { width: 7, text },
  ];
  expect(widths(columns, 56)).toEqual([3, 30, 10, 7]);
});

test('leaves a column out where the table is too narrow for it', () => {
  const columns = [
    { width: { share: 1 }, text },
    { width: { share: 1 }, text, from: 70 },
  ];
  expect(widths(columns, 69)).toEqual([69]);
  expect(widths(columns, 70)).toEqual([34, 34]);
});

test('fills the table exactly', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(shares, fc.integer({ min: 30, max: 300 }), (parts, width) => {
      const fitted = widths(
        parts.map((share) => ({ width: { share }, text })),
        width,
      );
      const gaps = COLUMN_GAP * (parts.length - 1);
      expect(fitted.reduce((sum, part) => sum + part, gaps)).toBe(width);
    }),
  );
});
