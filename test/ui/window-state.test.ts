import fc from 'fast-check';
import { expect, test } from 'vitest';
import { initialState, reduceWindow, scrollTo } from '../../src/ui/window-state.ts';

const start = initialState({ columns: 80, rows: 24 });

test('opens with the library, at the top, with nothing over it', () => {
  expect(start).toMatchObject({ view: 'library', column: 'artists', search: null, prompt: null, overlay: null });
});

test('closes prompt and overlay when another view opens', () => {
  const helping = reduceWindow(start, { type: 'overlaid', overlay: { kind: 'help', query: '' } });
  expect(reduceWindow(helping, { type: 'view-opened', view: 'queue' })).toMatchObject({ view: 'queue', overlay: null });
});

test('goes to the top of albums and tracks when another artist is selected, not when the view only scrolls', () => {
  const deep = {
    ...start,
    cursors: { ...start.cursors, albums: { index: 3, top: 0 }, tracks: { index: 7, top: 2 } },
  };
  const moved = reduceWindow(deep, { type: 'cursor-placed', list: 'artists', index: 1, rows: 10 });
  expect(moved.cursors).toMatchObject({ albums: { index: 0 }, tracks: { index: 0, top: 0 } });
  const scrolled = reduceWindow(deep, { type: 'cursor-placed', list: 'artists', index: 0, rows: 5 });
  expect(scrolled).toBe(deep);
});

test('stays the same object when nothing changes', () => {
  expect(reduceWindow(start, { type: 'cursor-placed', list: 'queue', index: 0, rows: 10 })).toBe(start);
  expect(reduceWindow(start, { type: 'keys-typed', keys: start.keys })).toBe(start);
});

test('keeps the last fifty notices, newest first', () => {
  let state = start;
  for (let atMs = 1; atMs <= 60; atMs++) {
    state = reduceWindow(state, { type: 'noticed', notice: { level: 'info', message: 'm', hint: null, atMs } });
  }
  expect([state.notices.length, state.notices[0]?.atMs, state.notices.at(-1)?.atMs]).toEqual([50, 60, 11]);
  expect(reduceWindow(state, { type: 'notice-hidden' })).toMatchObject({
    isNoticeShown: false,
    notices: state.notices,
  });
});

test('scrolls no more than it must', () => {
  expect(scrollTo({ index: 0, top: 0 }, 9, 10)).toEqual({ index: 9, top: 0 });
  expect(scrollTo({ index: 9, top: 0 }, 10, 10)).toEqual({ index: 10, top: 1 });
  expect(scrollTo({ index: 10, top: 5 }, 4, 10)).toEqual({ index: 4, top: 4 });
});

test('whatever happened before, the selected row is in sight', () => {
  const natural = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(natural, natural, natural, fc.integer({ min: 1, max: 60 }), (index, top, next, rows) => {
      const cursor = scrollTo({ index, top }, next, rows);
      expect(cursor.top).toBeGreaterThanOrEqual(0);
      expect(cursor.index - cursor.top).toBeGreaterThanOrEqual(0);
      expect(cursor.index - cursor.top).toBeLessThan(rows);
    }),
  );
});
