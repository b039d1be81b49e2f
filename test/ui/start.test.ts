import { expect, test, vi } from 'vitest';
import { openWindow, type WindowEnd } from '../../src/ui/start.tsx';
import { createFakeEngine, fakeQueueItem, fakeTrack, type FakeEngine } from '../helpers/fake-engine.ts';
import { createFakeTerminal, type FakeTerminal } from '../helpers/fake-terminal.ts';

vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '1';
});

const ENTER_SCREEN = '\u001B[?1049h';
const LEAVE_SCREEN = '\u001B[?1049l';
const SHOW_CURSOR = '\u001B[?25h';
const PASTE_OFF = '\u001B[?2004l';

function open(engine: FakeEngine = createFakeEngine(), terminal: FakeTerminal = createFakeTerminal()) {
  const ended = openWindow({
    engine,
    reconnect: () => Promise.reject(new Error('no engine')),
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    demoFolder: null,
    env: {},
  });
  // Whoever awaits it later sees the failure.
  ended.catch(() => {});
  return { engine, terminal, ended };
}

/** Opens a window, ends it when it is drawn, and checks that the terminal is as it was. */
async function endBy(end: (terminal: FakeTerminal) => void, engine?: FakeEngine): Promise<WindowEnd> {
  const { terminal, ended } = open(engine);
  await terminal.until('Artist 0001');
  expect([terminal.isRaw(), terminal.written().includes(ENTER_SCREEN)]).toEqual([true, true]);
  end(terminal);
  const result = await ended;
  expectRestored(terminal);
  return result;
}

function expectRestored(terminal: FakeTerminal): void {
  const text = terminal.written();
  const left = text.lastIndexOf(LEAVE_SCREEN);
  expect(terminal.isRaw()).toBe(false);
  expect(left).toBeGreaterThan(text.lastIndexOf(ENTER_SCREEN));
  expect(text.lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(left);
  expect(terminal.written()).toContain(PASTE_OFF);
}

test('closes with q, restores the terminal, lets go of the engine', async () => {
  const engine = createFakeEngine();
  expect(await endBy((terminal) => terminal.type('q'), engine)).toEqual({ reason: 'quit', isPlaying: false });
  expect(await engine.closed).toBe('lost');
  expect(engine.calls.some(({ id }) => id === 'engine.shutdown')).toBe(false);
});

test('says whether music goes on', async () => {
  const engine = createFakeEngine({ slices: { playback: { status: 'playing', track: fakeTrack(0) } } });
  expect(await endBy((terminal) => terminal.type('q'), engine)).toEqual({ reason: 'quit', isPlaying: true });
});

test('stops the engine with Q', async () => {
  expect(await endBy((terminal) => terminal.type('Q'))).toEqual({ reason: 'shutdown', isPlaying: false });
});

test.each([
  ['SIGTERM', 'quit'],
  ['SIGINT', 'quit'],
  ['SIGHUP', 'lost'],
] as const)('closes on %s', async (signal, reason) => {
  expect(await endBy(() => process.emit(signal, signal))).toEqual({ reason, isPlaying: false });
});

test('ends quietly when the terminal is gone', async () => {
  const broken = Object.assign(new Error('write EIO'), { code: 'EIO' });
  expect((await endBy((terminal) => terminal.stdout.emit('error', broken))).reason).toBe('lost');
  expect((await endBy((terminal) => terminal.stdin.emit('error', broken))).reason).toBe('lost');
  expect((await endBy((terminal) => terminal.stdin.emit('end'))).reason).toBe('lost');
});

test('restores the terminal when drawing breaks, and says what broke', async () => {
  const { engine, terminal, ended } = open(createFakeEngine({ queue: [fakeQueueItem(0, 1)] }));
  await terminal.until('Artist 0001');
  const track = {
    ...fakeTrack(0),
    get title(): string {
      throw new TypeError('broken title');
    },
  };
  engine.set('playback', { status: 'playing', track });
  await expect(ended).rejects.toThrow('broken title');
  expectRestored(terminal);
});

test('restores the terminal when anything else throws, and says what', async () => {
  const { terminal, ended } = open();
  await terminal.until('Artist 0001');
  const listeners = process.listeners('uncaughtException');
  listeners.at(-1)?.(new Error('broken'), 'uncaughtException');
  await expect(ended).rejects.toThrow('broken');
  expectRestored(terminal);
  expect(process.listeners('uncaughtException')).toHaveLength(listeners.length - 1);
});

test('fits a terminal of another size at once', async () => {
  const { terminal, ended } = open();
  await terminal.until('Artist 0001');
  terminal.resize(50, 10);
  await terminal.until('Terminal too small: 60×16 needed');
  terminal.resize(100, 24);
  await terminal.until('Albums');
  terminal.type('q');
  expect((await ended).reason).toBe('quit');
});

test('draws the whole screen again on Ctrl-l', async () => {
  const { terminal, ended } = open();
  await terminal.until('Artist 0001');
  const times = () => terminal.written().split('Artist 0006').length - 1;
  expect(times()).toBe(1);
  terminal.type('\u000C');
  await vi.waitUntil(() => times() === 2);
  terminal.type('q');
  await ended;
});

test('costs the terminal at most 60 bytes a second while playing, and none while paused', async () => {
  const terminal = createFakeTerminal(120, 40);
  const nowMs = Date.now();
  const { engine, ended } = open(
    createFakeEngine({
      slices: {
        playback: {
          status: 'playing',
          isAdvancing: true,
          positionSeconds: 5,
          sampledAtMs: nowMs,
          durationSeconds: 40,
          track: fakeTrack(0),
          entryId: 1000,
        },
        lastfm: {
          play: { state: 'listening', startedAt: 1, listenedSeconds: 5, neededSeconds: 20 },
          playSampledAtMs: nowMs,
        },
      },
    }),
    terminal,
  );
  await terminal.until('Title 10');
  await terminal.until('6/0:40');
  const before = terminal.written().length;
  await vi.waitUntil(() => Date.now() - nowMs > 4500, { timeout: 10_000 });
  const bytes = Buffer.byteLength(terminal.written().slice(before));
  expect(bytes).toBeGreaterThan(60);
  expect(bytes).toBeLessThanOrEqual(60 * 3);
  engine.set('playback', { status: 'paused' });
  terminal.type('q');
  expect((await ended).isPlaying).toBe(false);
});
