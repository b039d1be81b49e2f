import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../src/model/app-error.ts';
import type { ScanDocument } from '../../src/model/results.ts';
import { fakeQueueItem } from '../helpers/fake-engine.ts';
import { openApp, type OpenAppOptions, type OpenedApp } from '../helpers/open-app.tsx';

let app: OpenedApp;
const open = async (options: OpenAppOptions = {}): Promise<void> => {
  app = await openApp({ tracks: 0, ...options });
};
afterEach(() => app.close());

const scanned: ScanDocument = {
  found: 40,
  added: 38,
  changed: 0,
  moved: 0,
  missing: 0,
  unchanged: 0,
  failed: [
    { path: '/a', reason: 'empty' },
    { path: '/b', reason: 'cut short' },
  ],
  warnings: [],
  newlyLoved: 0,
  seconds: 1,
};
const calls = (id: string) => app.engine.calls.filter((call) => call.id === id).map(({ params }) => params);

test('asks where the music is when there is none', async () => {
  await open({ host: { demoFolder: '/demo' } });
  expect(app.lines().slice(1, 13)).toEqual([
    '┌ Welcome to tonearm ──────────────────────────────────────────────────────────┐',
    '│                                                                              │',
    '│  There is no music in the library yet. Which folder is yours in?             │',
    '│                                                                              │',
    '│  Folder:                                                                     │',
    '│                                                                              │',
    '│  Enter  add this folder and everything in it                                 │',
    '│  Tab    complete the path; ~ is your home folder                             │',
    '│  d      hear the demo tracks; they count as plays like any music             │',
    '│  Esc    look around first                                                    │',
    '│  q      close the window                                                     │',
    '│                                                                              │',
  ]);
});

test('opens the library instead where there is a folder, a queue, or music already', async () => {
  await open({ answers: { 'library.folders': () => ({ total: 1, folders: [] }) } });
  expect(app.lines()[2]).toBe('│  Enter adds a folder                                                         │');
  app.close();
  await open({ queue: [fakeQueueItem(0, 1)] });
  expect(app.lines()[1]).toContain('┌ Artists');
  app.close();
  await open({ tracks: 10 });
  expect(app.lines()[1]).toContain('┌ Artists');
});

test('adds the folder that was typed, shows how far it is, and opens the library', async () => {
  const scan = Promise.withResolvers<ScanDocument>();
  await open({ answers: { 'library.add': () => scan.promise } });
  await app.press('~/Musik', 'Backspace', 'c', 'Enter');
  expect(calls('library.add')).toEqual([{ path: '/home/me/Music' }]);
  app.engine.emit({
    name: 'library.scanProgress',
    data: { phase: 'reading', root: '/home/me/Music', found: 40, read: 10, toRead: 40, failed: 1 },
  });
  await app.settle();
  expect(app.lines()[7]).toContain('Scanning ━━━━━··············· 40 found, 10 of 40 read, 1 failed');
  app.engine.set('library', { tracks: 38, scan: null });
  scan.resolve(scanned);
  await app.settle();
  expect(app.lines()[1]).toContain('┌ Artists');
  expect(app.lines()[20]).toBe(' 38 tracks added, 2 files could not be read');
});

test('says in place what went wrong, and keeps what was typed', async () => {
  await open({
    answers: {
      'library.add': () =>
        Promise.reject(new AppError('not-found', 'There is no folder /nope', { hint: 'Check the spelling.' })),
    },
  });
  await app.press('/nope', 'Enter');
  expect(app.lines().slice(5, 9)).toEqual([
    '│  Folder: /nope                                                               │',
    '│                                                                              │',
    '│  There is no folder /nope                                                    │',
    '│  Check the spelling.                                                         │',
  ]);
  await app.press('x');
  expect(app.lines()[7]).toContain('Enter  add this folder');
});

test('says so when the folder holds no music', async () => {
  await open({ answers: { 'library.add': () => ({ ...scanned, found: 0, added: 0, failed: [] }) } });
  await app.press('/etc', 'Enter');
  expect(app.lines()[7]).toContain('There is no music in /etc');
});

test('takes a pasted path', async () => {
  await open({ answers: { 'library.add': () => scanned } });
  await app.paste('/home/me/My Music\n');
  await app.press('Enter');
  expect(calls('library.add')).toEqual([{ path: '/home/me/My Music' }]);
});

test('completes a path as far as it is clear, and shows the choice', async () => {
  const completeFolder = async (typed: string) =>
    ['/music/rock/', '/music/rockabilly/', '/mnt/'].filter((path) => path.startsWith(typed));
  await open({ host: { completeFolder } });
  await app.press('/mu', 'Tab');
  expect(
    app
      .lines()
      .slice(5, 9)
      .map((line) => line.slice(3, 30).trim()),
  ).toEqual(['Folder: /music/rock', '', '/music/rock/', '/music/rockabilly/']);
  await app.press('a', 'Tab');
  expect(app.lines()[5]).toContain('Folder: /music/rockabilly/ ');
});

test('plays the demo with d, and shows the queue', async () => {
  await open({ host: { demoFolder: '/demo' }, answers: { 'playback.play': () => ({}) as never } });
  await app.press('d');
  expect(calls('playback.play')).toEqual([{ paths: ['/demo'] }]);
  expect(app.lines()[1]).toContain('┌ Play queue');
});

test('types a d where there is no demo, or the path has begun', async () => {
  await open();
  await app.press('d');
  expect(app.lines()[5]).toContain('Folder: d');
  await app.press('q', 'd');
  expect(app.lines()[5]).toContain('Folder: dqd');
});

test('comes back with Enter in the empty library', async () => {
  await open();
  await app.press('Esc', 'Enter');
  expect(app.lines()[1]).toContain('┌ Welcome to tonearm');
});

test('is left with Esc, and closes the window with q', async () => {
  await open();
  await app.press('Esc');
  expect(app.lines()[1]).toContain('┌ Artists');
  app.close();
  await open();
  await app.press('q');
  expect(await app.controller.ended).toBe('quit');
});
