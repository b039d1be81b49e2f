import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatedScrobble, LastfmApi } from '../../src/lastfm/api.ts';
import { createLastfmApi } from '../../src/lastfm/api.ts';
import { LastfmError } from '../../src/lastfm/lastfm-error.ts';
import type { ScrobbleTrack } from '../../src/model/scrobble.ts';
import type { Log } from '../../src/system/log.ts';
import { connectTo, noLimit } from '../helpers/lastfm-api.ts';
import { type LastfmServer, startLastfmServer } from '../helpers/lastfm-server.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

const NOW_SECONDS = 1_700_000_000;

let server: LastfmServer;
let api: LastfmApi;
let sessionKey: string;

beforeEach(async () => {
  server = await startLastfmServer({ now: () => NOW_SECONDS * 1000 });
  api = connectTo(server);
  sessionKey = server.signIn('Anna');
});

afterEach(async () => {
  await api.close();
  await server.close();
});

function track(overrides: Partial<ScrobbleTrack> = {}): ScrobbleTrack {
  return {
    artist: 'Björk',
    track: 'Jóga & Co + 100%',
    album: 'Homogenic',
    albumArtist: null,
    trackNumber: 2,
    durationSeconds: 305,
    mbid: null,
    ...overrides,
  };
}

function plays(count: number): DatedScrobble[] {
  return Array.from({ length: count }, (_, i) => ({
    ...track({ track: `T${i}` }),
    timestamp: NOW_SECONDS - 60 * (count - i),
  }));
}

async function failure(promise: Promise<unknown>): Promise<LastfmError> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LastfmError) return error;
  throw new Error('expected a LastfmError', { cause: error });
}

describe('signing in', () => {
  it('trades an approved token for a session', async () => {
    const token = await api.getToken();
    server.approve(token, 'Anna');
    const session = await api.getSession(token);
    expect(session.username).toBe('Anna');
    expect(await api.userInfo(session.sessionKey)).toEqual({
      username: 'Anna',
      serverTimeMs: NOW_SECONDS * 1000,
    });
  });

  it('answers error 14 while the token waits for approval, and 4 once it is used', async () => {
    const token = await api.getToken();
    expect(await failure(api.getSession(token))).toMatchObject({ code: 14, outcome: 'refused' });
    server.approve(token, 'Anna');
    await api.getSession(token);
    expect(await failure(api.getSession(token))).toMatchObject({ code: 4 });
  });

  it('fails with 10 for a wrong key and with 13 for a wrong shared secret', async () => {
    const wrongKey = connectTo(server, { apiKey: 'f'.repeat(32) });
    const wrongSecret = connectTo(server, { sharedSecret: 'x' });
    expect(await failure(wrongKey.getToken())).toMatchObject({ code: 10, httpStatus: 403 });
    expect(await failure(wrongSecret.getToken())).toMatchObject({ code: 13, httpStatus: 403 });
    await Promise.all([wrongKey.close(), wrongSecret.close()]);
  });
});

describe('now playing', () => {
  it('arrives with its names unharmed', async () => {
    await api.updateNowPlaying(sessionKey, track());
    expect(server.nowPlayingOf('Anna')).toEqual([
      {
        artist: 'Björk',
        track: 'Jóga & Co + 100%',
        album: 'Homogenic',
        albumArtist: null,
        trackNumber: '2',
        duration: '305',
        mbid: null,
      },
    ]);
  });

  it('is never tried twice', async () => {
    server.faults.push({ on: 'track.updateNowPlaying', kind: 'drop' });
    expect(await failure(api.updateNowPlaying(sessionKey, track()))).toMatchObject({ code: null, httpStatus: null });
    expect(server.count('track.updateNowPlaying')).toBe(1);
  });
});

describe('scrobbling', () => {
  it('delivers fifty in one request and answers for each of them', async () => {
    const answer = await api.scrobble(sessionKey, plays(50));
    expect(answer.items).toHaveLength(50);
    expect(answer.items.every(({ ignoredCode }) => ignoredCode === 0)).toBe(true);
    expect([answer.accepted, answer.ignored]).toEqual([50, 0]);
    expect(answer.serverTimeMs).toBe(NOW_SECONDS * 1000);
    expect(server.scrobblesOf('Anna').map(({ timestamp }) => timestamp)).toEqual(
      plays(50).map(({ timestamp }) => timestamp),
    );
  });

  it('refuses an empty batch and one above fifty before anything is sent', async () => {
    await expect(api.scrobble(sessionKey, [])).rejects.toThrow(RangeError);
    await expect(api.scrobble(sessionKey, plays(51))).rejects.toThrow(RangeError);
    expect(server.requests).toEqual([]);
  });

  it('leaves out what Last.fm takes amiss', async () => {
    const odd = track({ albumArtist: 'Various Artists', durationSeconds: 12, mbid: 'no uuid', trackNumber: null });
    await api.scrobble(sessionKey, [{ ...odd, timestamp: NOW_SECONDS }]);
    expect(server.scrobblesOf('Anna')).toMatchObject([
      { album: 'Homogenic', albumArtist: null, duration: null, mbid: null, trackNumber: null },
    ]);
  });

  it('tells ignored items from accepted ones by their place', async () => {
    server.faults.push({ on: 'track.scrobble', kind: 'ignore', codes: { T1: 1, T3: 5 } });
    const answer = await api.scrobble(sessionKey, plays(4));
    expect(answer.items.map(({ ignoredCode, ignoredMessage }) => [ignoredCode, ignoredMessage])).toEqual([
      [0, null],
      [1, 'Artist was ignored'],
      [0, null],
      [5, 'Daily scrobble limit exceeded'],
    ]);
    expect([answer.accepted, answer.ignored]).toEqual([2, 2]);
  });

  it("hands on Last.fm's preferred spelling", async () => {
    server.faults.push({ on: 'track.scrobble', kind: 'correct', artist: 'Björk\u001b[2J' });
    const answer = await api.scrobble(sessionKey, plays(1));
    expect(answer.items[0]?.corrected).toEqual({ artist: 'Björk[2J', track: 'T0' });
  });

  it.each(['numbers', 'no-attr', 'no-list', 'always-array', 'flat-counts'] as const)(
    'understands an answer with %s',
    async (kind) => {
      for (const count of [1, 3]) {
        server.faults.push({ on: 'track.scrobble', kind });
        const answer = await api.scrobble(sessionKey, plays(count));
        expect(answer.items.map(({ ignoredCode }) => ignoredCode)).toEqual(Array.from({ length: count }, () => 0));
      }
    },
  );

  it('calls the outcome unknown when the list is short and no counts help', async () => {
    server.faults.push({ on: 'track.scrobble', kind: 'short-list' });
    expect(await failure(api.scrobble(sessionKey, plays(3)))).toMatchObject({
      code: null,
      httpStatus: 200,
      outcome: 'unknown',
    });
  });

  it.each(['{}', '{"scrobbles":{}}', '{"scrobbles":"\\n"}', '[]', '"text"', 'null', '{"scrobbles":{"scrobble":7}}'])(
    'calls the outcome unknown for a success of %s',
    async (body) => {
      server.faults.push({ on: 'track.scrobble', kind: 'raw', httpStatus: 200, body });
      expect(await failure(api.scrobble(sessionKey, plays(2)))).toMatchObject({ code: null, outcome: 'unknown' });
    },
  );
});

describe('an answer that is none', () => {
  it.each([
    ['a page with status 200', { kind: 'html-200' }, 200],
    ['an empty body', { kind: 'empty-200' }, 200],
    ['JSON that is cut off', { kind: 'truncated-json' }, 200],
    ['a page with status 500 after it was carried out', { kind: 'accept-then-500' }, 500],
    ['a connection that is cut after it was carried out', { kind: 'accept-then-drop' }, null],
  ] as const)('leaves the outcome unknown: %s', async (_, fault, httpStatus) => {
    server.faults.push({ on: 'track.scrobble', ...fault });
    expect(await failure(api.scrobble(sessionKey, plays(2)))).toMatchObject({
      code: null,
      httpStatus,
      outcome: 'unknown',
    });
    expect(server.count('track.scrobble')).toBe(1);
  });

  it.each(['slow-body', 'slow-headers'] as const)('is given up after a minute: %s', async (kind) => {
    const clock = createManualClock();
    const slowApi = connectTo(server, { clock });
    server.faults.push({ on: 'track.scrobble', kind });
    const failed = failure(slowApi.scrobble(sessionKey, plays(1)));
    await server.seen('track.scrobble', 1);
    await clock.advance(60_000);
    expect(await failed).toMatchObject({ code: null, httpStatus: null, outcome: 'unknown' });
    await slowApi.close();
  });

  it('is not awaited beyond eight megabytes', async () => {
    const body = `{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`;
    server.faults.push({ on: 'user.getInfo', kind: 'raw', httpStatus: 200, body });
    expect((await failure(api.userInfo(sessionKey))).message).toBe('Last.fm did not answer: the answer is too large');
  });

  it('is what a redirect is: nobody follows it', async () => {
    const headers = { location: `${server.url}elsewhere` };
    server.faults.push({ on: 'user.getInfo', kind: 'raw', httpStatus: 302, body: '', headers });
    expect(await failure(api.userInfo(sessionKey))).toMatchObject({ code: null, httpStatus: 302, outcome: 'refused' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an error', () => {
  it.each([
    ['flat', '{"error":9,"message":"Invalid session key","links":[]}', 9],
    ['with its number as text', '{"error":"9","message":"Invalid session key"}', 9],
    ['nested, as GNU FM has it', '{"error":{"#text":"Invalid session key","code":"9"}}', 9],
    ['nested in lfm', '{"lfm":{"status":"failed","error":{"#text":"Invalid session key","code":"9"}}}', 9],
    ["in Maloja's shape", '{"status":"failure","error":{"type":"auth","desc":"Invalid session key"}}', null],
    ["in ListenBrainz' shape", '{"code":401,"error":"Invalid session key"}', null],
    ['as XML', '<lfm status="failed"><error code="9">Invalid session key</error></lfm>', 9],
  ])('is understood %s', async (_, body, code) => {
    server.faults.push({ on: 'user.getInfo', kind: 'raw', httpStatus: 200, body });
    expect(await failure(api.userInfo(sessionKey))).toMatchObject({ code, serverMessage: 'Invalid session key' });
  });

  it('in a body of status 200 is an error all the same', async () => {
    server.faults.push({ on: 'track.scrobble', kind: 'error', code: 11, httpStatus: 200 });
    expect(await failure(api.scrobble(sessionKey, plays(1)))).toMatchObject({ code: 11, httpStatus: 200 });
  });

  it.each([
    ['120', 120_000],
    [new Date((NOW_SECONDS + 90) * 1000).toUTCString(), 90_000],
    ['999999999', 12 * 3_600_000],
    ['soon', null],
  ])('says how long to wait: Retry-After %s', async (retryAfter, retryAfterMs) => {
    server.faults.push({ on: 'track.scrobble', kind: 'error', code: 29, httpStatus: 429, retryAfter });
    expect(await failure(api.scrobble(sessionKey, plays(1)))).toMatchObject({ code: 29, retryAfterMs });
  });

  it('never repeats a key, a token or what was sent, whatever the server says back', async () => {
    const lines: string[] = [];
    const write = (message: string, facts = {}): void => void lines.push(message + JSON.stringify(facts));
    const log: Log = { debug: write, info: write, warn: write, error: write };
    const loud = connectTo(server, { log });
    const message = `${sessionKey} ${server.apiKey} ${server.sharedSecret} \u001b]0;pwned\u0007`;
    server.faults.push({ on: 'track.scrobble', kind: 'error', code: 6, message });
    const error = await failure(loud.scrobble(sessionKey, plays(1)));
    const said = [error.message, error.stack, JSON.stringify(error), ...lines].join('\n');
    expect(error.serverMessage).toBe('… … … ]0;pwned');
    for (const secret of [sessionKey, server.apiKey, server.sharedSecret, 'Homogenic'])
      expect(said).not.toContain(secret);
    expect(lines).toHaveLength(1);
    await loud.close();
  });
});

describe('a server that cannot be reached', () => {
  it('is tried three times, which is safe because nothing left', async () => {
    const clock = createManualClock();
    const taken: string[] = [];
    const limiter = { take: (kind: string) => Promise.resolve(void taken.push(kind)) };
    await server.close();
    const offline = connectTo(server, { clock, limiter });
    const failed = failure(offline.scrobble(sessionKey, plays(1)));
    const progress = { isDone: false };
    void failed.finally(() => {
      progress.isDone = true;
    });
    while (!progress.isDone) await clock.advance(500);
    expect(await failed).toMatchObject({
      code: null,
      httpStatus: null,
      outcome: 'refused',
      serverMessage: 'ECONNREFUSED',
    });
    expect(taken).toEqual(['write', 'write', 'write']);
    await offline.close();
    server = await startLastfmServer();
  });
});

describe('an address', () => {
  const options = {
    apiKey: 'k',
    sharedSecret: 's',
    userAgent: 'tonearm/test',
    limiter: noLimit,
    clock: createManualClock(),
  };

  it.each(['ftp://example.org/2.0/', 'not an address', 'file:///etc/passwd'])(
    'that is not http is refused: %s',
    (apiUrl) => {
      const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
      expect(() => createLastfmApi({ ...options, log, apiUrl })).toThrow('not an http or https address');
    },
  );

  it.each([
    ['http://libre.example/2.0/', ['libre.example is reached without encryption: the sign-in can be read on the way']],
    ['http://127.0.0.1:1/2.0/', []],
    ['https://libre.example/2.0/', []],
  ])('without encryption gets a warning, except on this machine: %s', async (apiUrl, expected) => {
    const warnings: string[] = [];
    const log: Log = { debug: () => {}, info: () => {}, warn: (line) => void warnings.push(line), error: () => {} };
    await createLastfmApi({ ...options, log, apiUrl }).close();
    expect(warnings).toEqual(expected);
  });
});

describe('a proxy of the environment', () => {
  const variables = ['http_proxy', 'no_proxy', 'NO_PROXY'] as const;
  let before: readonly (string | undefined)[];
  beforeEach(() => {
    before = variables.map((name) => process.env[name]);
    for (const name of variables) delete process.env[name];
  });
  afterEach(() => {
    for (const [index, name] of variables.entries()) {
      const value = before[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  it('is not asked for an address of this machine', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    const direct = connectTo(server);
    expect(await direct.userInfo(sessionKey)).toMatchObject({ username: 'Anna' });
    await direct.close();
  });

  it('carries the requests to any other', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url?.split('?')[0]}`);
      response.end('{"user":{"name":"Anna"}}');
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    process.env['http_proxy'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const proxied = connectTo(server, { apiUrl: 'http://lastfm.example/2.0/' });
    expect(await proxied.userInfo(sessionKey)).toMatchObject({ username: 'Anna' });
    await proxied.close();
    await new Promise((resolve) => {
      proxy.close(resolve);
      proxy.closeAllConnections();
    });
    expect(asked).toEqual(['GET http://lastfm.example/2.0/']);
  });
});
