import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineResults } from '../src/model/results.ts';
import type { PlaybackState } from '../src/model/status.ts';
import { type LastfmServer, startLastfmServer } from '../test/helpers/lastfm-server.ts';
import { type Tonearm, useTonearm } from './demo/tonearm.ts';
import { root } from './setup/root.mjs';

/**
 * Shows the whole path without a terminal, an account or a sound card: scan, play, count, wait, deliver. Everything
 * happens in a folder of its own and against a server of its own; both are gone afterwards.
 */
const USER = 'demo';
const SPEED = 20;
const LONGEST_MS = 3 * 60_000;

type Shown = { readonly played: number; readonly counted: number; readonly waiting: number };

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => stop.abort(new Error(`stopped by ${name}`)));
}
const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(LONGEST_MS)]);

const server = await startLastfmServer();
const home = await mkdtemp(join(tmpdir(), 'tonearm-demo-'));
const env = {
  ...process.env,
  TONEARM_HOME: home,
  TONEARM_SOCKET: '',
  TONEARM_MPV_ARGS: '--ao=null',
  LASTFM_API_KEY: server.apiKey,
  LASTFM_API_SECRET: server.sharedSecret,
  LASTFM_API_URL: server.url,
  LASTFM_AUTH_URL: server.authUrl,
};

try {
  const { played, counted, waiting } = await demonstrate(useTonearm(env, signal), server);
  const delivered = server.scrobblesOf(USER).length;
  say(`demo: ${played} played, ${counted} counted, ${delivered} delivered, ${waiting} waiting`);
  const isWhole = played > 0 && counted === played && delivered === counted && waiting === 0;
  process.exitCode = isWhole ? 0 : 1;
} catch (error) {
  const reason: unknown = signal.aborted ? signal.reason : error;
  process.stderr.write(`demo: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
} finally {
  await useTonearm(env, AbortSignal.timeout(LONGEST_MS))
    .run('shutdown')
    .catch(() => {});
  await server.close();
  await rm(home, { recursive: true, force: true });
}

async function demonstrate(tonearm: Tonearm, lastfm: LastfmServer): Promise<Shown> {
  const scan = await tonearm.run<EngineResults['library.add']>('library', 'add', join(root, 'demo'));
  say(`scanned   ${scan.found} files, ${scan.added} tracks added, ${scan.failed.length} failed`);

  const { token } = await tonearm.run<EngineResults['lastfm.authUrl']>('lastfm', 'login', '--no-wait');
  lastfm.approve(token, USER);
  const { username } = await tonearm.run<EngineResults['lastfm.authCallback']>('lastfm', 'login', '--token', token);
  say(`signed in ${username}, at a Last.fm-compatible server on ${new URL(lastfm.url).host}`);

  lastfm.chooseFault = ({ method }) =>
    method === 'track.scrobble' ? { on: '*', kind: 'error', code: 16, httpStatus: 503 } : null;
  say('refusing  the server answers "temporarily unavailable" to every scrobble');

  const played = await playAll(tonearm);
  say(`heard     the server was told of ${lastfm.nowPlayingOf(USER).length} tracks playing now`);

  const queue = await tonearm.run<EngineResults['lastfm.queueStatus']>('lastfm', 'queue', 'list');
  for (const { artist, track, timestamp } of queue.items) {
    say(`waiting   ${artist} – ${track}, begun at ${new Date(timestamp * 1000).toISOString()}`);
  }
  say(`counted   ${queue.queued} plays wait in the scrobble queue, ${lastfm.scrobblesOf(USER).length} delivered`);

  lastfm.chooseFault = null;
  say('accepting the server is back');
  const retry = await tonearm.run<EngineResults['lastfm.queueRetry']>('lastfm', 'queue', 'retry');
  say(`delivered ${retry.sent} sent, ${retry.ignored} ignored, ${retry.remaining} waiting`);
  for (const { artist, track } of lastfm.scrobblesOf(USER)) say(`on server ${artist} – ${track}`);

  const after = await tonearm.run<EngineResults['lastfm.queueStatus']>('lastfm', 'queue', 'list');
  return { played, counted: queue.queued, waiting: after.queued };
}

/** Plays the demo tracks to their end and answers how many sounded. */
async function playAll(tonearm: Tonearm): Promise<number> {
  const heard = new Set<number>();
  const attached = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => ended.reject(signal.reason as Error), { once: true });
  const unwatch = tonearm.watch(({ event, data }) => {
    // The first lines are the state as it is: from here on no change is missed.
    attached.resolve();
    if (event !== 'playback.changed') return;
    const { status, track, entryId } = data as PlaybackState;
    if (status === 'playing' && track !== null && entryId !== null && !heard.has(entryId)) {
      heard.add(entryId);
      say(`playing   ${track.artist ?? 'unknown artist'} – ${track.title} (${SPEED} × speed)`);
    }
    if (status === 'stopped' && heard.size > 0) ended.resolve();
  });
  try {
    await attached.promise;
    await tonearm.run('speed', String(SPEED));
    await tonearm.run('play', join(root, 'demo'));
    await ended.promise;
  } finally {
    unwatch();
  }
  return heard.size;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
