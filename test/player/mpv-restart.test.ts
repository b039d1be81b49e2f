import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createManualClock } from '../helpers/manual-clock.ts';
import { childPids, createTestPlayer, isAlive } from '../helpers/test-player.ts';
import type { TestPlayer } from '../helpers/test-player.ts';
import { writeWav } from '../helpers/wav.ts';

let t: TestPlayer;
beforeEach(() => {
  t = createTestPlayer();
});
afterEach(() => t.close());

const wav = (name: string, durationMs: number): string => writeWav(join(t.folder, name), durationMs);

function mpvPid(): number {
  const [pid] = childPids(process.pid);
  if (pid === undefined) throw new Error('no mpv runs');
  return pid;
}

function program(name: string, text: string): string {
  const path = join(t.folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

describe('mpv killed', () => {
  test('goes on with the same play at the same place, with the same settings and the same next file', async () => {
    await t.player.setVolume(40);
    await t.player.play(t.item(1, wav('a.wav', 30_000), 10_000), { isPaused: false });
    await t.player.setMuted(true);
    await t.player.setSpeed(2);
    await t.player.setNext(t.item(2, wav('b.wav', 5000)));
    await t.heard('position', ({ positionMs }) => positionMs > 11_000);
    const from = t.events.length;
    process.kill(mpvPid(), 'SIGKILL');
    const lost = await t.next('lost');
    const before = t.events.findLast((event) => event.kind === 'position');
    const after = await t.next('position', ({ isAdvancing }) => isAdvancing);
    expect(t.events.slice(from).map(({ kind }) => kind)).toEqual(['position', 'seeking', 'lost', 'position']);
    expect(before).toMatchObject({ key: 1, isAdvancing: false, isPaused: false, speed: 2 });
    expect(after).toMatchObject({ key: 1, speed: 2, isPaused: false });
    expect(after.positionMs - (before?.kind === 'position' ? before.positionMs : 0)).toBeGreaterThanOrEqual(0);
    expect(after.positionMs - (before?.kind === 'position' ? before.positionMs : 0)).toBeLessThan(500);
    expect(after.atMs - lost.atMs).toBeLessThan(3000);
    await t.player.seekTo(29_000);
    await t.heard('started', ({ key }) => key === 2);
    expect(t.story()).toEqual(['started 1', 'lost', 'ended 1 eof', 'started 2']);
    expect(t.events.findLast(({ kind }) => kind === 'volume')).toMatchObject({ percent: 40 });
    expect(t.events.findLast(({ kind }) => kind === 'muted')).toMatchObject({ isMuted: true });
    expect(t.events.findLast(({ kind }) => kind === 'speed')).toMatchObject({ speed: 2 });
  });

  test('while paused stays paused at the same place', async () => {
    await t.player.play(t.item(1, wav('a.wav', 30_000), 7000), { isPaused: true });
    await t.heard('position');
    process.kill(mpvPid(), 'SIGKILL');
    await t.next('lost');
    const after = await t.next('position');
    expect(after).toMatchObject({ key: 1, positionMs: 7000, isAdvancing: false, isPaused: true });
  });

  test('while a file is being opened opens it again', async () => {
    await t.player.play(t.item(1, wav('a.wav', 30_000), 3000), { isPaused: false });
    process.kill(mpvPid(), 'SIGKILL');
    expect(await t.heard('position', ({ isAdvancing }) => isAdvancing)).toMatchObject({ key: 1 });
    await t.heard('lost');
    expect(await t.next('position', ({ isAdvancing }) => isAdvancing)).toMatchObject({ key: 1 });
    expect(t.story().filter((line) => line !== 'lost')).toEqual(['started 1']);
  });

  test('while nothing plays is noticed by nobody, and the next play starts another', async () => {
    await t.player.play(t.item(1, wav('a.wav', 30_000)), { isPaused: false });
    await t.player.stop();
    process.kill(mpvPid(), 'SIGKILL');
    await vi.waitUntil(() => t.logged.some((line) => line.startsWith('mpv ended')));
    await t.player.play(t.item(2, wav('b.wav', 30_000)), { isPaused: false });
    await t.heard('started', ({ key }) => key === 2);
    expect(t.story().at(-1)).toBe('started 2');
    expect(t.story()).not.toContain('lost');
  });

  test('takes what is asked meanwhile: another file, a jump, a stop', async () => {
    await t.player.play(t.item(1, wav('a.wav', 30_000)), { isPaused: false });
    await t.heard('position');
    process.kill(mpvPid(), 'SIGKILL');
    await t.next('lost');
    await t.player.seekTo(20_000);
    const last = t.events.findLast((event) => event.kind === 'position');
    expect(last?.kind === 'position' ? last.positionMs : 0).toBeGreaterThanOrEqual(20_000);

    process.kill(mpvPid(), 'SIGKILL');
    await t.next('lost');
    await t.player.play(t.item(2, wav('b.wav', 30_000)), { isPaused: false });
    await t.heard('started', ({ key }) => key === 2);

    process.kill(mpvPid(), 'SIGKILL');
    await t.next('lost');
    await t.player.stop();
    expect(t.story()).toEqual(['started 1', 'lost', 'lost', 'ended 1 stopped', 'started 2', 'lost', 'ended 2 stopped']);
  });

  test('at random moments never tells of a play twice', async () => {
    const path = wav('a.wav', 700);
    for (let key = 1; key <= 6; key += 1) {
      await t.player.play(t.item(2 * key, path), { isPaused: false });
      await t.player.setNext(t.item(2 * key + 1, path));
      await new Promise((resolve) => setTimeout(resolve, key * 130));
      const [pid] = childPids(process.pid);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await t.heard('ended', (event) => event.key === 2 * key + 1);
    }
    const ends = t.story().filter((line) => line !== 'lost');
    expect(new Set(ends).size).toBe(ends.length);
    expect(ends).toHaveLength(24);
  });
});

test('mpv asked to end by somebody else is started again', async () => {
  await t.player.play(t.item(1, wav('a.wav', 30_000)), { isPaused: false });
  await t.heard('position');
  process.kill(mpvPid(), 'SIGTERM');
  await t.next('lost');
  await t.next('position', ({ isAdvancing }) => isAdvancing);
  expect(t.story()).toEqual(['started 1', 'lost']);
});

test('an mpv that hangs is replaced', async () => {
  await t.close();
  const clock = createManualClock();
  t = createTestPlayer({ clock });
  await t.player.play(t.item(1, wav('a.wav', 30_000), 5000), { isPaused: true });
  await t.heard('position');
  const pid = mpvPid();
  process.kill(pid, 'SIGSTOP');
  const lost = t.next('lost');
  const set = t.player.setVolume(20);
  await clock.advance(10_250);
  await set;
  await lost;
  expect(await t.next('position')).toMatchObject({ key: 1, positionMs: 5000 });
  expect(isAlive(pid)).toBe(false);
  expect(t.events.findLast(({ kind }) => kind === 'volume')).toMatchObject({ percent: 20 });
});

test('an mpv that dies of what it plays is given up after five times', async () => {
  await t.close();
  t = createTestPlayer();
  const dying = program(
    'dying',
    `#!${process.execPath}
const { Socket } = require('node:net');
const channel = new Socket({ fd: 3 });
require('node:readline').createInterface({ input: channel }).on('line', (line) => {
  const { command, request_id } = JSON.parse(line);
  if (command.name === 'loadfile') process.exit(7);
  const data = command[1] === 'mpv-version' ? 'mpv 0.0' : null;
  channel.write(JSON.stringify({ request_id, error: 'success', data }) + '\\n');
});
`,
  );
  const fiveDeaths = ['lost', 'lost', 'lost', 'lost', 'failed'];
  const failing = createTestPlayer({ program: dying });
  try {
    await failing.player.play(failing.item(1, wav('a.wav', 500)), { isPaused: false });
    expect(await failing.heard('failed')).toMatchObject({ message: 'mpv ended again and again.' });
    expect(failing.story()).toEqual(fiveDeaths);
    await failing.player.play(failing.item(2, wav('a.wav', 500)), { isPaused: false });
    await failing.next('failed');
    expect(failing.story()).toEqual([...fiveDeaths, ...fiveDeaths]);
  } finally {
    await failing.close();
  }
});

test('an mpv that is gone for good is given up with the reason', async () => {
  const own = program('own-mpv', '#!/bin/sh\nexec mpv "$@"\n');
  const other = createTestPlayer({ program: own });
  try {
    await other.player.play(other.item(1, wav('a.wav', 30_000)), { isPaused: false });
    await other.heard('position');
    program('own-mpv', '#!/bin/sh\necho "cannot open shared object file" >&2\nexit 127\n');
    process.kill(mpvPid(), 'SIGKILL');
    expect(await other.heard('failed')).toMatchObject({
      message: 'mpv ended as soon as it was started.',
      hint: 'It said: cannot open shared object file',
    });
    expect(other.story()).toEqual(['started 1', 'lost', 'ended 1 stopped', 'failed']);
  } finally {
    await other.close();
  }
});

test('mpv ends when the engine is killed, also under a wrapper script', async () => {
  const wrapper = program('wrapper', '#!/bin/sh\nmpv "$@"\n');
  const engine = spawn(
    process.execPath,
    [fileURLToPath(new URL('programs/play.ts', import.meta.url)), wrapper, wav('a.wav', 60_000)],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LASTFM_API_SECRET: 'very secret' } },
  );
  const lines = createInterface({ input: engine.stdout });
  await new Promise((resolve) => lines.once('line', resolve));
  const [shell] = childPids(engine.pid ?? 0, 'wrapper');
  const [mpv] = childPids(shell ?? 0);
  expect(isAlive(mpv ?? 0)).toBe(true);
  expect(readFileSync(`/proc/${mpv}/environ`, 'utf8')).not.toContain('LASTFM_');
  engine.kill('SIGKILL');
  await vi.waitUntil(() => !isAlive(mpv ?? 0) && !isAlive(shell ?? 0), { timeout: 5000 });
  lines.close();
});

test('a wrapper script that is killed takes its mpv with it', async () => {
  const wrapper = program('wrapper', '#!/bin/sh\nmpv "$@"\n');
  const other = createTestPlayer({ program: wrapper });
  try {
    await other.player.play(other.item(1, wav('a.wav', 30_000)), { isPaused: false });
    await other.heard('position');
    const [shell] = childPids(process.pid, 'wrapper');
    const [mpv] = childPids(shell ?? 0);
    process.kill(shell ?? 0, 'SIGKILL');
    await other.next('position', ({ isAdvancing }) => isAdvancing);
    expect(other.story()).toEqual(['started 1', 'lost']);
    await vi.waitUntil(() => !isAlive(mpv ?? 0), { timeout: 5000 });
  } finally {
    await other.close();
  }
});

test('closing ends also an mpv that does not listen', async () => {
  await t.close();
  const clock = createManualClock();
  t = createTestPlayer({ clock });
  await t.player.play(t.item(1, wav('a.wav', 30_000)), { isPaused: false });
  const pid = mpvPid();
  process.kill(pid, 'SIGSTOP');
  const closed = t.player.close();
  await clock.advance(0);
  await clock.advance(3000);
  await closed;
  expect(isAlive(pid)).toBe(false);
});
