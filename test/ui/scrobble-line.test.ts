import { expect, test } from 'vitest';
import type { LastfmState, PlaybackState } from '../../src/model/status.ts';
import { scrobbleLine } from '../../src/ui/scrobble-line.ts';
import { createFakeEngine } from '../helpers/fake-engine.ts';

const engine = createFakeEngine();
const playing: PlaybackState = { ...engine.state('playback'), status: 'playing', isAdvancing: true };
const listening = { state: 'listening', startedAt: 1, listenedSeconds: 10, neededSeconds: 52 } as const;
const say = (lastfm: Partial<LastfmState>, playback: Partial<PlaybackState> = {}, nowMs = 0) =>
  scrobbleLine({ ...engine.state('lastfm'), ...lastfm }, { ...playing, ...playback }, nowMs);

test('counts down to the scrobble while the music moves', () => {
  expect(say({ play: listening }).text).toBe('scrobbles in 0:42');
  expect(say({ play: listening }, {}, 2000).text).toBe('scrobbles in 0:40');
  expect(say({ play: listening }, { speed: 2 }, 2000).text).toBe('scrobbles in 0:38');
  expect(say({ play: listening }, {}, 100_000).text).toBe('scrobbles in 0:00');
});

test('stands still while it does not', () => {
  expect(say({ play: listening }, { status: 'paused' }, 5000).text).toBe('scrobbles in 0:42');
  expect(say({ play: listening }, { isAdvancing: false }, 5000).text).toBe('scrobbles in 0:42');
});

test('says when it counted, and what waits', () => {
  const counted = { ...listening, state: 'counted' } as const;
  expect(say({ play: counted })).toEqual({ text: '✓ scrobbled', tone: 'good' });
  expect(say({ play: counted, queued: 3 }).text).toBe('✓ counted · waiting: 3');
  expect(say({ queued: 1234 }).text).toBe('waiting: 1,234');
});

test('says why it waits', () => {
  expect(say({ queued: 3, pausedBecause: 'offline' })).toEqual({
    text: 'waiting: 3 (Last.fm cannot be reached)',
    tone: 'warning',
  });
});

test('says why it never will', () => {
  const play = {
    state: 'ineligible',
    startedAt: 1,
    listenedSeconds: 0,
    neededSeconds: null,
    reason: 'no artist tag',
  } as const;
  expect(say({ play }).text).toBe('not scrobbled: no artist tag');
  expect(say({ play: listening, enabled: false }).text).toBe('scrobbling is off');
  expect(say({ play: listening, authenticated: false, queued: 2 }).text).toBe('not signed in · waiting: 2');
  expect(say({ play: listening, configured: false, authenticated: false }).text).toBe('no Last.fm API key');
});

test('says nothing when there is nothing to say', () => {
  expect(say({}).text).toBe('');
});
