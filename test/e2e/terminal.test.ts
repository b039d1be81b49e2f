import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { type HardLibrary, HOSTILE_TAG, makeHardLibrary } from '../helpers/hard-library.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { isAlive, makeTonearm, program, type Tonearm } from '../helpers/tonearm.ts';

let folder: string;
let music: HardLibrary;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-music-'));
  music = await makeHardLibrary(folder, { durationSeconds: 40 });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function openWindow(tonearm: Tonearm, size: { columns?: number; rows?: number } = {}): Promise<Terminal> {
  return openTerminal({ command: [process.execPath, program], env: tonearm.env, ...size });
}

/** The engine as it started: a window that is gone must not have taken it along. */
async function expectStillPlaying(tonearm: Tonearm, engine: number): Promise<void> {
  const before = await tonearm.status();
  expect(before).toMatchObject({ engine: { pid: engine }, playback: { status: 'playing' } });
  await eventually('the music goes on', async () => {
    const { playback } = await tonearm.status();
    return playback.positionSeconds > before.playback.positionSeconds;
  });
}

describe('the window in a terminal', () => {
  it('takes the first folder, scans it and plays what is chosen', async () => {
    const tonearm = makeTonearm();
    const window = await openWindow(tonearm);
    await window.shows(/folder/i);
    await window.press(folder, 'Enter');
    await window.shows('The Hard Cases');
    await window.shows(/Artists ─+ 9/);
    await window.press('Enter');
    await eventually('it plays', async () => (await tonearm.status()).playback.status === 'playing');
    await window.press('2');
    await window.shows(/Play queue ─+.* 2 /);
    await window.press('Space');
    await eventually('it is paused', async () => (await tonearm.status()).playback.status === 'paused');
    await window.press('q');
    await eventually('the terminal is back', async () => !(await window.screen()).includes('Play queue'));
    expect(await tonearm.status()).toMatchObject({ playback: { status: 'paused' }, library: { tracks: 41 } });
  });

  it.each([
    { columns: 120, rows: 40 },
    { columns: 80, rows: 24 },
    { columns: 60, rows: 16 },
  ])('fits $columns × $rows with the hardest of names', async ({ columns, rows }) => {
    const tonearm = makeTonearm();
    await tonearm.ask('library', 'add', folder);
    await tonearm.ask('play', ...music.files.slice(0, 12).map(({ path }) => path));
    const window = await openWindow(tonearm, { columns, rows });
    await window.press('2');
    await window.shows(/Play queue ─/);
    const shown = await window.shows('夜に駆ける');
    expect(shown.split('\n').length).toBeLessThanOrEqual(rows);
    expect(shown).toMatch(/Play queue ─/);
    await window.resize(columns + 10, rows + 4);
    await window.shows(/Play queue ─/);
    await window.resize(50, 12);
    await window.shows('60');
    await window.resize(columns, rows);
    await window.shows('夜に駆ける');
  });

  it('goes, and the music stays, when the terminal is taken away; the next window shows the same', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('library', 'add', folder);
    await tonearm.ask('play', ...music.files.slice(0, 5).map(({ path }) => path));
    const engine = await tonearm.enginePid();
    const window = await openWindow(tonearm);
    await window.shows('夜に駆ける');
    const pid = await window.pid();
    await window.close();
    await eventually('the window is gone', () => !isAlive(pid));
    await expectStillPlaying(tonearm, engine);
    const again = await openWindow(tonearm);
    await again.press('2');
    await again.shows(/Play queue ─+.* 5 /);
    await again.shows('夜に駆ける');
    const second = await again.pid();
    process.kill(second, 'SIGHUP');
    await eventually('the second window is gone', () => !isAlive(second));
    await expectStillPlaying(tonearm, engine);
  });

  it('leaves with a word about the music that goes on, and Q stops it', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('play', music.files[0]?.path ?? '');
    const engine = await tonearm.enginePid();
    const window = await openWindow(tonearm);
    await window.shows('夜に駆ける');
    await window.press('q');
    await window.shows('tonearm shutdown');
    const again = await openWindow(tonearm);
    await again.shows('夜に駆ける');
    await again.press('Q');
    await again.press('y');
    await eventually('the engine is gone', () => !isAlive(engine));
    expect((await tonearm.run('status')).exitCode).toBe(3);
  });

  it('shows a tag that would command the terminal as the harmless text it is', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('library', 'add', folder);
    const hostile = music.files.find(({ title }) => title?.includes('Hostile'));
    await tonearm.ask('play', hostile?.path ?? '');
    const window = await openWindow(tonearm);
    await window.shows(']0;pwned[2JHostile');
    for (const words of [['status'], ['queue'], ['library', 'search', 'hostile'], ['watch']]) {
      const { stdout, stderr } = await (words[0] === 'watch' ? watchOnce(tonearm) : tonearm.run(...words));
      expect(stdout).toContain('pwned');
      // oxlint-disable-next-line no-control-regex -- what must not be there
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
    expect(JSON.stringify(await tonearm.ask('status'))).not.toContain(HOSTILE_TAG);
    expect(tonearm.log()).not.toContain('\u001b');
  });

  it('is refused where there is no terminal, with the words to use instead', async () => {
    const { exitCode, stdout, stderr } = await makeTonearm().run();
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^tonearm: The window needs a terminal\.\nWithout one use commands: /);
  });
});

/** The first lines of a watch, which are the state. */
async function watchOnce(tonearm: Tonearm): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program, 'watch'], { env: tonearm.env });
  let stdout = '';
  child.stdout.on('data', (part: Buffer) => {
    stdout += part.toString();
  });
  await eventually('four lines', () => stdout.split('\n').length > 4);
  child.kill();
  return { stdout, stderr: '' };
}
