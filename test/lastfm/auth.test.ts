import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LastfmApi } from '../../src/lastfm/api.ts';
import { type AuthEvent, createAuth, type LastfmAuth } from '../../src/lastfm/auth.ts';
import { AppError } from '../../src/model/app-error.ts';
import { silentLog } from '../../src/system/log.ts';
import { connectTo } from '../helpers/lastfm-api.ts';
import { type Fault, type LastfmServer, startLastfmServer } from '../helpers/lastfm-server.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';

const START_MS = 1_700_000_000_000;
const MINUTE = 60_000;

let clock: ManualClock;
let server: LastfmServer;
let api: LastfmApi;
let auth: LastfmAuth;
let stored: { pending: string | null; session: { username: string; sessionKey: string } | null };
let events: AuthEvent[];

beforeEach(async () => {
  clock = createManualClock(START_MS);
  server = await startLastfmServer({ now: clock.now });
  api = connectTo(server);
  stored = { pending: null, session: null };
  events = [];
  auth = newAuth();
});

afterEach(async () => {
  auth.close();
  await api.close();
  await server.close();
});

function newAuth(): LastfmAuth {
  return createAuth({
    api,
    apiKey: server.apiKey,
    authUrl: server.authUrl,
    storage: {
      pending: () => stored.pending,
      keepPending: (pending) => {
        stored.pending = pending;
        return Promise.resolve();
      },
      signIn: (session) => {
        stored.session = session;
        return Promise.resolve();
      },
    },
    clock,
    log: silentLog,
    onEvent: (event) => void events.push(event),
  });
}

const states = (): string[] => events.map(({ state }) => state);
const fault = (part: Partial<Fault> & Pick<Fault, 'kind'>): void =>
  void server.faults.push({ on: 'auth.getSession', ...part } as Fault);

async function refusal(promise: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw new Error('expected an AppError', { cause: thrown });
}

describe('signing in', () => {
  it('gives an address, waits for the approval, and ends with a session', async () => {
    const request = await auth.begin();
    const url = new URL(request.url);
    expect(url.origin + url.pathname).toBe(server.authUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({ api_key: server.apiKey, token: request.token });
    expect(request.expiresAt).toBe(START_MS / 1000 + 3_600);
    expect(states()).toEqual(['pending']);

    await clock.advance(5_000);
    await server.seen('auth.getSession', 1);
    expect(auth.isPending()).toBe(true);
    server.approve(request.token, 'Anna');
    expect(await auth.complete(request.token)).toEqual({ username: 'Anna' });
    expect(states()).toEqual(['pending', 'authenticated']);
    expect(events.at(-1)).toEqual({ state: 'authenticated', username: 'Anna', problem: null });
    expect(await api.userInfo(stored.session?.sessionKey ?? '')).toMatchObject({ username: 'Anna' });
    expect(auth.isPending()).toBe(false);
    expect(clock.nextTimerMs()).toBeNull();
  });

  it('finds the approval by itself, asking every five seconds', async () => {
    const { token } = await auth.begin();
    fault({ kind: 'error', code: 14, times: 2 });
    await untilAsked(1);
    await untilAsked(2);
    server.approve(token, 'Anna');
    await untilAsked(3);
    await untilEvents(2);
    expect(states()).toEqual(['pending', 'authenticated']);
  });

  it('gives the same address to whoever asks again', async () => {
    const first = await auth.begin();
    await clock.advance(1_000);
    expect(await auth.begin()).toEqual(first);
    expect(server.count('auth.getToken')).toBe(1);
  });

  it('goes on after a restart of the engine', async () => {
    const { token } = await auth.begin();
    auth.close();
    auth = newAuth();
    server.approve(token, 'Anna');
    auth.resume();
    await untilAsked(1);
    await untilEvents(2);
    expect(stored.session?.username).toBe('Anna');
  });

  it('answers the same user for a token that was traded in, also after a restart', async () => {
    const { token } = await auth.begin();
    server.approve(token, 'Anna');
    await auth.complete(token);
    expect(await auth.complete(token)).toEqual({ username: 'Anna' });
    auth = newAuth();
    expect(await auth.complete(token)).toEqual({ username: 'Anna' });
    expect(server.count('auth.getSession')).toBe(1);
    expect(stored.pending).not.toContain(token);
  });

  it('forgets that after signing out', async () => {
    const { token } = await auth.begin();
    server.approve(token, 'Anna');
    await auth.complete(token);
    await auth.cancel();
    expect(await refusal(auth.complete(token))).toMatchObject({ code: 'not-signed-in' });
  });

  it('trades a token in once when poll and user want it at the same time', async () => {
    const { token } = await auth.begin();
    server.approve(token, 'Anna');
    await clock.advance(5_000);
    expect(await auth.complete(token)).toEqual({ username: 'Anna' });
    expect(await auth.complete(token)).toEqual({ username: 'Anna' });
    expect(server.count('auth.getSession')).toBe(1);
    expect(states()).toEqual(['pending', 'authenticated']);
  });

  it('says so when Enter is pressed before the approval, and goes on waiting', async () => {
    const { token } = await auth.begin();
    expect(await refusal(auth.complete(token))).toMatchObject({
      code: 'not-signed-in',
      message: 'The sign-in is not approved yet.',
    });
    expect(auth.isPending()).toBe(true);
    server.approve(token, 'Anna');
    await untilAsked(2);
    await untilEvents(2);
    expect(states()).toEqual(['pending', 'authenticated']);
  });

  it('takes a token that another program asked for', async () => {
    const token = await api.getToken();
    server.approve(token, 'Ben');
    expect(await auth.complete(token)).toEqual({ username: 'Ben' });
  });

  it('stops when it is cancelled', async () => {
    await auth.begin();
    await auth.cancel();
    expect(states()).toEqual(['pending', 'disconnected']);
    expect(clock.nextTimerMs()).toBeNull();
    expect(stored.pending).toBeNull();
  });
});

describe('a sign-in that does not come to an end', () => {
  it('expires after an hour', async () => {
    await auth.begin();
    while (clock.now() < START_MS + 60 * MINUTE) {
      const asked = server.count('auth.getSession');
      await clock.advance(5_000);
      if (clock.now() < START_MS + 60 * MINUTE) await untilAsked(asked + 1);
      await nextPoll();
    }
    await untilEvents(2);
    expect(events.at(-1)).toMatchObject({
      state: 'expired',
      problem: { message: 'The sign-in took longer than an hour.' },
    });
    expect(auth.isPending()).toBe(false);
  });

  it('ends when Last.fm says that the token has expired', async () => {
    const { token } = await auth.begin();
    server.expire(token);
    await untilAsked(1);
    await untilEvents(2);
    expect(events.at(-1)).toMatchObject({ state: 'expired', problem: { code: 'not-signed-in' } });
  });

  it('is not given up for a single "invalid token", which an overloaded server says too', async () => {
    const { token } = await auth.begin();
    fault({ kind: 'error', code: 4 });
    await untilAsked(1);
    server.approve(token, 'Anna');
    await untilAsked(2);
    await untilEvents(2);
    expect(states()).toEqual(['pending', 'authenticated']);
  });

  it('is given up for two in a row', async () => {
    await auth.begin();
    fault({ kind: 'error', code: 4, times: 2 });
    await untilAsked(2);
    await untilEvents(2);
    expect(events.at(-1)).toMatchObject({
      state: 'expired',
      problem: { message: 'Last.fm does not know this token, or it was used before.' },
    });
  });

  it.each<Partial<Fault> & Pick<Fault, 'kind'>>([
    { kind: 'error', code: 8 },
    { kind: 'error', code: 11 },
    { kind: 'error', code: 16 },
    { kind: 'error', code: 29, httpStatus: 429 },
    { kind: 'html-200' },
    { kind: 'drop' },
    { kind: 'raw', httpStatus: 503, body: '' },
  ])('goes on with growing pauses through trouble: $kind $code', async (part) => {
    const { token } = await auth.begin();
    fault({ ...part, times: 3 });
    const waits: (number | null)[] = [];
    for (let i = 1; i <= 4; i += 1) {
      waits.push(clock.nextTimerMs());
      if (i === 4) server.approve(token, 'Anna');
      await untilAsked(i);
    }
    await untilEvents(2);
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(states()).toEqual(['pending', 'authenticated']);
  });

  it.each([10, 13, 26])('stops at once when the key is refused: %i', async (code) => {
    await auth.begin();
    fault({ kind: 'error', code, httpStatus: 403 });
    await untilAsked(1);
    await untilEvents(2);
    expect(events.at(-1)).toMatchObject({ state: 'expired', problem: { code: 'not-configured' } });
  });

  it('says why it cannot even begin', async () => {
    server.faults.push({ on: 'auth.getToken', kind: 'error', code: 10, httpStatus: 403 });
    expect(await refusal(auth.begin())).toMatchObject({
      code: 'not-configured',
      message: expect.stringMatching(/API key/),
    });
    expect(auth.isPending()).toBe(false);
  });

  it.each(['nonsense', '{}', '7'])('is none when what was stored is damaged: %s', async (pending) => {
    stored.pending = pending;
    auth.resume();
    expect(auth.isPending()).toBe(false);
    expect(clock.nextTimerMs()).toBeNull();
  });
});

/** Moves from poll to poll until Last.fm has been asked that often and the answer was taken in. */
async function untilAsked(times: number): Promise<void> {
  while (server.count('auth.getSession') < times) {
    await nextPoll();
    const asked = server.count('auth.getSession');
    await clock.advanceToNext();
    await server.seen('auth.getSession', asked + 1);
  }
  await nextPoll();
}

/** Waits until the next poll is set, or the sign-in has ended. */
async function nextPoll(): Promise<void> {
  while (auth.isPending() && clock.nextTimerMs() === null) await clock.advance(0);
}

async function untilEvents(count: number): Promise<void> {
  while (events.length < count) await clock.advance(0);
}
