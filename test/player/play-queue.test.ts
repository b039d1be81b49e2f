import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RepeatMode } from '../../src/model/status.ts';
import {
  addEntries,
  clearEntries,
  currentEntry,
  emptyPlayQueue,
  indexOfEntry,
  moveEntry,
  nextEntry,
  previousEntry,
  removeEntries,
  setCurrent,
  setRepeat,
} from '../../src/player/play-queue.ts';
import type { PlayQueue, QueueEntry } from '../../src/player/play-queue.ts';

const entry = (entryId: number): QueueEntry => ({ entryId, path: `/m/${entryId}.flac`, trackId: null });
const queueOf = (ids: readonly number[], currentId: number | null = null, repeat: RepeatMode = 'off'): PlayQueue => ({
  entries: ids.map(entry),
  currentId,
  repeat,
});
const idsOf = (queue: PlayQueue): number[] => queue.entries.map(({ entryId }) => entryId);

describe('against a list that is changed by hand', () => {
  type Naive = { ids: number[]; current: number | null; repeat: RepeatMode };
  type Step =
    | { readonly kind: 'add'; readonly count: number; readonly isNext: boolean }
    | { readonly kind: 'remove'; readonly picks: readonly number[] }
    | { readonly kind: 'move' | 'current'; readonly pick: number; readonly to: number }
    | { readonly kind: 'repeat'; readonly repeat: RepeatMode }
    | { readonly kind: 'clear' | 'advance' | 'none' };

  const pick = fc.nat(1000);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), count: fc.nat(5), isNext: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('remove' as const), picks: fc.array(pick, { maxLength: 4 }) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom('move' as const, 'current' as const), pick, to: fc.nat(20) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('repeat' as const),
        repeat: fc.constantFrom<RepeatMode>('off', 'all', 'one'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('clear' as const, 'advance' as const, 'none' as const) }),
    },
  );

  function naiveNext({ ids, current, repeat }: Naive, isAutomatic: boolean): number | null {
    if (ids.length === 0) return null;
    if (current === null) return ids[0] ?? null;
    if (isAutomatic && repeat === 'one') return current;
    const last = ids.indexOf(current) === ids.length - 1;
    if (last) return repeat === 'all' ? (ids[0] ?? null) : null;
    return ids[ids.indexOf(current) + 1] ?? null;
  }

  function naivePrevious({ ids, current, repeat }: Naive): number | null {
    if (ids.length === 0) return null;
    if (current === null) return ids[ids.length - 1] ?? null;
    const at = ids.indexOf(current);
    if (at === 0) return repeat === 'all' ? (ids[ids.length - 1] ?? null) : null;
    return ids[at - 1] ?? null;
  }

  test('every change gives the same order, current entry and neighbours', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let queue = emptyPlayQueue;
        const naive: Naive = { ids: [], current: null, repeat: 'off' };
        let nextId = 1;
        for (const step of steps) {
          const picked = (at: number): number | undefined => naive.ids[at % Math.max(naive.ids.length, 1)];
          if (step.kind === 'add') {
            const added = Array.from({ length: step.count }, () => nextId++);
            const at = step.isNext
              ? naive.current === null
                ? 0
                : naive.ids.indexOf(naive.current) + 1
              : naive.ids.length;
            naive.ids.splice(at, 0, ...added);
            queue = addEntries(queue, added.map(entry), step.isNext ? 'after-current' : 'end');
          } else if (step.kind === 'remove') {
            const gone = step.picks.map(picked).filter((id) => id !== undefined);
            for (const id of new Set(gone)) {
              const at = naive.ids.indexOf(id);
              naive.ids.splice(at, 1);
              if (naive.current === id) naive.current = naive.ids[at] ?? null;
            }
            queue = removeEntries(queue, gone);
          } else if (step.kind === 'move') {
            const id = picked(step.pick);
            if (id === undefined) continue;
            naive.ids.splice(naive.ids.indexOf(id), 1);
            naive.ids.splice(Math.max(step.to - 1, 0), 0, id);
            queue = moveEntry(queue, id, step.to);
          } else if (step.kind === 'current') {
            naive.current = picked(step.pick) ?? null;
            queue = setCurrent(queue, naive.current);
          } else if (step.kind === 'repeat') {
            naive.repeat = step.repeat;
            queue = setRepeat(queue, step.repeat);
          } else if (step.kind === 'clear') {
            naive.ids = [];
            naive.current = null;
            queue = clearEntries(queue);
          } else if (step.kind === 'advance') {
            naive.current = naiveNext(naive, true);
            queue = setCurrent(queue, nextEntry(queue, { isAutomatic: true })?.entryId ?? null);
          } else {
            naive.current = null;
            queue = setCurrent(queue, null);
          }
          expect(idsOf(queue)).toEqual(naive.ids);
          expect(queue.currentId).toBe(naive.current);
          expect(currentEntry(queue)?.entryId ?? null).toBe(naive.current);
          expect(indexOfEntry(queue, naive.current)).toBe(naive.ids.indexOf(naive.current ?? -1));
          expect(nextEntry(queue, { isAutomatic: true })?.entryId ?? null).toBe(naiveNext(naive, true));
          expect(nextEntry(queue, { isAutomatic: false })?.entryId ?? null).toBe(naiveNext(naive, false));
          expect(previousEntry(queue)?.entryId ?? null).toBe(naivePrevious(naive));
        }
      }),
    );
  });
});

test('removing several, the current one among them, goes on with the first that is left after it', () => {
  const queue = removeEntries(queueOf([1, 2, 3, 4, 5], 2), [1, 2, 3, 99]);
  expect(queue).toEqual(queueOf([4, 5], 4));
});

test('removing the current entry at the end leaves nothing current', () => {
  expect(removeEntries(queueOf([1, 2], 2), [2])).toEqual(queueOf([1], null));
});

test('repeat one holds when a track ends by itself, not when the next one is asked for', () => {
  const queue = queueOf([1, 2], 2, 'one');
  expect(nextEntry(queue, { isAutomatic: true })).toEqual(entry(2));
  expect(nextEntry(queue, { isAutomatic: false })).toBeNull();
});

test('repeat all goes round in both directions', () => {
  const queue = queueOf([1, 2, 3], 3, 'all');
  expect(nextEntry(queue, { isAutomatic: true })).toEqual(entry(1));
  expect(previousEntry(setCurrent(queue, 1))).toEqual(entry(3));
});

test('an entry that is not there cannot be moved or made current', () => {
  expect(() => moveEntry(queueOf([1]), 7, 1)).toThrow('The play queue has no entry 7.');
  expect(() => setCurrent(queueOf([1]), 7)).toThrow('The play queue has no entry 7.');
});

test('a position beyond the end is the end', () => {
  expect(idsOf(moveEntry(queueOf([1, 2, 3]), 1, 99))).toEqual([2, 3, 1]);
});

test('earlier values stay as they were', () => {
  const before = queueOf([1, 2, 3], 2);
  addEntries(before, [entry(4)], 'after-current');
  removeEntries(before, [1]);
  moveEntry(before, 3, 1);
  expect(before).toEqual(queueOf([1, 2, 3], 2));
});

test('a hundred thousand entries are added, walked and removed without quadratic work', () => {
  const ids = Array.from({ length: 100_000 }, (_, index) => index + 1);
  let queue = addEntries(emptyPlayQueue, ids.map(entry));
  const startedAt = performance.now();
  let steps = 0;
  for (let next = nextEntry(queue, { isAutomatic: true }); next !== null; steps += 1) {
    queue = setCurrent(queue, next.entryId);
    next = nextEntry(queue, { isAutomatic: true });
  }
  queue = removeEntries(queue, ids.slice(10, -10));
  expect(steps).toBe(100_000);
  expect(queue.entries).toHaveLength(20);
  expect(performance.now() - startedAt).toBeLessThan(3000);
});
