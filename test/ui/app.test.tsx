import { afterEach, expect, test, vi } from 'vitest';
import { createFakeEngine, fakeQueueItem, fakeTrack } from '../helpers/fake-engine.ts';
import { openApp, type OpenAppOptions, type OpenedApp } from '../helpers/open-app.tsx';

// Before anything loads the library that decides on colours, so that frames show what is reversed.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '1';
});

let app: OpenedApp;
const open = async (options: OpenAppOptions = {}): Promise<void> => {
  app = await openApp(options);
};
afterEach(() => app.close());

const wide = { columns: 100, rows: 16 };
const small = { columns: 60, rows: 16 };
const queue = [0, 1, 2, 3, 4].map((number, index) => fakeQueueItem(number * 11, index + 1));
const calls = (id: string) => app.engine.calls.filter((call) => call.id === id).map(({ params }) => params);
const playing = {
  playback: {
    status: 'playing',
    isAdvancing: true,
    positionSeconds: 60,
    sampledAtMs: Date.UTC(2026, 4, 14, 12),
    durationSeconds: 180,
    track: fakeTrack(0),
    entryId: 1000,
  },
  queue: { index: 0 },
} as const;

test('opens with artists, albums and tracks side by side', async () => {
  await open({ size: wide });
  expect(app.lines()).toEqual([
    ' 1 Library  2 Queue  5 Last.fm',
    '┌ Artists ────────────── 6 ┐┌ Albums ───────────────────── 5 ┐┌ Tracks ──────────────────────── 10 ┐',
    '│  Artist 0001          50 ││  2000  Album 1              10 ││    1  Title 1                 3:00 │',
    '│  Artist 0002          50 ││  2001  Album 2              10 ││    2  Title 2                 3:01 │',
    '│  Artist 0003          50 ││  2002  Album 3              10 ││    3  Title 3                 3:02 │',
    '│  Artist 0004          50 ││  2003  Album 4              10 ││    4  Title 4           ♥     3:03 │',
    '│  Artist 0005          50 ││  2004  Album 5              10 ││    5  Title 5                 3:04 │',
    '│  Artist 0006          50 ││                                ││    6  Title 6                 3:05 │',
    '│                          ││                                ││    7  Title 7                 3:06 │',
    '│                          ││                                ││    8  Title 8                 3:07 │',
    '│                          ││                                ││    9  Title 9                 3:08 │',
    '└──────────────────────────┘└────────────────────────────────┘└────────────────────────────────────┘',
    ' Enter play  a append  E next  l into  / search  Space pause  ? help  q close',
    ' ■ Nothing is playing',
    '',
    ' vol 80%  [---]',
  ]);
  expect(app.reversed()).toEqual(['1 Library', 'Artist 0001  50']);
});

test('drills down where there is room for one column only', async () => {
  await open({ size: small });
  await app.press('j', 'l');
  expect(app.lines().slice(1, 3)).toEqual([
    '┌ Artist 0002 ────────────────────────────────────────── 5 ┐',
    '│  2000  Album 1                                        10 │',
  ]);
  await app.press('j', 'Right');
  expect(app.lines().slice(1, 3)).toEqual([
    '┌ Artist 0002 › Album 2 ─────────────────────────────── 10 ┐',
    '│    1  Title 61                                      3:00 │',
  ]);
  await app.press('h', 'Left');
  expect(app.reversed()[1]).toBe('Artist 0002  50');
});

test('shows the albums and tracks of another artist once the cursor rests', async () => {
  await open({ size: wide });
  await app.press('j', 'j', 'j');
  expect(app.lines()[2]).toContain('Title 1 ');
  await app.clock.advance(40);
  await app.settle();
  expect(app.lines()[2]).toContain('Title 151 ');
  expect(calls('library.albums')).toMatchObject([{ artist: 'Artist 0001' }, { artist: 'Artist 0004' }]);
});

test('moves by rows, half pages, pages, to the ends, and by counts', async () => {
  await open({ tracks: 5000 });
  const at = async (...keys: string[]) => {
    await app.press(...keys);
    return app.controller.state().cursors.artists.index;
  };
  expect(await at('j', 'Down', 'k')).toBe(1);
  expect(await at('1', '0', 'j')).toBe(11);
  expect(await at('Ctrl-d')).toBe(20);
  expect(await at('PageDown')).toBe(37);
  expect(await at('Ctrl-u')).toBe(28);
  expect(await at('Ctrl-b')).toBe(11);
  expect(await at('G')).toBe(99);
  expect(await at('j', 'Ctrl-f')).toBe(99);
  expect(await at('5', '0', 'G')).toBe(49);
  expect(await at('g', 'g')).toBe(0);
  expect(await at('End')).toBe(99);
  expect(await at('Home', 'k')).toBe(0);
});

test('does what was typed ahead, in order', async () => {
  await open({ size: wide });
  await app.press('jlljjE');
  expect(calls('queue.add')).toEqual([{ trackIds: [53], next: true }]);
});

test('shows half-typed keys at the right of the line above the strip', async () => {
  await open();
  await app.press('7');
  expect(app.lines()[20]?.endsWith(' 7')).toBe(true);
  await app.press('g');
  expect(app.lines()[20]?.endsWith(' 7g')).toBe(true);
  await app.press('Esc');
  expect(app.lines()[20]).toBe(' Enter play  a append  E next  l into  / search  Space pause  ? help  q close');
});

test('plays a track, an album, or all of an artist', async () => {
  await open({ size: wide });
  await app.press('Enter');
  expect(calls('queue.add')).toEqual([{ trackIds: Array.from({ length: 50 }, (_, index) => index + 1), play: true }]);
  await app.press('l', 'j', 'a');
  expect(calls('queue.add')[1]).toEqual({ trackIds: Array.from({ length: 10 }, (_, index) => index + 11) });
  expect(app.lines()[12]).toBe(' 10 tracks added to the play queue');
  await app.press('l', 'j', 'Enter');
  expect(calls('queue.add')[2]).toEqual({ trackIds: [12], play: true });
});

test('appends everything shown, in requests that are not too long', async () => {
  await open({ tracks: 12_000, size: wide });
  await app.press('A');
  expect(calls('queue.add').map((params) => (params as { trackIds: number[] }).trackIds.length)).toEqual([
    5000, 5000, 2000,
  ]);
  expect(app.lines()[12]).toBe(' 12,000 tracks added to the play queue');
  await app.press('l', 'A');
  expect(calls('queue.add')[3]).toMatchObject({ trackIds: { length: 50 } });
});

test('searches the library as one types, and plays what was found', async () => {
  await open();
  await app.press('/', '1', '2', '3');
  expect(app.lines().slice(1, 4)).toEqual([
    '┌ Search: 123 ──────────────────────────────────────────────────────── 1 track ┐',
    '│  Title 123                  Artist 0003        Album 3            ♥     3:02 │',
    '│                                                                              │',
  ]);
  await app.press('Enter', 'Enter');
  expect(calls('queue.add')).toEqual([{ trackIds: [123], play: true }]);
  await app.press('Esc');
  expect(app.lines()[1]).toContain('┌ Artists');
});

test('leaves the columns as they were when a search is given up', async () => {
  await open();
  await app.press('j', '/', '9', 'Esc');
  expect([app.lines()[1]?.slice(0, 10), app.reversed()[1]]).toEqual(['┌ Artists ', 'Artist 0002  50']);
});

test('shows the queue with what plays marked, and jumps to it', async () => {
  await open({ queue, slices: playing });
  await app.press('2', 'j', 'j');
  expect(app.lines().slice(1, 7)).toEqual([
    '┌ Play queue ─────────────────────────────────────────────────── 1 of 5 tracks ┐',
    '│▶  1  Title 1                  Artist 0001       Album 1                 3:00 │',
    '│   2  Title 12                 Artist 0001       Album 2                 3:11 │',
    '│   3  Title 23                 Artist 0001       Album 3                 3:22 │',
    '│   4  Title 34                 Artist 0001       Album 4                 3:33 │',
    '│   5  Title 45                 Artist 0001       Album 5                 3:44 │',
  ]);
  expect(app.reversed()).toEqual(['2 Queue', '3  Title 23  Artist 0001  Album 3  3:22']);
  await app.press('1', 'o');
  expect(app.reversed()[1]).toBe('▶  1  Title 1  Artist 0001  Album 1  3:00');
});

test('plays, removes and moves entries of the queue by their ids', async () => {
  await open({ queue });
  await app.press('2', 'j', 'Enter');
  expect(calls('queue.play')).toEqual([{ entryId: 1011 }]);
  await app.press('JJ');
  expect(calls('queue.move')).toEqual([
    { entryId: 1011, to: 3 },
    { entryId: 1011, to: 4 },
  ]);
  expect(app.reversed()[1]).toContain('Title 12 ');
  await app.press('K', 'd', 'd');
  expect(calls('queue.remove')).toEqual([{ entryIds: [1011] }, { entryIds: [1033] }]);
  expect(app.lines()[1]).toContain(' 2 of 3 tracks ┐');
});

test('asks before it clears the queue', async () => {
  await open({ queue });
  await app.press('2', 'D');
  expect(app.lines()[20]).toBe(' Clear the play queue of 5 tracks? y/n');
  await app.press('n');
  expect(calls('queue.clear')).toEqual([]);
  await app.press('D', 'y');
  expect(calls('queue.clear')).toEqual([{}]);
  expect(app.lines()[2]).toMatch(/^│ {2}The play queue is empty: Enter plays what is selected/);
});

test('finds in the queue as one types, goes on with n and N, and back with Esc', async () => {
  await open({ queue: Array.from({ length: 5000 }, (_, index) => fakeQueueItem(index, index + 1)), tracks: 5000 });
  const selected = () => app.controller.state().cursors.queue.index;
  await app.press('2', '/', 'title 4', '4', '4', '4');
  expect([selected(), app.lines()[20]]).toEqual([4443, ' Find: title 4444']);
  await app.press('Esc');
  expect(selected()).toBe(0);
  await app.press('/', 'title 499', 'Enter');
  expect(selected()).toBe(498);
  await app.press('n');
  expect(selected()).toBe(4989);
  await app.press('N');
  expect(selected()).toBe(498);
  await app.press('N');
  expect(selected()).toBe(4998);
  await app.press('/', 'nowhere', 'Enter');
  expect(app.lines()[20]).toBe(' Nothing here contains “nowhere”');
});

test('asks for what is in sight only, in a queue of 100,000', async () => {
  const length = 100_000;
  const answered = (offset: number, limit: number) =>
    Array.from({ length: limit }, (_, index) => fakeQueueItem(offset + index, offset + index + 1));
  await open({
    slices: { queue: { length } },
    answers: {
      'queue.list': ({ offset = 0, limit = 100 }) => ({
        length,
        index: -1,
        total: length,
        revision: 1,
        items: answered(offset, Math.min(limit, length - offset)),
      }),
    },
  });
  await app.press('2');
  expect(calls('queue.list')).toEqual([{ offset: 0, limit: 100 }]);
  await app.press('j'.repeat(83));
  expect(calls('queue.list')).toHaveLength(1);
  await app.press('j'.repeat(50));
  expect(calls('queue.list').slice(1)).toEqual([{ offset: 100, limit: 100 }]);
  await app.press('G');
  expect(calls('queue.list').slice(2)).toEqual([{ offset: 99_900, limit: 100 }]);
  expect(app.lines()[18]).toContain('100,000  Title 100000');
});

test('draws once a key in a long list', async () => {
  await open({ tracks: 100_000 });
  const before = app.frames.length;
  await app.press('j');
  await app.press('j');
  expect(app.frames.length - before).toBe(2);
});

test('shows the new rows when the queue changes elsewhere', async () => {
  await open({ queue });
  await app.press('2');
  await app.engine.run('queue.remove', { entryIds: [1000] });
  await app.settle();
  expect(app.lines()[2]).toContain(' 1  Title 12 ');
});

test('shows what plays in the strip, the same in all views', async () => {
  await open({
    queue,
    slices: {
      ...playing,
      queue: { index: 0, repeat: 'all' },
      lastfm: {
        play: { state: 'listening', startedAt: 1, listenedSeconds: 60, neededSeconds: 90 },
        playSampledAtMs: Date.UTC(2026, 4, 14, 12),
      },
    },
  });
  const strip = [
    ' ▶ Title 1 – Artist 0001 – Album 1                                    1:00/3:00',
    ` ${'━'.repeat(26)}`,
    ' vol 80%  [r--]                                               scrobbles in 0:30',
  ];
  expect(app.lines().slice(21)).toEqual(strip);
  await app.press('2');
  expect(app.lines().slice(21)).toEqual(strip);
  await app.press('5');
  expect(app.lines().slice(21)).toEqual(strip);
});

test('ticks once a second while playing, and not at all while paused', async () => {
  await open({ queue, slices: playing });
  const before = app.frames.length;
  await app.clock.advance(10);
  for (let second = 0; second < 3; second++) {
    await app.clock.advance(1000);
    await app.settle();
  }
  expect(app.lines()[21]).toMatch(/1:03\/3:00$/);
  expect(app.frames.length - before).toBe(3);
  await app.press('Space');
  const paused = app.frames.length;
  await app.clock.advance(10_000);
  expect(app.frames.length).toBe(paused);
});

test('sends keys to the engine with their parameters', async () => {
  await open({ answers: { 'playback.seek': () => ({}) as never, 'playback.volume': () => ({}) as never } });
  await app.press(',', '+', ']');
  expect(app.engine.calls.slice(-3)).toEqual([
    { id: 'playback.seek', params: { to: '-60' } },
    { id: 'playback.volume', params: { to: '+5' } },
    { id: 'playback.volume', params: { to: '+1' } },
  ]);
});

test('shows what went wrong, with what to do, for a while', async () => {
  await open();
  app.engine.emit({
    name: 'notice',
    data: { level: 'error', message: 'mpv is not installed', hint: 'apt install mpv' },
  });
  await app.settle();
  expect(app.lines()[20]).toBe(' mpv is not installed · apt install mpv');
  await app.clock.advance(12_000);
  await app.settle();
  expect(app.lines()[20]).toContain(' Enter play');
  await app.press('s');
  expect(app.lines()[20]).toBe(' the fake engine has no answer to playback.stop');
  await app.press('Esc');
  expect(app.lines()[20]).toContain(' Enter play');
});

test('shows hostile text as harmless text', async () => {
  const title = '\u001B]0;pwned\u0007\u001B[2Jtitle';
  await open({ slices: { playback: { ...playing.playback, track: { ...fakeTrack(0), title } } } });
  app.engine.emit({ name: 'notice', data: { level: 'info', message: title, hint: title } });
  await app.settle();
  expect(app.lines()[21]).toContain('▶ ]0;pwned[2Jtitle – Artist 0001');
  expect(app.lines()[20]).toBe(' ]0;pwned[2Jtitle · ]0;pwned[2Jtitle');
  expect(app.frame()).not.toContain('\u0007');
});

test('shows a running scan as a bar, with what was found, read, and failed', async () => {
  await open();
  const scan = { root: '/music', found: 1200, failed: 3 };
  app.engine.emit({ name: 'library.scanProgress', data: { ...scan, phase: 'walking', read: 0, toRead: null } });
  await app.settle();
  expect(app.lines()[20]).toBe(' Scanning /music: 1,200 found, 3 failed');
  app.engine.emit({ name: 'library.scanProgress', data: { ...scan, phase: 'reading', read: 250, toRead: 1000 } });
  await app.settle();
  expect(app.lines()[20]).toBe(' Scanning ━━━━━··············· 1,200 found, 250 of 1,000 read, 3 failed');
});

test('helps from the command table, and finds in it', async () => {
  await open();
  await app.press('?');
  expect(app.lines().slice(1, 5)).toEqual([
    '┌ Help ──────────────────────────────────────────────── / searches, Esc closes ┐',
    '│Everywhere                                                                    │',
    '│  Q                     Stop music and engine                                 │',
    '│  Space  p              Play or pause                                         │',
  ]);
  await app.press('/', 'vol');
  expect(app.lines().slice(2, 5)).toEqual([
    '│  +  =                  Louder 5 %                                            │',
    '│  -                     Softer 5 %                                            │',
    '│  ]                     Louder 1 %                                            │',
  ]);
  await app.press('Esc', 'q');
  expect(app.lines()[1]).toContain('┌ Artists');
});

test('scrolls the help to its end', async () => {
  await open({ size: small });
  await app.press('?', 'G');
  expect(app.lines()[10]).toBe('│  Ctrl-u  Ctrl-w        In a line of text: delete it, its…│');
});

test('tells the state of Last.fm and what waits', async () => {
  const waiting = { artist: 'Björk', track: 'Jóga', album: null, state: 'waiting', reason: null } as const;
  const at = new Date(2026, 4, 14, 9, 5).getTime() / 1000;
  await open({
    waiting: [{ ...waiting, id: 1, timestamp: at, attempts: 2 }],
    slices: { lastfm: { queued: 1, pausedBecause: 'offline', lastError: { code: 16, message: 'Try again', at } } },
  });
  await app.press('5');
  expect(app.lines().slice(1, 11)).toEqual([
    '┌ Last.fm ─────────────────────────────────────────────────────────────────────┐',
    '│ Account     signed in as rj (sign out with `tonearm lastfm logout`)          │',
    '│ Scrobbling  on, at 50 % of a track: `tonearm lastfm settings --threshold N`  │',
    '│ Queue       1 waiting                                                        │',
    '│ Delivery    nothing delivered yet, paused: Last.fm cannot be reached         │',
    '│ Last error  09:05: Try again (16)                                            │',
    '└──────────────────────────────────────────────────────────────────────────────┘',
    '┌ Waiting scrobbles ──────────────────────────────────────────────────────── 1 ┐',
    '│        09:05  Björk             Jóga                       waiting, 2× tried │',
    '│                                                                              │',
  ]);
});

test('retries what waits and says how that went', async () => {
  const sent = { sent: 37, ignored: 1, rejected: 0, remaining: 0, error: null };
  const failed = { sent: 0, ignored: 0, rejected: 2, remaining: 3, error: { code: 11, message: 'Service offline' } };
  const answers = [sent, failed];
  await open({ answers: { 'lastfm.queueRetry': () => answers.shift() ?? sent } });
  await app.press('5', 'R');
  expect(app.lines()[20]).toBe(' 37 sent, 1 ignored, 0 waiting');
  await app.press('R');
  expect(app.lines()[20]).toBe(' 0 sent, 0 ignored, 2 rejected, 3 waiting: Service offline');
});

test('shows the whole address for signing in, as a link, and goes on when it was approved', async () => {
  const url = `https://www.last.fm/api/auth/?api_key=${'a'.repeat(32)}&token=${'b'.repeat(32)}`;
  const expiresAt = new Date(2026, 4, 14, 13, 5).getTime() / 1000;
  await open({
    size: small,
    answers: {
      'lastfm.authUrl': () => ({ url, token: 'b', expiresAt }),
      'lastfm.authCallback': () => new Promise(() => {}),
    },
  });
  await app.press('5', 'c');
  const shown = app.lines().map((line) => line.replaceAll(new RegExp(String.raw`\u001B\]8;;.*?\u0007`, 'g'), ''));
  expect(
    shown
      .slice(4, 7)
      .map((line) => line.slice(3, -3).trim())
      .join(''),
  ).toBe(url);
  expect(app.frame().split(`\u001B]8;;${url}\u0007`)).toHaveLength(4);
  expect(shown[8]).toContain('Enter asks at once.');
  await app.press('Enter', 'Enter');
  expect(calls('lastfm.authCallback')).toEqual([{ token: 'b' }]);
  app.engine.emit({ name: 'lastfm.auth', data: { state: 'authenticated', username: 'rj', reason: null } });
  await app.settle();
  expect(app.lines()[1]).toContain('┌ Last.fm');
  expect(app.lines()[12]).toBe(' Signed in to Last.fm as rj');
});

test('says why signing in came to nothing', async () => {
  await open({ answers: { 'lastfm.authUrl': () => ({ url: 'https://last.fm/x', token: 'b', expiresAt: 1 }) } });
  await app.press('5', 'c');
  app.engine.emit({
    name: 'lastfm.auth',
    data: { state: 'disconnected', username: null, reason: 'Nobody allowed it.' },
  });
  await app.settle();
  expect(app.lines()[20]).toBe(' Nobody allowed it. · c asks for a new address');
  expect(app.lines()[1]).toContain('┌ Last.fm');
});

test('refuses to show an address that is none', async () => {
  await open({ answers: { 'lastfm.authUrl': () => ({ url: 'javascript:alert(1)', token: 'b', expiresAt: 1 }) } });
  await app.press('5', 'c');
  expect(app.lines()[20]).toBe(' Last.fm answered with an address of another kind.');
});

test('says when the terminal is too small, and comes back when it grows', async () => {
  await open();
  app.controller.resize({ columns: 59, rows: 16 });
  await app.settle();
  expect(app.lines()[0]).toBe('Terminal too small: 60×16 needed');
  app.controller.resize(small);
  await app.settle();
  expect(app.lines()).toHaveLength(16);
  expect(app.lines()[1]).toMatch(/^┌ Artists ─+ 6 ┐$/);
});

test('keeps the selected row in sight when the terminal shrinks', async () => {
  await open({ tracks: 5000, size: { columns: 80, rows: 40 } });
  await app.press('3', '0', 'G');
  app.controller.resize(small);
  await app.settle();
  expect(app.reversed()[1]).toBe('Artist 0030  50');
});

test('says that the engine is gone, and shows the new one when it is back', async () => {
  const next = createFakeEngine({ tracks: 50 });
  const back = Promise.withResolvers<typeof next>();
  await open({ reconnect: () => back.promise });
  app.engine.end('lost');
  await app.settle();
  expect(app.lines()[20]).toBe(' The engine is gone, starting it again…');
  await app.press('j', 'Space');
  expect(app.reversed()[1]).toBe('Artist 0002  50');
  back.resolve(next);
  await app.settle();
  expect(
    app
      .lines()
      .slice(1, 4)
      .map((line) => line.trim()),
  ).toMatchObject([
    expect.stringMatching(/^┌ Artists ─+ 1 ┐$/),
    expect.stringContaining('Artist 0001'),
    expect.not.stringContaining('Artist'),
  ]);
  expect(app.lines()[20]).toContain(' The engine ended unexpectedly');
});

test('closes with q, and the engine goes on', async () => {
  await open();
  await app.press('q');
  expect(await app.controller.ended).toBe('quit');
  expect(calls('engine.shutdown')).toEqual([]);
});

test('asks before it stops music that plays, and stops the rest at once', async () => {
  await open({ queue, slices: playing });
  await app.press('Q');
  expect(app.lines()[20]).toBe(' Stop the music and the engine? y/n');
  await app.press('Esc');
  expect(calls('engine.shutdown')).toEqual([]);
  await app.press('Space', 'Q');
  expect(await app.controller.ended).toBe('shutdown');
});

test('ends with an engine that somebody else shut down', async () => {
  await open();
  app.engine.end('shutdown');
  expect(await app.controller.ended).toBe('shutdown');
});

test('closes with Ctrl-c, even while rows are being waited for', async () => {
  await open({ answers: { 'library.albums': () => new Promise(() => {}) } });
  await app.press('l', 'l', 'Ctrl-c');
  expect(await app.controller.ended).toBe('quit');
});

test('gives up a line of text with Ctrl-c, and the window with the next', async () => {
  await open();
  await app.press('/', 'x', 'Ctrl-c');
  expect([app.lines()[1]?.slice(0, 10), app.controller.state().prompt]).toEqual(['┌ Artists ', null]);
  await app.press('Ctrl-c');
  expect(await app.controller.ended).toBe('quit');
});

test('goes round the columns with Tab and back with Shift-Tab', async () => {
  await open({ size: wide });
  const column = () => app.controller.state().column;
  await app.press('Tab', 'Tab');
  expect(column()).toBe('tracks');
  await app.press('Tab');
  expect(column()).toBe('artists');
  await app.press('Shift-Tab');
  expect(column()).toBe('tracks');
});

test('uses no colour when NO_COLOR is set, and still tells rows apart', async () => {
  await open({ queue, slices: playing, env: { NO_COLOR: '1' } });
  await app.press('2', 'j');
  const codes = new Set(
    [...app.frame().matchAll(new RegExp(String.raw`\u001B\[(\d+)m`, 'g'))].map(([, code]) => Number(code)),
  );
  expect([...codes].toSorted((one, other) => one - other)).toEqual([1, 7, 22, 27]);
});
