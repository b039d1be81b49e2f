import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { ScrobbleQueueDocument } from '../../src/model/results.ts';
import { eventually } from './eventually.ts';
import { makeHardLibrary } from './hard-library.ts';
import { startLastfmServer } from './lastfm-server.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { childrenOf, isAlive, makeTonearm, program, signIn, type Tonearm } from './tonearm.ts';

export type Victim = 'engine' | 'mpv' | 'window';

const SECONDS = 40;
const SPEED = 20;

/** A crash may cost so much of the place in the track; and what sounds, fast here, in the half second that mpv says nothing of. */
const LOSS_SECONDS = 5 + 0.5 * SPEED;

/**
 * Plays a queue through while one of the processes is killed at random moments, and holds it against what must have come of
 * it: the queue and the place survive every death, and each track is delivered once.
 */
export async function surviveCrashes(victim: Victim, { times, seed }: { times: number; seed: number }): Promise<void> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const music = await makeHardLibrary(folder, { durationSeconds: SECONDS });
  const lastfm = await startLastfmServer();
  onTestFinished(() => lastfm.close());
  const tonearm = makeTonearm({ lastfm });
  await signIn(tonearm, lastfm, 'Ann');
  await tonearm.ask('library', 'add', folder);
  const files = music.files.filter(({ title, artist }) => title !== null && artist !== null).slice(0, times + 2);
  await tonearm.ask('speed', String(SPEED));
  await tonearm.ask('play', ...files.map(({ path }) => path));

  for (let death = 1; death <= times; death += 1) {
    const window = victim === 'window' ? await openWindow(tonearm) : null;
    await pass(300 + random() * 1500);
    if (victim === 'engine') await killEngineAndResume(tonearm, files.length);
    else if (victim === 'mpv') await killMpv(tonearm);
    else if (window !== null) await killWindow(tonearm, window);
  }

  await eventually(
    'the queue has been played',
    async () => (await tonearm.status()).playback.status === 'stopped',
    120_000,
  );
  await eventually('nothing waits', async () => {
    const { queued } = await tonearm.ask<ScrobbleQueueDocument>('lastfm', 'queue');
    return queued === 0;
  });
  const played = lastfm.scrobblesOf('Ann').map(({ artist, track }) => `${artist} – ${track}`);
  expect(played.toSorted()).toEqual(files.map(({ artist, title }) => `${artist} – ${title}`).toSorted());
  expect(await tonearm.ask('library', 'stats')).toMatchObject({ tracks: 41, missing: 0 });
}

async function killEngineAndResume(tonearm: Tonearm, length: number): Promise<void> {
  const place = async (): Promise<number> => {
    const { playback, queue } = await tonearm.status();
    return queue.index * SECONDS + playback.positionSeconds;
  };
  const beforeMs = Date.now();
  const before = await place();
  await tonearm.killEngine();
  const passedSeconds = ((Date.now() - beforeMs) / 1000) * SPEED;
  // Any command starts the next engine, which waits, paused, at the saved place.
  expect(await tonearm.ask('queue', 'list', '--limit', '0')).toMatchObject({ total: length });
  expect((await tonearm.status()).playback.status).toBe('paused');
  const after = await place();
  expect(after).toBeGreaterThanOrEqual(before - LOSS_SECONDS);
  expect(after).toBeLessThanOrEqual(before + passedSeconds + LOSS_SECONDS);
  await tonearm.ask('play');
}

async function killMpv(tonearm: Tonearm): Promise<void> {
  const [mpv] = childrenOf(await tonearm.enginePid());
  if (mpv === undefined) throw new Error('the engine has no mpv');
  process.kill(mpv, 'SIGKILL');
  await eventually('mpv is gone', () => !isAlive(mpv));
}

async function openWindow(tonearm: Tonearm): Promise<Terminal> {
  const terminal = await openTerminal({ command: [process.execPath, program], env: tonearm.env });
  await terminal.shows('Library');
  return terminal;
}

async function killWindow(tonearm: Tonearm, window: Terminal): Promise<void> {
  const pid = await window.pid();
  const engine = await tonearm.enginePid();
  process.kill(pid, 'SIGKILL');
  await eventually('the window is gone', () => !isAlive(pid));
  await window.close();
  expect(await tonearm.status()).toMatchObject({ engine: { pid: engine }, playback: { status: 'playing' } });
}

/** Mulberry32: the same numbers for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
