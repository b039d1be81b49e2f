import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlayerEvent } from '../../src/player/player.ts';
import { childPids, createTestPlayer } from '../helpers/test-player.ts';
import type { TestPlayer } from '../helpers/test-player.ts';
import { writeWav } from '../helpers/wav.ts';

let t: TestPlayer;
beforeEach(() => {
  t = createTestPlayer();
});
afterEach(() => t.close());

const wav = (name: string, durationMs: number): string => writeWav(join(t.folder, name), durationMs);
const play = (key: number, path: string, startMs = 0): Promise<void> =>
  t.player.play(t.item(key, path, startMs), { isPaused: false });

test('a file plays from its start to its end', async () => {
  await play(1, wav('a.wav', 1500));
  await t.heard('ended');
  expect(t.story()).toEqual(['started 1', 'ended 1 eof']);
  expect(await t.heard('duration')).toMatchObject({ key: 1, durationMs: 1500 });
  const places = t.events.flatMap((event) => (event.kind === 'position' ? [event.positionMs] : []));
  expect(places[0]).toBeLessThan(200);
  expect(places.at(-1)).toBeGreaterThan(600);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(t.player.version()).toMatch(/^mpv \S+/);
});

test('a file can start in the middle, and paused', async () => {
  await t.player.play(t.item(1, wav('a.wav', 60_000), 30_500), { isPaused: true });
  expect(await t.heard('started')).toMatchObject({ key: 1, positionMs: 30_500 });
  const position = await t.heard('position');
  expect(position).toMatchObject({ key: 1, positionMs: 30_500, isAdvancing: false, isPaused: true });
});

test('the next file follows by itself, the end of the old one reported first', async () => {
  await play(1, wav('a.wav', 700));
  await t.player.setNext(t.item(2, wav('b.wav', 1300)));
  await t.heard('started', ({ key }) => key === 2);
  await t.player.setNext(t.item(3, wav('c.wav', 700)));
  await t.heard('ended', ({ key }) => key === 3);
  expect(t.story()).toEqual(['started 1', 'ended 1 eof', 'started 2', 'ended 2 eof', 'started 3', 'ended 3 eof']);
  expect(await t.heard('duration', ({ key }) => key === 2)).toMatchObject({ durationMs: 1300 });
});

test('what follows can be replaced and taken back', async () => {
  await play(1, wav('a.wav', 900));
  await t.player.setNext(t.item(2, wav('b.wav', 500)));
  await t.player.setNext(t.item(3, wav('c.wav', 900)));
  await t.heard('started', ({ key }) => key === 3);
  await t.player.setNext(t.item(4, wav('d.wav', 500)));
  await t.player.setNext(null);
  await t.heard('ended', ({ key }) => key === 3);
  await play(5, wav('e.wav', 500));
  await t.heard('ended', ({ key }) => key === 5);
  expect(t.story()).toEqual(['started 1', 'ended 1 eof', 'started 3', 'ended 3 eof', 'started 5', 'ended 5 eof']);
});

test('a next file set just as the last one ends still plays', async () => {
  await play(1, wav('a.wav', 400));
  // The end is on its way to us or not: either way nothing may be left lying.
  await t.heard('started');
  const end = t.next('ended');
  const path = wav('b.wav', 400);
  const hasEnded = (): boolean => t.story().includes('ended 1 eof');
  for (let key = 2; !hasEnded(); key += 1) await t.player.setNext(t.item(key, path));
  await end;
  const last = await t.heard('started', ({ key }) => key > 1);
  await t.heard('ended', ({ key }) => key === last.key);
  expect(t.story().slice(0, 3)).toEqual(['started 1', 'ended 1 eof', `started ${last.key}`]);
});

test('playing another file ends the one that sounds, and one that was not yet open is never heard of', async () => {
  const path = wav('a.wav', 10_000);
  await play(1, path);
  await t.heard('position');
  await Promise.all([play(2, path), play(3, path)]);
  await t.heard('position', ({ key }) => key === 3);
  await t.player.stop();
  expect(t.story()).toEqual(['started 1', 'ended 1 stopped', 'started 3', 'ended 3 stopped']);
});

test('of two plays before mpv even runs only the last is made', async () => {
  const path = wav('a.wav', 10_000);
  await Promise.all([play(1, path), play(2, path)]);
  await t.heard('started');
  await t.player.stop();
  expect(t.story()).toEqual(['started 2', 'ended 2 stopped']);
});

test('stopping while a file is being opened leaves silence', async () => {
  await play(1, wav('a.wav', 10_000));
  await t.player.stop();
  await play(2, wav('b.wav', 300));
  await t.heard('ended', ({ key }) => key === 2);
  expect(t.story().slice(-2)).toEqual(['started 2', 'ended 2 eof']);
});

test('a pause holds the place and a resume goes on from it', async () => {
  await play(1, wav('a.wav', 30_000));
  await t.heard('position', ({ positionMs }) => positionMs > 500);
  await t.player.setPaused(true);
  const paused = t.events.findLast((event) => event.kind === 'position');
  expect(paused).toMatchObject({ isAdvancing: false, isPaused: true });
  const resumed = t.next('position');
  await t.player.setPaused(false);
  const place = (await resumed).positionMs;
  expect(await resumed).toMatchObject({ isAdvancing: true, isPaused: false });
  expect(Math.abs(place - (paused?.kind === 'position' ? paused.positionMs : 0))).toBeLessThan(400);
});

describe('seeking', () => {
  test('announces the jump, then reports the new place', async () => {
    await play(1, wav('a.wav', 60_000));
    await t.heard('position');
    const from = t.events.length;
    await t.player.seekTo(40_000);
    const [seeking, position] = t.events.slice(from);
    expect(seeking).toMatchObject({ kind: 'seeking', key: 1 });
    expect(position).toMatchObject({ kind: 'position', key: 1, isAdvancing: true });
    expect(position?.kind === 'position' ? position.positionMs : 0).toBeGreaterThanOrEqual(40_000);
    expect(position?.kind === 'position' ? position.positionMs : 0).toBeLessThan(40_200);
  });

  test('works while paused', async () => {
    await t.player.play(t.item(1, wav('a.wav', 60_000)), { isPaused: true });
    await t.heard('position');
    await t.player.seekTo(20_000);
    await t.player.seekTo(1000);
    expect(t.events.at(-1)).toMatchObject({ kind: 'position', positionMs: 1000, isAdvancing: false, isPaused: true });
  });

  test('many times at once ends at the last place', async () => {
    await play(1, wav('a.wav', 60_000));
    await t.heard('position');
    await Promise.all(Array.from({ length: 30 }, (_, index) => t.player.seekTo(1000 * (index + 1))));
    const last = t.events.at(-1);
    expect(last?.kind === 'position' ? last.positionMs : 0).toBeGreaterThanOrEqual(30_000);
  });

  test('while the file is still being opened is made when it is', async () => {
    const played = play(1, wav('a.wav', 60_000));
    await t.player.seekTo(10_000);
    await played;
    expect(t.events.at(-1)).toMatchObject({ kind: 'position', key: 1 });
    const last = t.events.at(-1);
    expect(last?.kind === 'position' ? last.positionMs : 0).toBeGreaterThanOrEqual(10_000);
  });

  test('beyond the end ends the file', async () => {
    await play(1, wav('a.wav', 60_000));
    await t.player.setNext(t.item(2, wav('b.wav', 5000)));
    await t.heard('position');
    await t.player.seekTo(90_000);
    await t.heard('started', ({ key }) => key === 2);
    expect(t.story()).toEqual(['started 1', 'ended 1 eof', 'started 2']);
  });

  test('is nothing while nothing plays', async () => {
    await t.player.seekTo(1000);
    expect(t.events).toEqual([]);
  });
});

test('speed is reported by mpv, makes time pass faster, and samples come more often', async () => {
  await play(1, wav('a.wav', 8000));
  await t.heard('position');
  await t.player.setSpeed(5);
  expect(await t.heard('speed', ({ speed }) => speed === 5)).toMatchObject({ kind: 'speed', speed: 5 });
  const changed = await t.heard('position', ({ speed }) => speed === 5);
  const ended = await t.heard('ended');
  expect(ended.atMs - changed.atMs).toBeGreaterThan(800);
  expect(ended.atMs - changed.atMs).toBeLessThan(3000);
  expect(t.events.filter((event) => event.kind === 'position' && event.speed === 5).length).toBeGreaterThan(5);
  const places = t.events.flatMap((event) => (event.kind === 'position' ? [event.positionMs] : []));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a place never goes back without a jump, however fast what is buffered is reckoned', async () => {
  await play(1, wav('a.wav', 60_000), 20_000);
  await t.heard('position');
  await t.player.setSpeed(20);
  await t.heard('position', ({ positionMs }) => positionMs > 25_000);
  const places = t.events.flatMap((event) => (event.kind === 'position' ? [event.positionMs] : []));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(t.events.some(({ kind }) => kind === 'seeking')).toBe(false);
});

test('volume and mute are what mpv says, and are taken to it if set before it runs', async () => {
  await t.player.setVolume(35);
  expect(t.events.map(({ kind }) => kind)).toEqual(['volume']);
  await play(1, wav('a.wav', 10_000));
  expect(await t.heard('muted')).toMatchObject({ isMuted: false });
  await t.player.setMuted(true);
  await t.player.setVolume(60);
  expect(t.events.filter(({ kind }) => kind === 'volume' || kind === 'muted')).toMatchObject([
    { percent: 35 },
    { isMuted: false },
    { isMuted: true },
    { percent: 60 },
  ]);
});

describe('a file that cannot be played', () => {
  test.each([
    ['missing', (): void => {}],
    ['empty', (path: string): void => writeFileSync(path, '')],
    ['text', (path: string): void => writeFileSync(path, 'hello world, this is no music\n'.repeat(2000))],
    ['a header without sound', (path: string): void => writeFileSync(path, 'RIFF\0\0\0\0WAVEfmt ')],
    ['a folder', (path: string): void => mkdirSync(path)],
    ['a playlist', (path: string): void => writeFileSync(path, `#EXTM3U\n${wav('secret.wav', 500)}\n`)],
    ['a list of pieces', (path: string): void => writeFileSync(path, `ffconcat version 1.0\nfile secret.wav\n`)],
    ['a cut list', (path: string): void => writeFileSync(path, `# mpv EDL v0\n${wav('secret.wav', 500)},0,1\n`)],
    [
      'a stream list',
      (path: string): void =>
        writeFileSync(path, '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n'),
    ],
  ])('%s ends with an error, and the next one follows', async (_, make) => {
    const path = join(t.folder, 'bad.m3u');
    make(path);
    await play(1, path);
    await t.player.setNext(t.item(2, wav('b.wav', 5000)));
    const ended = await t.heard('ended');
    expect(ended).toMatchObject({ key: 1, reason: 'error' });
    expect(ended.message).toMatch(/loading failed|unrecognized file format/);
    if (!t.story().includes('started 2')) await play(3, wav('c.wav', 5000));
    await t.heard('started');
    expect(t.story()[0]).toBe('ended 1 error');
  });

  test('a path that is not whole is refused', async () => {
    await expect(play(1, 'http://127.0.0.1/a.mp3')).rejects.toThrow("Only a file's whole path can be played");
    await expect(t.player.setNext(t.item(1, '--shuffle'))).rejects.toThrow("Only a file's whole path can be played");
  });
});

test.each([
  ['quotes, escapes and options', `we"ird 'q' \\ --pause start=3,x=[y] %n%5%abc.wav`],
  ['a newline', 'two\nlines.wav'],
  ['properties', '${path} $>{volume}.wav'],
  ['emoji and right-to-left', '😀 שלום 世界 e\u0301.wav'],
  ['255 bytes', `${'語'.repeat(83)}ab.wav`],
  ['a scheme', 'http:__x.wav'],
  ['only blanks around', '  a .wav'],
])('a name with %s is played', async (_, name) => {
  await play(1, wav(name, 10_000));
  expect(await t.heard('duration')).toMatchObject({ key: 1, durationMs: 10_000 });
});

test('a path beyond a thousand bytes is played', async () => {
  const deep = join(t.folder, ...Array.from({ length: 6 }, () => 'd'.repeat(200)));
  mkdirSync(deep, { recursive: true });
  await play(1, writeWav(join(deep, 'a.wav'), 10_000));
  expect(await t.heard('duration')).toMatchObject({ key: 1, durationMs: 10_000 });
});

test('whatever is done in whatever order, every started play ends once and samples belong to what sounds', async () => {
  const paths = [wav('a.wav', 250), wav('b.wav', 600), wav('c.wav', 20_000), join(t.folder, 'missing.wav')];
  let key = 0;
  let seed = 20_240_607;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const fresh = (): { key: number; path: string; startMs: number } => {
    key += 1;
    return t.item(key, paths[random(paths.length)] ?? '', random(3) === 0 ? random(500) : 0);
  };
  const actions: readonly (() => Promise<void>)[] = [
    () => t.player.play(fresh(), { isPaused: random(5) === 0 }),
    () => t.player.play(fresh(), { isPaused: false }),
    () => t.player.setNext(fresh()),
    () => t.player.setNext(fresh()),
    () => t.player.setNext(null),
    () => t.player.setPaused(random(3) === 0),
    () => t.player.seekTo(random(700)),
    () => t.player.setSpeed(1 + random(3)),
    () => t.player.stop(),
  ];
  const running: Promise<void>[] = [];
  const startedKeys = (): number[] => t.events.flatMap((event) => (event.kind === 'started' ? [event.key] : []));
  // A slow machine starts fewer plays in as many steps: go on until there were enough to mean something.
  for (let step = 0; step < 150 || (startedKeys().length <= 20 && step < 600); step += 1) {
    const done = actions[random(actions.length)]?.();
    if (done === undefined) continue;
    if (random(3) === 0) await done;
    else running.push(done);
    await new Promise((resolve) => setTimeout(resolve, random(60)));
  }
  await Promise.all(running);
  await t.player.close();

  expect(mistakesIn(t.events)).toEqual([]);
  const started = startedKeys();
  expect(new Set(started).size).toBe(started.length);
  expect(started.length).toBeGreaterThan(20);
});

/** What was told out of order: of a play that did not sound, or before the one before it had ended. */
function mistakesIn(events: readonly PlayerEvent[]): PlayerEvent[] {
  let sounding: number | null = null;
  const isMistake = (event: PlayerEvent): boolean => {
    const before = sounding;
    if (event.kind === 'started') {
      sounding = event.key;
      return before !== null;
    }
    if (event.kind === 'ended') {
      sounding = null;
      return event.key !== before && !(before === null && event.reason === 'error');
    }
    return 'key' in event && event.key !== before;
  };
  const mistakes = events.filter(isMistake);
  return sounding === null ? mistakes : [...mistakes, ...events.slice(-1)];
}

test('closing ends mpv', async () => {
  await play(1, wav('a.wav', 10_000));
  await t.heard('started');
  expect(childPids(process.pid)).toHaveLength(1);
  await t.player.close();
  expect(childPids(process.pid)).toEqual([]);
  expect(t.story()).toEqual(['started 1', 'ended 1 stopped']);
  await expect(play(2, wav('a.wav', 500))).rejects.toThrow('The player is closed.');
});
