import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LastfmServer, startLastfmServer } from '../helpers/lastfm-server.ts';

let server: LastfmServer;
let sessionKey: string;

beforeEach(async () => {
  server = await startLastfmServer();
  sessionKey = server.signIn('anna');
});

afterEach(() => server.close());

type Fields = Readonly<Record<string, string>>;

/** Signs by the letter of the documentation: names in ASCII order, then the secret. */
function signed(fields: Fields, secret = server.sharedSecret): URLSearchParams {
  const all: Fields = { api_key: server.apiKey, ...fields };
  const names = Object.keys(all).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const text = names.map((name) => name + all[name]).join('') + secret;
  const signature = createHash('md5').update(text).digest('hex');
  return new URLSearchParams({ ...all, api_sig: signature, format: 'json' });
}

async function post(body: URLSearchParams | string, query = '', userAgent = 'tonearm/test'): Promise<unknown> {
  const headers = { 'user-agent': userAgent, 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(server.url + query, { method: 'POST', body: body.toString(), headers });
  return response.json();
}

async function get(query: URLSearchParams): Promise<unknown> {
  const response = await fetch(`${server.url}?${query.toString()}`, { headers: { 'user-agent': 'tonearm/test' } });
  return response.json();
}

const now = String(Math.floor(Date.now() / 1000));
const one = (): Fields => ({ method: 'track.scrobble', sk: sessionKey, artist: 'A', track: 'T', timestamp: now });

function batch(indexes: readonly number[], more: Fields = {}): Fields {
  const items = indexes.flatMap((i) => [
    [`artist[${i}]`, 'A'],
    [`track[${i}]`, `T${i}`],
    [`timestamp[${i}]`, now],
  ]);
  return { method: 'track.scrobble', sk: sessionKey, ...Object.fromEntries(items), ...more };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('the test server takes', () => {
  it('a single scrobble with bare names, and records a repeat once', async () => {
    expect(await post(signed(one()))).toMatchObject({ scrobbles: { '@attr': { accepted: '1', ignored: '0' } } });
    expect(await post(signed(one()))).toMatchObject({ scrobbles: { '@attr': { accepted: '1', ignored: '0' } } });
    expect(server.scrobblesOf('anna')).toHaveLength(1);
  });

  it('fifty in one request', async () => {
    expect(await post(signed(batch(range(50))))).toMatchObject({ scrobbles: { '@attr': { accepted: '50' } } });
  });
});

describe('the test server refuses', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['a wrong signature', 13, () => post(signed(one(), 'wrong'))],
    ['a missing signature', 13, () => post(new URLSearchParams({ ...one(), api_key: server.apiKey, format: 'json' }))],
    ['an unknown key', 10, () => post(signed({ ...one(), api_key: 'x' }))],
    ['a dead session', 9, () => post(signed({ ...one(), sk: 'x' }))],
    ['an unknown method', 3, () => post(signed({ ...one(), method: 'track.shout' }))],
    ['a write by GET', 6, () => get(signed(one()))],
    ['a read by POST', 6, () => post(signed({ method: 'user.getInfo', sk: sessionKey }))],
    ['a write with something in its query', 6, () => post(signed(one()), '?method=track.scrobble')],
    [
      'a missing artist',
      6,
      () => post(signed({ method: 'track.scrobble', sk: sessionKey, track: 'T', timestamp: now })),
    ],
    ['an empty album', 6, () => post(signed({ ...one(), album: '' }))],
    ['a parameter sent twice', 6, () => post(`${signed(one()).toString()}&artist=B`)],
    ['a parameter it does not know', 6, () => post(signed({ ...one(), colour: 'blue' }))],
    ['XML', 6, () => post(signed(one()).toString().replace('&format=json', ''))],
    ['fifty-one scrobbles', 6, () => post(signed(batch(range(51))))],
    ['indexes with a gap', 6, () => post(signed(batch([0, 2])))],
    ['indexes from one', 6, () => post(signed(batch([1, 2])))],
    ['bare and indexed names mixed', 6, () => post(signed(batch([0, 1], { album: 'X' })))],
    ['a duration below thirty seconds', 6, () => post(signed({ ...one(), duration: '29' }))],
    ['a duration with a fraction', 6, () => post(signed({ ...one(), duration: '200.5' }))],
    ['Various Artists', 6, () => post(signed({ ...one(), albumArtist: 'Various Artists' }))],
    ['a stand-in for an artist', 6, () => post(signed({ ...one(), artist: 'Unknown Artist' }))],
    ['text that is not NFC', 6, () => post(signed({ ...one(), artist: 'Bjo\u0308rk' }))],
    ['text with hidden characters', 6, () => post(signed({ ...one(), artist: 'A\u200bB' }))],
    ['a library that does not say who asks', 26, () => post(signed(one()), '', 'node')],
  ])('%s with error %i', async (_, code, send) => {
    expect(await send()).toMatchObject({ error: code });
    expect(server.scrobblesOf('anna')).toEqual([]);
  });
});

describe('the test server as a process of its own', () => {
  it('says where it is, approves tokens whose page is opened, and tells what it saw', async () => {
    const script = join(import.meta.dirname, '../helpers/run-lastfm-server.ts');
    const child: ChildProcess = spawn(process.execPath, [script, '--auto-approve', 'anna'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      if (child.stdout === null) throw new Error('its output is piped');
      const lines = createInterface({ input: child.stdout });
      const [line] = (await once(lines, 'line')) as [string];
      const { url, authUrl, apiKey } = JSON.parse(line) as Record<'url' | 'authUrl' | 'apiKey', string>;
      const headers = { 'user-agent': 'tonearm/test' };
      const query = signed({ method: 'auth.getToken', api_key: apiKey });
      const { token } = (await (await fetch(`${url}?${query.toString()}`, { headers })).json()) as { token: string };
      expect((await fetch(`${authUrl}?api_key=${apiKey}&token=${token}`)).status).toBe(200);
      const session = await fetch(
        `${url}?${signed({ method: 'auth.getSession', api_key: apiKey, token }).toString()}`,
        {
          headers,
        },
      );
      expect(await session.json()).toMatchObject({ session: { name: 'anna' } });
      const control = await (await fetch(new URL('/control', url))).json();
      expect(control).toMatchObject({
        scrobbles: [],
        requests: [{ method: 'auth.getToken' }, { method: 'auth.getSession' }],
      });
    } finally {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
  });
});
