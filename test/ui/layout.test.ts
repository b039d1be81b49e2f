import { expect, test } from 'vitest';
import { layoutOf } from '../../src/ui/layout.ts';

test('divides a terminal into tabs, body, message and strip', () => {
  expect(layoutOf({ columns: 80, rows: 24 })).toMatchObject({ isTooSmall: false, bodyRows: 19, listRows: 17 });
});

test('shows three columns from 100 cells on, and they fill the width', () => {
  expect(layoutOf({ columns: 99, rows: 24 })).toMatchObject({ isWide: false, columnWidths: [99, 99, 99] });
  expect(layoutOf({ columns: 100, rows: 24 })).toMatchObject({ isWide: true, columnWidths: [28, 34, 38] });
});

test('is usable from 60×16 on', () => {
  expect(layoutOf({ columns: 60, rows: 16 })).toMatchObject({ isTooSmall: false, listRows: 9, waitingRows: 2 });
  expect(layoutOf({ columns: 59, rows: 16 }).isTooSmall).toBe(true);
  expect(layoutOf({ columns: 60, rows: 15 }).isTooSmall).toBe(true);
});
