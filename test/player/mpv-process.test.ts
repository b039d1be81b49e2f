import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../helpers/manual-clock.ts';
import { childPids, createTestPlayer } from '../helpers/test-player.ts';
import type { TestPlayer } from '../helpers/test-player.ts';
import { writeWav } from '../helpers/wav.ts';

const players: TestPlayer[] = [];
afterEach(async () => {
  for (const t of players.splice(0)) await t.close();
});

function create(...launch: Parameters<typeof createTestPlayer>): TestPlayer {
  const t = createTestPlayer(...launch);
  players.push(t);
  return t;
}

async function errorOf(t: TestPlayer): Promise<unknown> {
  const played = t.player.play(t.item(1, writeWav(join(t.folder, 'a.wav'), 5000)), { isPaused: false });
  return played.then(
    () => null,
    (error: unknown) => error,
  );
}

test('without mpv playing says how to install it, and nothing is reported', async () => {
  const t = create();
  writeFileSync(join(t.folder, 'pacman'), '');
  chmodSync(join(t.folder, 'pacman'), 0o755);
  const other = create({ env: { PATH: t.folder } });
  expect(await errorOf(other)).toMatchObject({
    code: 'mpv-missing',
    message: 'mpv, which plays the music, is not installed.',
    hint: expect.stringMatching(/^Install it with: (sudo )?pacman -S mpv$/),
  });
  expect(other.events).toEqual([]);
  expect(other.player.version()).toBeNull();
});

test('an mpv named by path that is not there is named', async () => {
  expect(await errorOf(create({ program: '/nowhere/mpv' }))).toMatchObject({
    code: 'mpv-missing',
    message: 'There is no mpv at /nowhere/mpv.',
  });
});

test('an mpv that may not be executed says so', async () => {
  const t = create();
  const program = join(t.folder, 'mpv');
  writeFileSync(program, 'text');
  expect(await errorOf(create({ program }))).toMatchObject({
    code: 'mpv-failed',
    message: `mpv (${program}) cannot be run.`,
  });
});

test('an mpv that ends at once says its last words', async () => {
  expect(await errorOf(create({ args: ['--no-such-option'] }))).toMatchObject({
    code: 'mpv-failed',
    message: 'mpv ended as soon as it was started.',
    hint: expect.stringContaining('no-such-option'),
  });
});

test('a program that does not answer is ended and said to be no good', async () => {
  const t = create();
  const program = join(t.folder, 'mpv');
  writeFileSync(program, '#!/bin/sh\nexec sleep 60\n');
  chmodSync(program, 0o755);
  const clock = createManualClock();
  const error = await clock.runUntil(errorOf(create({ program, clock })));
  expect(error).toMatchObject({ code: 'mpv-failed', message: 'mpv does not answer.' });
  expect(childPids(process.pid, 'sleep')).toEqual([]);
});

test('a play that failed can be tried again', async () => {
  const t = create();
  const program = join(t.folder, 'mpv');
  const other = create({ program });
  expect(await errorOf(other)).toMatchObject({ code: 'mpv-missing' });
  writeFileSync(program, '#!/bin/sh\nexec mpv "$@"\n');
  chmodSync(program, 0o755);
  expect(await errorOf(other)).toBeNull();
  await other.heard('started');
});

test('without a sound device the null output is used and reported', async () => {
  const t = create({ args: ['--ao=alsa', '--audio-device=alsa/tonearm-has-no-such-device'] });
  expect(await errorOf(t)).toBeNull();
  expect(await t.heard('output')).toMatchObject({ isSilent: true });
  await t.heard('position', ({ isAdvancing }) => isAdvancing);
  await t.player.play(t.item(2, join(t.folder, 'a.wav')), { isPaused: false });
  await t.heard('position', ({ key, isAdvancing }) => key === 2 && isAdvancing);
  expect(t.events.filter(({ kind }) => kind === 'output')).toHaveLength(1);
});

test('a null output that was asked for is not reported', async () => {
  const t = create();
  expect(await errorOf(t)).toBeNull();
  await t.heard('position', ({ isAdvancing }) => isAdvancing);
  await t.player.setVolume(10);
  expect(t.events.some(({ kind }) => kind === 'output')).toBe(false);
});

test('what mpv prints goes to the log, clean and bounded', async () => {
  const t = create();
  const program = join(t.folder, 'mpv');
  writeFileSync(
    program,
    `#!/bin/sh
printf '\\033]0;pwned\\007first\\r\\n'
i=0; while [ $i -lt 200 ]; do echo "line $i"; i=$((i+1)); done
head -c 100000 /dev/zero | tr '\\0' x
exit 3
`,
  );
  chmodSync(program, 0o755);
  const other = create({ program });
  await errorOf(other);
  const lines = other.logged.filter((line) => line.startsWith('mpv {"line"'));
  expect(lines).toHaveLength(40);
  expect(lines).toContain('mpv {"line":"]0;pwnedfirst"}');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(2100);
});
