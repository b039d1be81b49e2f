import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ScanProgress } from '../../src/model/status.ts';
import { type ScanRequest, type ScanSummary, scanFolder } from '../../src/scanner/scan.ts';
import { type FakeTagReader, createFakeTagReader } from '../helpers/fake-tag-reader.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { type MemoryScanStorage, createMemoryScanStorage } from '../helpers/memory-scan-storage.ts';
import { runAsOtherUser, sourceUrl } from '../helpers/other-user.ts';
import { runThrough } from '../helpers/run-through.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const NOTHING: ScanSummary = {
  found: 0,
  added: 0,
  changed: 0,
  moved: 0,
  missing: 0,
  unchanged: 0,
  failed: [],
  warnings: [],
  seconds: 0,
};

type Library = {
  readonly root: string;
  readonly storage: MemoryScanStorage;
  readonly reader: FakeTagReader;
  readonly write: (name: string, contents?: string) => string;
  readonly scan: (request?: Partial<ScanRequest>) => Promise<ScanSummary>;
  /** The names of the rows that are not missing. */
  readonly present: () => readonly string[];
};

/** A folder and what is known of it; `scan` also forgets which files were read before. */
function makeLibrary(...names: readonly string[]): Library {
  const root = join(makeTemporaryFolder(), 'music');
  mkdirSync(root);
  const storage = createMemoryScanStorage();
  const reader = createFakeTagReader();
  const write: Library['write'] = (name, contents = name) => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
    return path;
  };
  for (const name of names) write(name);
  return {
    root,
    storage,
    reader,
    write,
    scan: async (request = {}) => {
      reader.reads.length = 0;
      return (await runThrough(scanFolder({ root, storage, reader, clock: createManualClock(), ...request }))).result;
    },
    present: () => storage.rows().flatMap(({ path, isMissing }) => (isMissing ? [] : [path.slice(root.length + 1)])),
  };
}

describe('a first scan', () => {
  test('stores every file with its facts and tags', async () => {
    const { root, storage, write, scan } = makeLibrary('a.mp3', 'album/b.flac', 'cover.jpg');
    const path = write('c.ogg', '12345');
    utimesSync(path, 1000, 1000);
    expect(await scan({ readerVersion: 7 })).toEqual({ ...NOTHING, found: 3, added: 3 });
    expect(storage.rows().map((row) => row.path)).toEqual([join(root, 'a.mp3'), join(root, 'album/b.flac'), path]);
    expect(storage.row(path)).toEqual({
      id: expect.any(Number),
      path,
      sizeBytes: 5,
      mtimeMs: 1_000_000,
      inode: expect.any(Number),
      readerVersion: 7,
      isMissing: false,
      tags: expect.objectContaining({ title: path }),
    });
  });

  test('says where it stands, from walking to the last file', async () => {
    const { root, storage, reader } = makeLibrary('a.mp3', 'b.mp3', 'c.mp3');
    reader.answer(join(root, 'b.mp3'), { kind: 'failed', reason: 'is empty' });
    const { yielded } = await runThrough(scanFolder({ root, storage, reader, clock: createManualClock() }));
    const walking: ScanProgress = { phase: 'walking', root, found: 0, read: 0, toRead: null, failed: 0 };
    const reading: ScanProgress = { ...walking, phase: 'reading', found: 3, toRead: 3 };
    expect(yielded).toEqual([walking, { ...walking, found: 3 }, reading, { ...reading, read: 3, failed: 1 }]);
  });

  test('writes in small batches', async () => {
    const { scan, storage } = makeLibrary(...Array.from({ length: 100 }, (_, i) => `${i}.mp3`));
    expect(await scan()).toMatchObject({ found: 100, added: 100 });
    expect(storage.writes).toEqual([32, 32, 32, 4]);
  });

  test('of an empty folder says so', async () => {
    const { root, scan } = makeLibrary();
    expect(await scan()).toEqual({ ...NOTHING, warnings: [`${root} holds no music`] });
  });
});

describe('a later scan', () => {
  test('reads nothing again that did not change', async () => {
    const { scan, reader, storage } = makeLibrary('a.mp3', 'b.mp3');
    await scan();
    const before = storage.rows();
    expect(await scan()).toEqual({ ...NOTHING, found: 2, unchanged: 2 });
    expect(reader.reads).toEqual([]);
    expect(storage.rows()).toEqual(before);
  });

  test('reads what changed, into the same row', async () => {
    const { scan, reader, storage, write } = makeLibrary('a.mp3', 'b.mp3');
    await scan();
    const path = write('b.mp3', 'something else');
    const id = storage.row(path)?.id;
    expect(await scan()).toEqual({ ...NOTHING, found: 2, changed: 1, unchanged: 1 });
    expect(reader.reads).toEqual([path]);
    expect(storage.row(path)).toMatchObject({ id, sizeBytes: 14 });
  });

  test('reads everything when asked to, and when the reader got better, once', async () => {
    const { scan, reader } = makeLibrary('a.mp3', 'b.mp3');
    await scan({ readerVersion: 1 });
    expect(await scan({ readerVersion: 1, isFull: true })).toEqual({ ...NOTHING, found: 2, changed: 2 });
    expect(await scan({ readerVersion: 2 })).toEqual({ ...NOTHING, found: 2, changed: 2 });
    expect(reader.reads).toHaveLength(2);
    expect(await scan({ readerVersion: 2 })).toEqual({ ...NOTHING, found: 2, unchanged: 2 });
  });

  test('marks as missing what is gone, once, and takes it back with its id', async () => {
    const { root, scan, reader, storage, present } = makeLibrary('a.mp3', 'b.mp3');
    await scan();
    const path = join(root, 'b.mp3');
    const id = storage.row(path)?.id;
    renameSync(path, join(root, '.b.mp3'));
    expect(await scan()).toEqual({ ...NOTHING, found: 1, missing: 1, unchanged: 1 });
    expect(present()).toEqual(['a.mp3']);
    expect(await scan()).toEqual({ ...NOTHING, found: 1, unchanged: 1 });
    renameSync(join(root, '.b.mp3'), path);
    expect(await scan()).toEqual({ ...NOTHING, found: 2, added: 1, unchanged: 1 });
    expect(storage.row(path)).toMatchObject({ id, isMissing: false });
    expect(reader.reads).toEqual([]);
  });

  test('follows renamed and moved files: they keep their row and are not read', async () => {
    const { root, scan, reader, storage, present } = makeLibrary('a.mp3', 'x/b.mp3', 'x/c.mp3');
    await scan();
    const ids = ['a.mp3', 'x/b.mp3', 'x/c.mp3'].map((name) => storage.row(join(root, name))?.id);
    renameSync(join(root, 'a.mp3'), join(root, 'A new name.mp3'));
    renameSync(join(root, 'x'), join(root, 'y'));
    expect(await scan()).toEqual({ ...NOTHING, found: 3, moved: 3 });
    expect(reader.reads).toEqual([]);
    expect(present()).toEqual(['A new name.mp3', 'y/b.mp3', 'y/c.mp3']);
    expect(['A new name.mp3', 'y/b.mp3', 'y/c.mp3'].map((name) => storage.row(join(root, name))?.id)).toEqual(ids);
  });

  test('reads a moved file when the reader got better, still as moved', async () => {
    const { root, scan, reader, storage } = makeLibrary('a.mp3');
    await scan({ readerVersion: 1 });
    const path = join(root, 'b.mp3');
    renameSync(join(root, 'a.mp3'), path);
    expect(await scan({ readerVersion: 2 })).toEqual({ ...NOTHING, found: 1, moved: 1 });
    expect(reader.reads).toEqual([path]);
    expect(storage.rows()).toMatchObject([{ id: 1, path, readerVersion: 2 }]);
  });
});

describe('files that cannot be read', () => {
  test('are reported by every scan and not stored', async () => {
    const { root, scan, reader, present } = makeLibrary('a.mp3', 'bad\u001b[2J.mp3');
    reader.answer(join(root, 'bad\u001b[2J.mp3'), { kind: 'failed', reason: 'is not an audio file' });
    const failed = [{ path: join(root, 'bad[2J.mp3'), reason: 'is not an audio file' }];
    expect(await scan()).toEqual({ ...NOTHING, found: 2, added: 1, failed });
    expect(await scan()).toEqual({ ...NOTHING, found: 2, unchanged: 1, failed });
    expect(present()).toEqual(['a.mp3']);
  });

  test('keep the row of when they could be read', async () => {
    const { scan, reader, storage, write } = makeLibrary('a.mp3');
    await scan();
    const before = storage.rows();
    const path = write('a.mp3', '');
    reader.answer(path, { kind: 'failed', reason: 'is empty' });
    expect(await scan()).toEqual({ ...NOTHING, found: 1, failed: [{ path, reason: 'is empty' }] });
    expect(storage.rows()).toEqual(before);
  });

  test('because they vanished are the next scan’s', async () => {
    const { root, scan, reader, present } = makeLibrary('a.mp3', 'b.mp3');
    reader.answer(join(root, 'a.mp3'), { kind: 'gone' });
    expect(await scan()).toEqual({ ...NOTHING, found: 2, added: 1 });
    expect(present()).toEqual(['b.mp3']);
  });
});

describe('a folder that is not what it was', () => {
  test('not there: nothing is missing, and that is said', async () => {
    const { root, scan, present } = makeLibrary('a.mp3', 'b.mp3');
    await scan();
    renameSync(root, `${root} unmounted`);
    expect(await scan()).toEqual({
      ...NOTHING,
      warnings: [`${root} is not there; its tracks were left as they are`],
    });
    expect(present()).toEqual(['a.mp3', 'b.mp3']);
  });

  test('empty, as an unmounted disk leaves it: the same', async () => {
    const { root, scan, present } = makeLibrary('a.mp3', 'x/b.mp3');
    await scan();
    rmSync(root, { recursive: true });
    mkdirSync(root);
    expect(await scan()).toEqual({
      ...NOTHING,
      warnings: [`${root} holds no music any more; its tracks were left as they are`],
    });
    expect(present()).toEqual(['a.mp3', 'x/b.mp3']);
  });

  test('a link to a disk that is gone: what lies behind is not missing, and that is said', async () => {
    const { root, scan, present } = makeLibrary('a.mp3', 'gone.mp3');
    const disk = join(makeTemporaryFolder(), 'disk');
    mkdirSync(disk);
    writeFileSync(join(disk, 'b.mp3'), 'b');
    symlinkSync(disk, join(root, 'disk'));
    symlinkSync('/nowhere', join(root, 'never mind'));
    await scan();
    rmSync(disk, { recursive: true });
    rmSync(join(root, 'gone.mp3'));
    const reason = 'is a link to something that is not there';
    expect(await scan()).toEqual({
      ...NOTHING,
      found: 1,
      unchanged: 1,
      missing: 1,
      failed: [{ path: join(root, 'disk'), reason }],
    });
    expect(present()).toEqual(['a.mp3', 'disk/b.mp3']);
  });

  test('partly closed to us: its rows are not missing', async () => {
    const { root, write } = makeLibrary();
    write('open/a.mp3');
    write('closed/b.mp3');
    for (const path of [dirname(root), root, join(root, 'open')]) chmodSync(path, 0o755);
    chmodSync(join(root, 'closed'), 0);
    // The other user's scan knows both files, though it can see only one.
    const module = `
      import { scanFolder } from ${JSON.stringify(sourceUrl('scanner/scan.ts'))};
      const root = ${JSON.stringify(root)};
      const row = (id, name) => ({ id, path: root + name, sizeBytes: 1, mtimeMs: 1, inode: 1, readerVersion: 1, isMissing: false });
      const missing = [];
      const storage = {
        knownFiles: async function* () { yield [row(1, '/closed/b.mp3'), row(2, '/open/gone.mp3')]; },
        saveFiles: async () => {},
        relocateFiles: async () => {},
        markMissing: async (ids) => { missing.push(...ids); },
      };
      const reader = { parallelBatches: 1, read: async (paths) => paths.map(() => ({ kind: 'gone' })) };
      const steps = scanFolder({ root, storage, reader, clock: { now: () => 0 } });
      let step = await steps.next();
      while (!step.done) step = await steps.next();
      console.log(JSON.stringify({ missing, failed: step.value.failed }));`;
    expect(await runAsOtherUser(module)).toEqual({
      missing: [2],
      failed: [{ path: join(root, 'closed'), reason: 'cannot be read: permission denied' }],
    });
    chmodSync(join(root, 'closed'), 0o755);
  });
});

describe('a scan of one folder', () => {
  test('touches nothing outside, not even a folder whose name begins alike', async () => {
    const { root, scan, present } = makeLibrary('a/1.mp3', 'ab/2.mp3', 'c.mp3');
    await scan();
    for (const name of ['a/1.mp3', 'ab/2.mp3', 'c.mp3']) rmSync(join(root, name));
    mkdirSync(join(root, 'a'), { recursive: true });
    writeFileSync(join(root, 'a/3.mp3'), 'three');
    writeFileSync(join(root, 'ab/4.mp3'), 'four');
    expect(await scan({ folder: join(root, 'a') })).toEqual({ ...NOTHING, found: 1, added: 1, missing: 1 });
    expect(present()).toEqual(['a/3.mp3', 'ab/2.mp3', 'c.mp3']);
  });

  test('that was emptied marks its files missing: the library is there', async () => {
    const { root, scan, present } = makeLibrary('a/1.mp3', 'b.mp3');
    await scan();
    rmSync(join(root, 'a/1.mp3'));
    expect(await scan({ folder: join(root, 'a') })).toEqual({ ...NOTHING, missing: 1 });
    expect(present()).toEqual(['b.mp3']);
  });

  test('that was deleted marks its files missing', async () => {
    const { root, scan, present } = makeLibrary('a/x/1.mp3', 'b.mp3');
    await scan();
    rmSync(join(root, 'a'), { recursive: true });
    const folder = join(root, 'a/x');
    expect(await scan({ folder })).toEqual({ ...NOTHING, missing: 1, warnings: [`${folder} is not there`] });
    expect(present()).toEqual(['b.mp3']);
  });

  test.each([
    ['of a library that is not there', (root: string) => renameSync(root, `${root} unmounted`)],
    ['behind a broken link', (root: string) => rmSync(join(dirname(root), 'disk'), { recursive: true })],
    [
      'of an empty library',
      (root: string) => {
        rmSync(root, { recursive: true });
        mkdirSync(root);
      },
    ],
  ])('that is gone, %s, marks nothing', async (_where, unmount) => {
    const { root, scan, present } = makeLibrary('b.mp3');
    mkdirSync(join(dirname(root), 'disk/x'), { recursive: true });
    writeFileSync(join(dirname(root), 'disk/x/1.mp3'), 'one');
    symlinkSync('../disk', join(root, 'a'));
    await scan();
    unmount(root);
    const folder = join(root, 'a/x');
    expect(await scan({ folder })).toEqual({
      ...NOTHING,
      warnings: [`${folder} is not there; its tracks were left as they are`],
    });
    expect(present()).toEqual(['a/x/1.mp3', 'b.mp3']);
  });
});

describe('an aborted scan', () => {
  test('ends with the reason, keeps what it had stored, and the next one goes on', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `${i}.mp3`);
    const { root, storage, reader, scan } = makeLibrary(...names);
    const ending = new AbortController();
    const reason = new Error('the engine stops');
    const steps = scanFolder({ root, storage, reader, clock: createManualClock() }, ending.signal);
    let step = await steps.next();
    while (step.done !== true && step.value.read < 64) step = await steps.next();
    ending.abort(reason);
    await expect(steps.next()).rejects.toBe(reason);
    expect(storage.rows()).toHaveLength(64);
    expect(await scan()).toEqual({ ...NOTHING, found: 100, added: 36, unchanged: 64 });
  });

  test('does not wait for a file that never ends', async () => {
    const { root, storage, reader } = makeLibrary('a.mp3');
    const ending = new AbortController();
    const hanging = { ...reader, read: () => new Promise<never>(() => {}) };
    const scan = runThrough(scanFolder({ root, storage, reader: hanging, clock: createManualClock() }, ending.signal));
    ending.abort(new Error('the engine stops'));
    await expect(scan).rejects.toThrow('the engine stops');
  });
});
