import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LastfmApi } from '../../src/lastfm/api.ts';
import { createScrobbleSender, type RetryOutcome, type ScrobbleSender } from '../../src/lastfm/scrobble-sender.ts';
import { afterFailure, FREE_SCHEDULE } from '../../src/lastfm/send-schedule.ts';
import type { SenderEvent, SenderSession } from '../../src/lastfm/send-run.ts';
import { silentLog } from '../../src/system/log.ts';
import { connectTo } from '../helpers/lastfm-api.ts';
import { type Fault, type LastfmServer, startLastfmServer } from '../helpers/lastfm-server.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { createMemoryScrobbles, type MemoryScrobbles } from '../helpers/memory-scrobbles.ts';

const START_MS = 1_700_000_000_000;
const START = START_MS / 1000;
const DAY = 86_400;

let clock: ManualClock;
let server: LastfmServer;
let api: LastfmApi;
let storage: MemoryScrobbles;
let session: SenderSession | null;
let isEnabled: boolean;
let events: SenderEvent[];
let sender: ScrobbleSender;

beforeEach(async () => {
  clock = createManualClock(START_MS);
  server = await startLastfmServer({ now: clock.now });
  api = connectTo(server);
  storage = createMemoryScrobbles();
  session = { service: 'lastfm', account: 'anna', sessionKey: server.signIn('anna') };
  isEnabled = true;
  events = [];
  sender = newSender();
});

afterEach(async () => {
  await api.close();
  await sender.close();
  await server.close();
});

function newSender(): ScrobbleSender {
  return createScrobbleSender({
    api,
    storage,
    session: () => session,
    isEnabled: () => isEnabled,
    clock,
    log: silentLog,
    random: () => 0.5,
    onSettled: (event) => void events.push(event),
    onChange: () => {},
  });
}

/** Plays of one a minute, the last one a minute ago. */
function plays(count: number, prefix = 'T'): { track: string; timestamp: number }[] {
  return Array.from({ length: count }, (_, i) => ({ track: `${prefix}${i}`, timestamp: START - 60 * (count - i) }));
}

const tracksOf = (user: string): string[] => server.scrobblesOf(user).map(({ track }) => track);
const fault = (part: Partial<Fault> & Pick<Fault, 'kind'>): void =>
  void server.faults.push({ on: 'track.scrobble', ...part } as Fault);
const scrobbleRequests = () => server.requests.filter(({ method }) => method === 'track.scrobble');
const refusals = () => server.requests.flatMap(({ refusal }) => (refusal === null ? [] : [refusal]));

describe('delivery', () => {
  it('goes oldest first, fifty a request, and empties the queue', async () => {
    storage.add(plays(120).toReversed());
    expect(await sender.retry()).toEqual({ sent: 120, ignored: 0, rejected: 0, error: null });
    expect(scrobbleRequests().map((request) => request.plays.length)).toEqual([50, 50, 20]);
    expect(tracksOf('anna')).toEqual(plays(120).map(({ track }) => track));
    expect(storage.waitingTracks()).toEqual([]);
    expect(storage.history).toHaveLength(120);
    expect(sender.state()).toEqual({
      sending: 0,
      nextAttemptAt: null,
      pausedBecause: null,
      lastError: null,
      lastDeliveredAt: START,
    });
    expect(refusals()).toEqual([]);
  });

  it('follows a stored play at once', async () => {
    storage.add(plays(1));
    sender.wake('play-stored');
    await server.seen('track.scrobble', 1);
    expect(await sender.retry()).toMatchObject({ error: null });
    expect(events).toMatchObject([{ status: 'sent', reason: null, scrobble: { track: 'T0' } }]);
  });

  it('sends nothing while scrobbling is off, and says so', async () => {
    isEnabled = false;
    storage.add(plays(1));
    expect(await sender.retry()).toMatchObject({ sent: 0, error: { code: 'disabled' } });
    expect(sender.state().pausedBecause).toBe('disabled');
    expect(server.requests).toEqual([]);
    isEnabled = true;
    sender.wake('settings-changed');
    await server.seen('track.scrobble', 1);
  });

  it('sends nothing while nobody is signed in, and says so', async () => {
    session = null;
    storage.add(plays(1));
    expect(await sender.retry()).toMatchObject({ sent: 0, error: { code: 'not-signed-in' } });
    expect(sender.state()).toMatchObject({ pausedBecause: null, nextAttemptAt: null });
    expect(storage.waitingTracks()).toEqual(['T0']);
  });

  it('stops between two requests when scrobbling is turned off', async () => {
    storage.add(plays(80));
    server.chooseFault = () => {
      isEnabled = false;
      return null;
    };
    expect(await sender.retry()).toMatchObject({ sent: 50, error: { code: 'disabled' } });
    expect(storage.waitingTracks()).toHaveLength(30);
  });

  it("never gives one account's plays to another", async () => {
    storage.add(plays(3));
    session = { service: 'lastfm', account: 'ben', sessionKey: server.signIn('ben') };
    await sender.retry();
    expect(tracksOf('ben')).toEqual([]);
    session = { service: 'lastfm', account: 'anna', sessionKey: server.signIn('anna') };
    sender.wake('signed-in');
    await server.seen('track.scrobble', 1);
    await sender.retry();
    expect(tracksOf('anna')).toEqual(['T0', 'T1', 'T2']);
  });

  it('does the work once for two who ask at once', async () => {
    storage.add(plays(60));
    const [first, second] = await Promise.all([sender.retry(), sender.retry()]);
    expect(first).toEqual({ sent: 60, ignored: 0, rejected: 0, error: null });
    expect(second).toEqual(first);
    expect(scrobbleRequests()).toHaveLength(2);
  });

  it('fails once, not twice, for two who ask while it is under way', async () => {
    storage.add(plays(1));
    fault({ kind: 'error', code: 8, times: 9 });
    const first = sender.retry();
    await server.seen('track.scrobble', 1);
    const second = sender.retry();
    expect((await first).error).toMatchObject({ code: 8 });
    expect((await second).error).toMatchObject({ code: 8 });
    expect(scrobbleRequests()).toHaveLength(1);
  });

  it('leaves it to another process that has the right to send, and goes on when that has ended', async () => {
    storage.add(plays(1));
    storage.giveRightToOther(START_MS + 40_000);
    expect(await sender.retry()).toMatchObject({ error: { code: 'busy' } });
    expect(server.requests).toEqual([]);
    storage.giveRightToOther(null);
    expect(clock.nextTimerMs()).toBe(40_000);
    await clock.advance(40_000);
    await server.seen('track.scrobble', 1);
  });

  it('sends the same again, unchanged, when its answer could not be stored', async () => {
    storage.add(plays(2));
    storage.failNextSettle = true;
    expect(await sender.retry()).toMatchObject({ sent: 0, error: { code: 'database' } });
    expect(clock.nextTimerMs()).toBe(30_000);
    expect(await sender.retry()).toMatchObject({ sent: 2, error: null });
    expect(tracksOf('anna')).toEqual(['T0', 'T1']);
  });

  it('lets the request under way finish when it is closed, and begins no other', async () => {
    storage.add(plays(80));
    const retried = sender.retry();
    await server.seen('track.scrobble', 1);
    await sender.close();
    await retried;
    expect(scrobbleRequests()).toHaveLength(1);
    expect(storage.waitingTracks()).toHaveLength(30);
    expect(storage.sendingCount()).toBe(0);
  });

  it('waits ten seconds at most when it is closed', async () => {
    storage.add(plays(1));
    fault({ kind: 'slow-headers' });
    void sender.retry();
    await server.seen('track.scrobble', 1);
    const closed = sender.close();
    await clock.advance(10_000);
    await expect(closed).resolves.toBeUndefined();
    expect(storage.waitingTracks()).toEqual(['T0']);
  });
});

describe('an answer that never came, or came broken', () => {
  it.each<Partial<Fault> & Pick<Fault, 'kind'>>([
    { kind: 'accept-then-drop' },
    { kind: 'accept-then-500' },
    { kind: 'accept-then-error', code: 16 },
    { kind: 'truncated-json' },
    { kind: 'short-list' },
    { kind: 'drop' },
    { kind: 'html-200' },
    { kind: 'empty-200' },
    { kind: 'error', code: 2 },
    { kind: 'error', code: 8, httpStatus: 503 },
    { kind: 'error', code: 11, httpStatus: 503 },
    { kind: 'error', code: 16 },
    { kind: 'raw', httpStatus: 502, body: '<html>Bad gateway</html>' },
    { kind: 'raw', httpStatus: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } },
  ])('$kind $code: the same is sent again with identical fields, and recorded once', async (part) => {
    storage.add(plays(3));
    fault(part);
    const { sent, error } = await sender.retry();
    expect([sent, error === null]).toEqual([0, false]);
    expect(storage.waitingTracks()).toEqual(['T0', 'T1', 'T2']);
    expect(sender.state().nextAttemptAt).toBe(START + 3);
    await clock.advance(2_500);
    await server.seen('track.scrobble', 2);
    expect((await sender.retry()).error).toBeNull();
    const [first, second] = scrobbleRequests();
    expect(second?.plays).toEqual(first?.plays);
    expect(tracksOf('anna')).toEqual(['T0', 'T1', 'T2']);
    expect(storage.history).toHaveLength(3);
  });

  it('backs off with growing pauses through an outage, persisted, and starts afresh after it', async () => {
    storage.add(plays(1));
    fault({ kind: 'error', code: 8, times: 4 });
    sender.wake('start');
    const waits: (number | null)[] = [];
    for (let i = 1; i <= 4; i += 1) {
      await server.seen('track.scrobble', i);
      await untilFailures(i);
      waits.push(clock.nextTimerMs());
      await clock.advanceToNext();
    }
    expect(waits).toEqual([2_500, 5_000, 10_000, 20_000]);
    await server.seen('track.scrobble', 5);
    await sender.retry();
    expect(storage.schedule()).toEqual({ ...FREE_SCHEDULE, lastDeliveredAt: Math.floor(clock.now() / 1000) });
  });

  it('is waited out over a restart', async () => {
    storage.add(plays(1));
    const now = { nowMs: START_MS, random: 0.5 };
    const failure = { treatment: 'transient', code: 8, message: 'x', isOffline: false, retryAfterMs: 60_000 } as const;
    storage.setSchedule(afterFailure(FREE_SCHEDULE, failure, now));
    sender.wake('start');
    await clock.advance(59_999);
    expect(server.requests).toEqual([]);
    expect(sender.state()).toMatchObject({ nextAttemptAt: START + 60, lastError: { code: 8 } });
    await clock.advance(1);
    await server.seen('track.scrobble', 1);
  });

  it('ends early when the network comes back, for a play that was offline', async () => {
    storage.add(plays(1));
    fault({ kind: 'drop' });
    await sender.retry();
    expect(sender.state()).toMatchObject({ pausedBecause: 'offline', lastError: { code: 'offline' } });
    sender.wake('play-stored');
    await clock.advance(0);
    expect(scrobbleRequests()).toHaveLength(1);
    sender.wake('network-up');
    await server.seen('track.scrobble', 2);
  });
});

/** Waits until the schedule says that this many failures came in a row. */
async function untilFailures(count: number): Promise<void> {
  while (storage.schedule()?.failure?.count !== count || clock.nextTimerMs() === null) await clock.advance(0);
}

describe('a session in doubt', () => {
  it('that answers 9 once is confirmed, and the batch goes through', async () => {
    storage.add(plays(2));
    fault({ kind: 'error', code: 9 });
    expect(await sender.retry()).toEqual({ sent: 2, ignored: 0, rejected: 0, error: null });
    expect(server.requests.map(({ method }) => method)).toEqual(['track.scrobble', 'user.getInfo', 'track.scrobble']);
  });

  it('that is revoked pauses and keeps everything, until the user signs in again', async () => {
    storage.add(plays(2));
    server.revoke('anna');
    expect(await sender.retry()).toMatchObject({ sent: 0, error: { code: 9 } });
    expect(sender.state()).toMatchObject({ pausedBecause: 'sign-in-again', nextAttemptAt: null });
    expect(clock.nextTimerMs()).toBeNull();
    sender.wake('play-stored');
    await clock.advance(86_400_000);
    expect(server.count('track.scrobble')).toBe(1);
    expect(storage.waitingTracks()).toEqual(['T0', 'T1']);
    session = { service: 'lastfm', account: 'anna', sessionKey: server.signIn('anna') };
    sender.wake('signed-in');
    await server.seen('track.scrobble', 2);
    await sender.retry();
    expect(tracksOf('anna')).toEqual(['T0', 'T1']);
    expect(sender.state().pausedBecause).toBeNull();
  });

  it('by error 4 gets three more tries over minutes, then the user is asked', async () => {
    storage.add(plays(1));
    fault({ kind: 'error', code: 4, httpStatus: 403, times: 4 });
    sender.wake('start');
    const states: unknown[] = [];
    for (let i = 1; i <= 4; i += 1) {
      await server.seen('track.scrobble', i);
      while (storage.schedule()?.failure?.count !== i || sender.state().sending > 0) await clock.advance(0);
      await settled();
      states.push([sender.state().pausedBecause, clock.nextTimerMs()]);
      await clock.advanceToNext();
    }
    expect(states).toEqual([
      [null, 45_000],
      [null, 90_000],
      [null, 180_000],
      ['sign-in-again', null],
    ]);
    expect(storage.waitingTracks()).toEqual(['T0']);
  });

  it('by error 4 three times is none when the fourth try passes', async () => {
    storage.add(plays(1));
    fault({ kind: 'error', code: 4, times: 3 });
    for (let i = 0; i < 3; i += 1) await sender.retry();
    expect(await sender.retry()).toMatchObject({ sent: 1, error: null });
  });
});

/** Waits until the sender has nothing more to do at the moment. */
async function settled(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await clock.advance(0);
}

describe('a key that is refused', () => {
  it.each([10, 26])('by error %i stops everything until something changes, also over time', async (code) => {
    storage.add(plays(1));
    fault({ kind: 'error', code, httpStatus: 403 });
    expect(await sender.retry()).toMatchObject({ error: { code } });
    expect(sender.state()).toMatchObject({ pausedBecause: 'configuration', nextAttemptAt: null });
    expect(clock.nextTimerMs()).toBeNull();
    sender.wake('play-stored');
    await settled();
    expect(server.requests).toHaveLength(1);
    sender = newSender();
    sender.wake('start');
    await server.seen('track.scrobble', 2);
  });

  it('by a wrong shared secret is said once and does not loop', async () => {
    storage.add(plays(3));
    await api.close();
    api = connectTo(server, { sharedSecret: 'wrong' });
    sender = newSender();
    expect(await sender.retry()).toMatchObject({ error: { code: 13 } });
    expect(sender.state().pausedBecause).toBe('configuration');
    expect(server.requests).toHaveLength(2);
    expect(storage.waitingTracks()).toHaveLength(3);
  });
});

describe('an item that Last.fm refuses', () => {
  it.each([6, 7, 13])('by error %i is found by halves and parked, the rest is delivered', async (code) => {
    storage.add(plays(50));
    fault({ kind: 'poison', track: 'T17', code, times: Infinity });
    expect(await sender.retry()).toEqual({ sent: 49, ignored: 0, rejected: 1, error: null });
    expect(storage.rejected()).toEqual([
      { track: 'T17', reason: `refused by Last.fm: Invalid parameters (error ${code})` },
    ]);
    expect(scrobbleRequests().length).toBeLessThanOrEqual(13);
    expect(tracksOf('anna')).toHaveLength(49);
    expect(tracksOf('anna')).toEqual(plays(50).flatMap(({ track }) => (track === 'T17' ? [] : [track])));
  });

  it('is tried again when the user says so, and only then', async () => {
    storage.add(plays(2));
    fault({ kind: 'poison', track: 'T1', code: 6, times: 3 });
    await sender.retry();
    server.faults.length = 0;
    expect(await sender.retry()).toMatchObject({ sent: 0 });
    expect(await sender.retry([2])).toMatchObject({ sent: 1, error: null });
    expect(storage.rejected()).toEqual([]);
  });

  it('with many others like it takes none of the good ones down', async () => {
    storage.add(plays(100));
    const bad = new Set(['T0', 'T1', 'T49', 'T50', 'T99']);
    server.chooseFault = ({ plays: sent }) =>
      sent.some(({ track }) => bad.has(track)) ? { on: '*', kind: 'error', code: 6 } : null;
    expect(await sender.retry()).toMatchObject({ sent: 95, rejected: 5 });
    expect(new Set(storage.rejected().map(({ track }) => track))).toEqual(bad);
  });

  it('by an undocumented error is waited for three times before it is parked', async () => {
    storage.add(plays(4));
    fault({ kind: 'poison', track: 'T2', code: 4242, times: Infinity });
    for (let i = 0; i < 3; i += 1) expect(await sender.retry()).toMatchObject({ sent: 0, error: { code: 4242 } });
    expect(await sender.retry()).toMatchObject({ sent: 3, rejected: 1, error: null });
    expect(storage.rejected()).toMatchObject([{ track: 'T2' }]);
  });
});

describe('a play that Last.fm ignores', () => {
  it('keeps its reason; the others of its batch are delivered', async () => {
    storage.add(plays(6));
    fault({ kind: 'ignore', codes: { T1: 1, T2: 2, T3: 91, T4: 3 } });
    expect(await sender.retry()).toMatchObject({ sent: 3, ignored: 2 });
    const outcomes = storage.history.map(({ scrobble, outcome }) => [
      scrobble.track,
      outcome.kind === 'ignored' ? outcome.reason : outcome.kind,
    ]);
    expect(outcomes).toEqual([
      ['T0', 'accepted'],
      ['T1', 'artist ignored (Last.fm: Artist was ignored)'],
      ['T2', 'track ignored (Last.fm: Track was ignored)'],
      ['T3', 'accepted'],
      ['T5', 'accepted'],
    ]);
    // Code 3 for a play of two minutes ago: some servers mean "too new" by it.
    expect(storage.waitingTracks()).toEqual(['T4']);
  });

  it("is stored with Last.fm's spelling when it is corrected", async () => {
    storage.add(plays(1));
    fault({ kind: 'correct', artist: 'LOW' });
    await sender.retry();
    expect(storage.history[0]?.outcome).toEqual({ kind: 'accepted', corrected: { artist: 'LOW', track: 'T0' } });
  });

  it('for the daily limit waits for hours, then goes on with a few', async () => {
    storage.add(plays(60));
    fault({
      kind: 'ignore',
      codes: Object.fromEntries(
        plays(60)
          .slice(20)
          .map(({ track }) => [track, 5]),
      ),
    });
    expect(await sender.retry()).toMatchObject({ sent: 20, error: { code: 'daily-limit' } });
    expect(sender.state()).toMatchObject({ pausedBecause: 'daily-limit', nextAttemptAt: START + 3_690 });
    expect(storage.waitingTracks()).toHaveLength(40);
    sender.wake('play-stored');
    sender.wake('network-up');
    await settled();
    expect(scrobbleRequests()).toHaveLength(1);
    await clock.advance(3_690_000);
    await server.seen('track.scrobble', 3);
    await sender.retry();
    expect(scrobbleRequests().map((request) => request.plays.length)).toEqual([50, 10, 30]);
    expect(tracksOf('anna')).toHaveLength(60);
  });
});

describe('a limit of pace', () => {
  it.each([
    ['Rate Limit Exceeded', '600', 'rate-limited', START + 600],
    ['Rate Limit Exceeded', undefined, 'rate-limited', START + 63],
    ['Too many scrobbles in a short period', undefined, 'daily-limit', START + 3_690],
  ])('%s, Retry-After %s: %s', async (message, retryAfter, pausedBecause, nextAttemptAt) => {
    storage.add(plays(1));
    fault({ kind: 'error', code: 29, message, httpStatus: 429, ...(retryAfter === undefined ? {} : { retryAfter }) });
    expect(await sender.retry()).toMatchObject({ sent: 0, error: { code: 29 } });
    expect(sender.state()).toMatchObject({ pausedBecause, nextAttemptAt });
    expect(storage.schedule()?.nextAttemptAtMs).toBeLessThanOrEqual(nextAttemptAt * 1000);
  });
});

describe('time', () => {
  it('sets plays older than fourteen days aside with the reason, and sends the others', async () => {
    storage.add([...plays(2), { track: 'Old', timestamp: START - 15 * DAY }]);
    expect(await sender.retry()).toMatchObject({ sent: 2, rejected: 1 });
    expect(storage.rejected()).toEqual([{ track: 'Old', reason: 'older than 14 days, which Last.fm no longer takes' }]);
    expect(server.requests.map(({ method }) => method)).toEqual(['user.getInfo', 'track.scrobble']);
  });

  it('does not set plays aside because the own clock runs a month ahead', async () => {
    storage.add(plays(2));
    clock.jump(30 * DAY * 1000);
    await server.close();
    await api.close();
    server = await startLastfmServer({ now: () => START_MS });
    api = connectTo(server);
    session = { service: 'lastfm', account: 'anna', sessionKey: server.signIn('anna') };
    sender = newSender();
    expect(await sender.retry()).toMatchObject({ sent: 2, rejected: 0 });
  });

  it('holds a play of the future back, explains the clock, and does not loop', async () => {
    const ahead = { track: 'Future', timestamp: START + 7_200 };
    storage.add([...plays(1), ahead]);
    server.chooseFault = () => ({ on: '*', kind: 'date', offsetMs: -7_200_000 });
    const retried = await sender.retry();
    expect(retried).toEqual({
      sent: 1,
      ignored: 0,
      rejected: 0,
      error: {
        code: 'clock',
        message: "This computer's clock is 120 min ahead of Last.fm's: plays wait until it is set right.",
      },
    } satisfies RetryOutcome);
    expect(sender.state()).toMatchObject({ nextAttemptAt: START + 1_800, pausedBecause: null });
    storage.add([{ track: 'Now', timestamp: START }]);
    sender.wake('play-stored');
    await server.seen('track.scrobble', 2);
    await settled();
    expect(scrobbleRequests().map((request) => request.plays.map(({ track }) => track))).toEqual([
      ['T0', 'Future'],
      ['Now'],
    ]);
    await clock.advance(1_800_000);
    await server.seen('track.scrobble', 3);
  });

  it('lets held plays go when the clock was set back', async () => {
    storage.add([{ track: 'Future', timestamp: START + 7_200 }]);
    await sender.retry();
    server.chooseFault = () => ({ on: '*', kind: 'date', offsetMs: 7_200_000 });
    clock.jump(-600_000);
    storage.add([{ track: 'Now', timestamp: START - 700 }]);
    sender.wake('play-stored');
    await server.seen('track.scrobble', 2);
    expect(
      scrobbleRequests()
        .at(-1)
        ?.plays.map(({ track }) => track),
    ).toEqual(['Now', 'Future']);
  });
});

describe('ten thousand plays', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({ track: `T${i}`, timestamp: START - 100 * (10_000 - i) }));

  it('take two hundred requests when nothing goes wrong', async () => {
    storage.add(many);
    expect(await sender.retry()).toEqual({ sent: 10_000, ignored: 0, rejected: 0, error: null });
    expect(scrobbleRequests()).toHaveLength(200);
  });

  it('arrive once each, or are kept with a reason, when a third of the requests goes wrong', async () => {
    storage.add(many);
    const kinds: readonly Fault[] = [
      { on: '*', kind: 'accept-then-drop' },
      { on: '*', kind: 'accept-then-500' },
      { on: '*', kind: 'accept-then-error', code: 16 },
      { on: '*', kind: 'truncated-json' },
      { on: '*', kind: 'drop' },
      { on: '*', kind: 'html-200' },
      { on: '*', kind: 'error', code: 8 },
      { on: '*', kind: 'error', code: 9 },
      { on: '*', kind: 'error', code: 4 },
      { on: '*', kind: 'error', code: 29 },
      { on: '*', kind: 'error', code: 4242 },
      { on: '*', kind: 'no-list' },
    ];
    // A fixed sequence, so that a failure can be repeated.
    let seed = 12_345;
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    server.chooseFault = ({ plays: sent }) => {
      if (sent.some(({ track }) => track.endsWith('777'))) return { on: '*', kind: 'error', code: 6 };
      return random() < 1 / 3 ? (kinds[Math.floor(random() * kinds.length)] ?? null) : null;
    };
    sender.wake('start');
    const isDone = (): boolean => storage.waitingTracks().length === 0;
    while (!isDone()) {
      if (!(await clock.advanceToNext())) await sender.retry();
      while (sender.state().sending > 0) await clock.advance(0);
    }
    const bad = many.filter(({ track }) => track.endsWith('777')).map(({ track }) => track);
    const delivered = tracksOf('anna');
    expect(new Set(delivered).size).toBe(delivered.length);
    expect(
      storage
        .rejected()
        .map(({ track }) => track)
        .toSorted(),
    ).toEqual(bad.toSorted());
    expect(delivered).toHaveLength(10_000 - bad.length);
    expect(storage.history).toHaveLength(10_000 - bad.length);
  });
});
