import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ScanDocument, ScrobbleQueueDocument, StatusDocument } from '../../src/model/results.ts';
import { eventually } from '../helpers/eventually.ts';
import { type HardLibrary, makeHardLibrary } from '../helpers/hard-library.ts';
import { type LastfmServer, startLastfmServer } from '../helpers/lastfm-server.ts';
import { makeTonearm, signIn, type Tonearm } from '../helpers/tonearm.ts';

/** Long enough to count: Last.fm wants more than 30 seconds. */
const SECONDS = 40;
const SPEED = '20';

let folder: string;
let music: HardLibrary;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-music-'));
  music = await makeHardLibrary(folder, { durationSeconds: SECONDS });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function setUp(): Promise<{ readonly tonearm: Tonearm; readonly lastfm: LastfmServer }> {
  const lastfm = await startLastfmServer();
  onTestFinished(() => lastfm.close());
  const tonearm = makeTonearm({ lastfm });
  await signIn(tonearm, lastfm, 'Ann');
  return { tonearm, lastfm };
}

const file = (title: string) => {
  const found = music.files.find((candidate) => candidate.title === title);
  if (found === undefined) throw new Error(`no file is called ${title}`);
  return found;
};

describe('a folder of hard files', () => {
  it('is scanned with every failure named, and read only once', async () => {
    const { tonearm } = await setUp();
    const scan = await tonearm.ask<ScanDocument>('library', 'add', folder);
    expect(scan).toMatchObject({ added: 41, changed: 0, moved: 0, missing: 0, unchanged: 0, warnings: [] });
    const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
    expect([...scan.failed].toSorted(byPath)).toEqual([...music.failures].toSorted(byPath));
    expect(await tonearm.ask<ScanDocument>('library', 'scan')).toMatchObject({ added: 0, changed: 0, unchanged: 41 });
    const { tracks } = await tonearm.ask<{ tracks: { path: string; title: string; artist: string | null }[] }>(
      'library',
      'search',
      '',
      '--limit',
      '100',
    );
    const titles = new Map(tracks.map((track) => [track.path, track]));
    for (const { path, title, artist } of music.files) {
      expect(titles.get(path)).toMatchObject({ artist, ...(title === null ? {} : { title }) });
    }
  });

  it('plays every one of its files', async () => {
    const { tonearm } = await setUp();
    await tonearm.run('speed', '100');
    const { queue } = await tonearm.ask<StatusDocument>('play', ...music.files.map(({ path }) => path));
    expect(queue).toMatchObject({ length: 40, index: 0 });
    await eventually(
      'the last file has ended',
      async () => (await tonearm.status()).playback.status === 'stopped',
      60_000,
    );
    expect(tonearm.log()).not.toContain('could not be played');
  });

  it('delivers exactly the plays that were due, from when they began, each announced once', async () => {
    const { tonearm, lastfm } = await setUp();
    await tonearm.ask('library', 'add', folder);
    await tonearm.run('speed', SPEED);
    const [whole, skipped, sought, paused] = ['夜に駆ける', '봄날의 노래', '月亮代表我的心', '100% pure %s %d %n'].map(
      file,
    );
    if (!whole || !skipped || !sought || !paused) throw new Error('the library lacks a file');
    const beganAfter = Math.floor(Date.now() / 1000);
    await tonearm.ask('play', whole.path, skipped.path, sought.path, paused.path);
    await eventually('the first one has ended', async () => (await tonearm.status()).queue.index === 1);
    // Skipped at once: announced perhaps, but not counted.
    await tonearm.ask('next');
    // Sought over its middle: 12 s before and 8 s after are heard, 20 s are due.
    await tonearm.ask('speed', '1');
    await tonearm.ask('seek', '90%');
    await tonearm.ask('speed', SPEED);
    await eventually('the third one has ended', async () => (await tonearm.status()).queue.index === 3);
    await tonearm.ask('pause');
    const held = await tonearm.status();
    expect(held.playback.status).toBe('paused');
    await tonearm.ask('toggle');
    await eventually('all is over', async () => (await tonearm.status()).playback.status === 'stopped');
    await eventually('both plays are delivered', () => lastfm.scrobblesOf('Ann').length >= 2);
    const plays = lastfm.scrobblesOf('Ann');
    expect(plays.map(({ artist, track }) => ({ artist, track }))).toEqual([
      { artist: whole.artist, track: whole.title },
      { artist: paused.artist, track: paused.title },
    ]);
    for (const { timestamp } of plays) {
      expect(timestamp).toBeGreaterThanOrEqual(beganAfter);
      expect(timestamp).toBeLessThanOrEqual(Date.now() / 1000 - 1);
    }
    const announced = lastfm.nowPlayingOf('Ann').map(({ track }) => track);
    expect(new Set(announced).size).toBe(announced.length);
    expect(announced).toContain(whole.title);
    expect(announced).toContain(paused.title);
    expect(await tonearm.ask<ScrobbleQueueDocument>('lastfm', 'queue')).toMatchObject({ queued: 0, rejected: 0 });
  });

  it('counts what was heard before anybody signed in, and gives it to the first account', async () => {
    const lastfm = await startLastfmServer();
    onTestFinished(() => lastfm.close());
    const tonearm = makeTonearm({ lastfm });
    await tonearm.run('speed', SPEED);
    await tonearm.ask('play', file('夜に駆ける').path);
    await eventually('it has counted', async () => (await tonearm.status()).lastfm.queued === 1);
    expect(await tonearm.ask('lastfm', 'status')).toMatchObject({ authenticated: false, queued: 1 });
    await signIn(tonearm, lastfm, 'Ann');
    await eventually('it is delivered', () => lastfm.scrobblesOf('Ann').length === 1);
  });
});
