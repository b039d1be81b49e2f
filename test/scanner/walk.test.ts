import { execFile } from 'node:child_process';
import {
  mkdirSync,
  openSync,
  closeSync,
  symlinkSync,
  linkSync,
  utimesSync,
  writeFileSync,
  rmSync,
  readdirSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type FoundFile, type WalkEvent, walkFolder } from '../../src/scanner/walk.ts';
import { runThrough } from '../helpers/run-through.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

function write(...parts: readonly string[]): string {
  const path = join(...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'sound');
  return path;
}

async function walk(folder: string): Promise<{
  readonly files: readonly FoundFile[];
  readonly paths: readonly string[];
  readonly others: readonly WalkEvent[];
}> {
  const { yielded: events } = await runThrough(walkFolder(folder));
  const files = events.flatMap((event) => (event.kind === 'files' ? event.files : []));
  const paths = files.map(({ path }) => path).toSorted();
  return { files, paths, others: events.filter((event) => event.kind !== 'files') };
}

describe('what is found', () => {
  test('music files in all folders, whatever the case of their ending, with size, time and inode', async () => {
    const root = makeTemporaryFolder();
    const paths = [
      ...['a.mp3', 'b.M4A', 'c.Flac', 'd.ogg', 'e.OPUS', 'f.wav'].map((name) => write(root, name)),
      write(root, 'one/two/three/g.mp3'),
    ];
    for (const name of ['cover.jpg', 'a.mp3.part', 'mp3', 'notes.txt', 'a.mp4']) write(root, name);
    utimesSync(join(root, 'a.mp3'), 1_000_000_000.123, 1_000_000_000.123);

    const { files, paths: found, others } = await walk(root);

    expect(found).toEqual(paths.toSorted());
    expect(others).toEqual([]);
    expect(files.find(({ path }) => path.endsWith('/a.mp3'))).toEqual({
      path: join(root, 'a.mp3'),
      sizeBytes: 5,
      mtimeMs: 1_000_000_000_123,
      inode: expect.any(Number),
    });
  });

  test('hidden files and folders are left out', async () => {
    const root = makeTemporaryFolder();
    const shown = write(root, 'shown.mp3');
    write(root, '.hidden.mp3');
    write(root, '.folder/song.mp3');
    expect((await walk(root)).paths).toEqual([shown]);
  });

  test('a folder named like a song is a folder, a pipe named like one is nothing', async () => {
    const root = makeTemporaryFolder();
    const song = write(root, 'folder.mp3/song.mp3');
    await promisify(execFile)('mkfifo', [join(root, 'pipe.mp3')]);
    expect(await walk(root)).toMatchObject({ paths: [song], others: [] });
  });

  test('more files than one batch holds all come, in several batches', async () => {
    const root = makeTemporaryFolder();
    for (let i = 0; i < 600; i++) write(root, `folder ${i % 3}`, `${i}.mp3`);
    const { yielded: events } = await runThrough(walkFolder(root));
    const sizes = events.map((event) => (event.kind === 'files' ? event.files.length : 0));
    expect(sizes).toEqual([256, 256, 88]);
  });
});

describe('links', () => {
  test('are followed, to files and to folders', async () => {
    const root = makeTemporaryFolder();
    const elsewhere = makeTemporaryFolder();
    write(elsewhere, 'album/song.mp3');
    write(elsewhere, 'single.mp3');
    symlinkSync(join(elsewhere, 'album'), join(root, 'linked album'));
    symlinkSync(join(elsewhere, 'single.mp3'), join(root, 'linked.mp3'));
    expect((await walk(root)).paths).toEqual([join(root, 'linked album/song.mp3'), join(root, 'linked.mp3')]);
  });

  test('that go round in circles end', async () => {
    const root = makeTemporaryFolder();
    const song = write(root, 'a/b/song.mp3');
    symlinkSync(root, join(root, 'a/b/to the top'));
    symlinkSync('..', join(root, 'a/b/up'));
    symlinkSync('.', join(root, 'here'));
    expect((await walk(root)).paths).toEqual([song]);
  });

  test('never show a file twice, and its path without links wins', async () => {
    const root = makeTemporaryFolder();
    const elsewhere = makeTemporaryFolder();
    const song = write(root, 'z real/song.mp3');
    symlinkSync(join(root, 'z real'), join(root, 'a link'));
    symlinkSync(song, join(root, 'a link.mp3'));
    const outside = write(elsewhere, 'outside.mp3');
    symlinkSync(outside, join(root, 'a file.mp3'));
    symlinkSync(elsewhere, join(root, 'b folder'));
    symlinkSync(elsewhere, join(root, 'c folder'));
    expect((await walk(root)).paths).toEqual([join(root, 'b folder/outside.mp3'), song]);
  });

  test('that are hard are names of their own', async () => {
    const root = makeTemporaryFolder();
    const song = write(root, 'song.mp3');
    linkSync(song, join(root, 'also.mp3'));
    expect((await walk(root)).paths).toEqual([join(root, 'also.mp3'), song]);
  });

  test('to nothing and to themselves are reported', async () => {
    const root = makeTemporaryFolder();
    symlinkSync('/nowhere/song.mp3', join(root, 'broken.mp3'));
    symlinkSync('/nowhere', join(root, 'disk'));
    symlinkSync('self.mp3', join(root, 'self.mp3'));
    expect((await walk(root)).others).toEqual([
      {
        kind: 'unreachable',
        path: join(root, 'broken.mp3'),
        reason: 'is a link to something that is not there',
        isMusic: true,
      },
      {
        kind: 'unreachable',
        path: join(root, 'disk'),
        reason: 'is a link to something that is not there',
        isMusic: false,
      },
      {
        kind: 'unreachable',
        path: join(root, 'self.mp3'),
        reason: 'is a link that leads back to itself',
        isMusic: true,
      },
    ]);
  });
});

describe('names', () => {
  test('of music that are not UTF-8 are reported, harmless to show, and nothing else stops', async () => {
    const root = makeTemporaryFolder();
    const good = write(root, 'good.mp3');
    const bytes = (name: string): Buffer => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
    writeFileSync(bytes('caf\u00e9.mp3'), 'sound');
    writeFileSync(bytes('\u001b[2J\u00ff.mp3'), 'sound');
    writeFileSync(bytes('not music \u00e9.jpg'), 'picture');
    mkdirSync(bytes('folder \u00e9'));
    const { paths, others } = await walk(root);
    expect(paths).toEqual([good]);
    expect(others.map((event) => ('path' in event ? event.path : '')).toSorted()).toEqual([
      join(root, '[2J\ufffd.mp3'),
      join(root, 'caf\ufffd.mp3'),
      join(root, 'folder \ufffd'),
    ]);
    expect(others.every((event) => event.kind === 'unusable')).toBe(true);
  });

  test('of 255 bytes and paths far beyond 1,000 bytes are nothing special', async () => {
    const root = makeTemporaryFolder();
    const long = write(root, `${'長'.repeat(83)}xx.mp3`);
    const deep = write(
      root,
      ...Array.from({ length: 14 }, (_, i) => String.fromCodePoint(97 + i).repeat(250)),
      'deep.mp3',
    );
    expect(Buffer.byteLength(deep)).toBeGreaterThan(3000);
    expect((await walk(root)).paths).toEqual([deep, long].toSorted());
  });

  test('that make a path longer than the system can open are reported', async () => {
    const root = makeTemporaryFolder();
    const shown = write(root, 'shown.mp3');
    makeBottomlessFolder(root);
    const { paths, others } = await walk(root);
    expect(paths).toEqual([shown]);
    expect(others).toEqual([
      {
        kind: 'unreachable',
        path: expect.stringContaining(root),
        reason: 'cannot be read: its path is longer than the system can open',
        isMusic: true,
      },
    ]);
  });
});

/** Folders below each other beyond 4,096 bytes, which only works step by step. */
function makeBottomlessFolder(root: string): void {
  const name = 'd'.repeat(250);
  let folder = openSync(root, 'r');
  for (let depth = 0; depth < 18; depth++) {
    const inside = `/proc/self/fd/${folder}/${name}`;
    mkdirSync(inside);
    const next = openSync(inside, 'r');
    closeSync(folder);
    folder = next;
  }
  closeSync(folder);
}

describe('what cannot be walked', () => {
  test('a root that is not there, one that is a file and an empty one are told apart', async () => {
    const root = makeTemporaryFolder();
    const file = write(root, 'file.mp3');
    mkdirSync(join(root, 'empty'));
    expect((await walk(join(root, 'nowhere'))).others).toEqual([
      { kind: 'no-root', problem: 'missing', reason: 'is not there' },
    ]);
    expect((await walk(file)).others).toEqual([
      { kind: 'no-root', problem: 'not-a-folder', reason: 'is not a folder' },
    ]);
    expect((await walk(join(root, 'empty'))).others).toEqual([]);
  });

  test('what vanishes during the walk is left out without a word', async () => {
    const root = makeTemporaryFolder();
    for (let i = 0; i < 300; i++) write(root, 'first', `${i}.mp3`);
    for (let i = 0; i < 300; i++) write(root, 'second', `${i}.mp3`);
    const events = walkFolder(root);
    const first = await events.next();
    for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true });
    const { yielded: rest } = await runThrough(events);
    expect(first.value).toMatchObject({ kind: 'files' });
    expect(rest.filter((event) => event.kind !== 'files')).toEqual([]);
  });

  test('an aborted walk stops with the reason', async () => {
    const root = makeTemporaryFolder();
    write(root, 'song.mp3');
    const reason = new Error('enough');
    await expect(runThrough(walkFolder(root, AbortSignal.abort(reason)))).rejects.toBe(reason);
  });
});
