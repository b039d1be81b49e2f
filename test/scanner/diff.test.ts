import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyFile, createMoveFinder } from '../../src/scanner/diff.ts';
import type { KnownFile } from '../../src/scanner/scan-storage.ts';
import type { FoundFile } from '../../src/scanner/walk.ts';

const found: FoundFile = { path: '/m/a.mp3', sizeBytes: 100, mtimeMs: 1000, inode: 7 };
const known: KnownFile = { ...found, id: 1, readerVersion: 2, isMissing: false };
const rules = { readerVersion: 2, isFull: false };

describe('a found file', () => {
  test.each([
    ['without a row is new', undefined, found, rules, 'new'],
    ['of the same size and time is unchanged', known, found, rules, 'unchanged'],
    ['with another inode is unchanged', known, { ...found, inode: 8 }, rules, 'unchanged'],
    ['of another size is changed', known, { ...found, sizeBytes: 101 }, rules, 'changed'],
    ['of another time is changed, an older one too', known, { ...found, mtimeMs: 999 }, rules, 'changed'],
    ['that an older reader read is changed', { ...known, readerVersion: 1 }, found, rules, 'changed'],
    ['that a newer reader read is unchanged', { ...known, readerVersion: 3 }, found, rules, 'unchanged'],
    ['is changed when everything is to be read', known, found, { ...rules, isFull: true }, 'changed'],
    ['that was missing reappeared', { ...known, isMissing: true }, found, rules, 'reappeared'],
    [
      'that was missing and is another now is changed',
      { ...known, isMissing: true },
      { ...found, mtimeMs: 1 },
      rules,
      'changed',
    ],
  ] as const)('%s', (...[, row, file, by, change]) => {
    expect(classifyFile(row, file, by)).toBe(change);
  });
});

type Change = {
  readonly path?: string;
  readonly inode?: number;
  readonly sizeBytes?: number;
  readonly mtimeMs?: number;
};

/** What became of each new file: the id of the row it was, or `null`. */
function findMoves(vanished: readonly Change[], added: readonly Change[]): readonly (number | null)[] {
  const finder = createMoveFinder();
  const files = added.map((change) => ({ ...found, ...change }));
  for (const [index, change] of vanished.entries()) finder.addVanished({ ...known, ...change, id: index + 1 });
  for (const file of files) finder.addNew(file);
  return files.map((file) => finder.find(file)?.id ?? null);
}

describe('a vanished file and a new one are the same', () => {
  test('when it was renamed: the inode stayed', () => {
    expect(findMoves([{ path: '/m/a.mp3' }], [{ path: '/m/b.mp3' }])).toEqual([1]);
  });

  test('when it was moved to another disk: the name stayed', () => {
    expect(findMoves([{ path: '/m/x/a.mp3' }], [{ path: '/m/y/a.mp3', inode: 99 }])).toEqual([1]);
  });

  test('not when size or time differ', () => {
    expect(
      findMoves(
        [{}],
        [
          { path: '/m/b.mp3', sizeBytes: 1 },
          { path: '/m/c.mp3', mtimeMs: 1 },
        ],
      ),
    ).toEqual([null, null]);
  });

  test('not when name and inode differ', () => {
    expect(findMoves([{}], [{ path: '/m/b.mp3', inode: 99 }])).toEqual([null]);
  });

  test('not when two new files could be it', () => {
    const copies = [
      { path: '/m/x/a.mp3', inode: 98 },
      { path: '/m/y/a.mp3', inode: 99 },
    ];
    expect(findMoves([{}], copies)).toEqual([null, null]);
  });

  test('copies of one song that moved together are told apart by their inodes', () => {
    const before = [
      { path: '/m/x/a.mp3', inode: 1 },
      { path: '/m/y/a.mp3', inode: 2 },
    ];
    const after = [
      { path: '/m/p/a.mp3', inode: 2 },
      { path: '/m/q/a.mp3', inode: 1 },
    ];
    expect(findMoves(before, after)).toEqual([2, 1]);
  });

  test('renamed while a copy took its name: the inode decides', () => {
    const after = [{ path: '/m/b.mp3' }, { path: '/m/copy/a.mp3', inode: 99 }];
    expect(findMoves([{ path: '/m/a.mp3' }], after)).toEqual([1, null]);
  });

  test('whatever happened, no row goes to two files', () => {
    const file = fc.record({
      path: fc.constantFrom('/m/a.mp3', '/m/b.mp3', '/m/x/a.mp3', '/m/x/b.mp3'),
      inode: fc.integer({ min: 1, max: 4 }),
      sizeBytes: fc.integer({ min: 1, max: 2 }),
    });
    const files = fc.array(file, { maxLength: 8 });
    fc.assert(
      fc.property(files, files, (vanished, added) => {
        const moves = findMoves(vanished, added).filter((id) => id !== null);
        expect(new Set(moves).size).toBe(moves.length);
      }),
    );
  });
});
