import { describe, expect, it } from 'vitest';
import { addLooseScrobble, addPlay, type CountedPlay } from '../../src/db/plays.ts';
import { savePlayerState } from '../../src/db/player-state.ts';
import { adoptScrobbles, countScrobbleQueue, listScrobbleQueue } from '../../src/db/scrobble-queue.ts';
import { scrobbleDelivery } from '../../src/db/scrobble-delivery.ts';
import { openTestDatabase } from '../helpers/open-test-database.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

const NOBODY = { service: 'lastfm', account: null };
const ANN = { service: 'lastfm', account: 'ann' };
const BOB = { service: 'lastfm', account: 'bob' };

const SONG = {
  artist: 'Björk',
  track: 'Jóga',
  album: 'Homogenic',
  albumArtist: null,
  trackNumber: 2,
  durationSeconds: 305,
  mbid: null,
};

function playAt(startedAt: number): CountedPlay {
  return {
    path: '/m/joga.flac',
    trackId: null,
    artist: 'Björk',
    track: 'Jóga',
    album: 'Homogenic',
    durationMs: 305_000,
    startedAt,
    listenedMs: 152_500,
    countedAt: startedAt + 153,
  };
}

async function setUp() {
  const { db } = await openTestDatabase();
  await savePlayerState(db, {
    entryId: 7,
    isStopped: true,
    positionMs: 0,
    repeat: 'off',
    volumePercent: 100,
    isMuted: false,
    speed: 1,
    play: () => '{"isCounted":false}',
  });
  const count = (startedAt: number, to: { service: string; account: string | null } = ANN) =>
    addPlay(db, playAt(startedAt), {
      deliveries: [{ to, scrobble: SONG }],
      savedPlay: '{"isCounted":true}',
      entryId: 7,
      beforeCommit: () => {},
    });
  return { db, count, delivery: scrobbleDelivery(db, createManualClock(), (stored) => stored as string) };
}

describe('a counted play', () => {
  it('is written together with its delivery and the knowledge that it is counted', async () => {
    const { db, count } = await setUp();
    await count(1_700_000_000);
    expect(await db.selectFrom('plays').select(['track', 'started_at', 'listened_ms']).execute()).toEqual([
      { track: 'Jóga', started_at: 1_700_000_000, listened_ms: 152_500 },
    ]);
    expect(await db.selectFrom('player_state').select('play').execute()).toEqual([{ play: '{"isCounted":true}' }]);
    expect(await listScrobbleQueue(db, ANN, { limit: 10, offset: 0 })).toEqual([
      {
        id: 1,
        artist: 'Björk',
        track: 'Jóga',
        album: 'Homogenic',
        timestamp: 1_700_000_000,
        state: 'waiting',
        attempts: 0,
        reason: null,
      },
    ]);
  });

  it('is not forgotten again by a state that was asked for before', async () => {
    const { db } = await setUp();
    let isStored = false;
    const consequences = {
      deliveries: [],
      savedPlay: '{"isCounted":true}',
      entryId: 7,
      beforeCommit: () => {
        isStored = true;
      },
    };
    const state = {
      entryId: 7,
      isStopped: false,
      positionMs: 1,
      repeat: 'off',
      volumePercent: 1,
      isMuted: false,
      speed: 1,
    };
    await Promise.all([
      addPlay(db, playAt(1_700_000_000), consequences),
      savePlayerState(db, { ...state, repeat: 'off', play: () => JSON.stringify({ isCounted: isStored }) }),
    ]);
    expect(await db.selectFrom('player_state').select('play').execute()).toEqual([{ play: '{"isCounted":true}' }]);
  });

  it('is kept whole or not at all', async () => {
    const { db, count } = await setUp();
    await db.schema.dropTable('scrobble_queue').execute();
    await expect(count(1_700_000_000)).rejects.toThrow('no such table');
    expect(await db.selectFrom('plays').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('player_state').select('play').execute()).toEqual([{ play: '{"isCounted":false}' }]);
  });

  it('moves to the next free second when another play of the account has it', async () => {
    const { db, count, delivery } = await setUp();
    await count(1_700_000_000);
    await delivery.settle([{ id: 1, outcome: { kind: 'accepted', corrected: null } }]);
    await count(1_700_000_000);
    await count(1_700_000_000);
    await count(1_700_000_000, BOB);
    const waiting = await db.selectFrom('scrobble_queue').select(['account', 'timestamp']).orderBy('id').execute();
    expect(waiting).toEqual([
      { account: 'ann', timestamp: 1_700_000_001 },
      { account: 'ann', timestamp: 1_700_000_002 },
      { account: 'bob', timestamp: 1_700_000_000 },
    ]);
  });
});

describe('scrobbles counted before any sign-in', () => {
  it('go to the first account, the too old ones set aside', async () => {
    const { db, count } = await setUp();
    await count(1_000, NOBODY);
    await count(2_000, NOBODY);
    await addLooseScrobble(db, { ...SONG, ...NOBODY, timestamp: 3_000 }, 3_100);
    expect(await adoptScrobbles(db, ANN, { oldestTimestamp: 2_000, tooOld: 'too old' })).toBe(3);
    expect(await adoptScrobbles(db, BOB, { oldestTimestamp: 2_000, tooOld: 'too old' })).toBe(0);
    expect(
      await db
        .selectFrom('scrobble_queue')
        .select(['account', 'timestamp', 'play_id', 'reason'])
        .orderBy('id')
        .execute(),
    ).toEqual([
      { account: 'ann', timestamp: 1_000, play_id: 1, reason: 'too old' },
      { account: 'ann', timestamp: 2_000, play_id: 2, reason: null },
      { account: 'ann', timestamp: 3_000, play_id: null, reason: null },
    ]);
    expect(await countScrobbleQueue(db, ANN)).toEqual({ queued: 2, rejected: 1, sending: 0 });
  });
});

describe('the delivery of scrobbles', () => {
  it('hands out the oldest first, of its own account only', async () => {
    const { count, delivery } = await setUp();
    await count(3_000);
    await count(1_000);
    await count(2_000, BOB);
    const waiting = await delivery.waiting(ANN, { limit: 50, exceptIds: [] });
    expect(waiting.map((scrobble) => scrobble.timestamp)).toEqual([1_000, 3_000]);
    expect(await delivery.waiting(ANN, { limit: 50, exceptIds: [2] })).toHaveLength(1);
    expect(await delivery.waiting(ANN, { limit: 50, exceptIds: [] })).toHaveLength(2);
  });

  it('moves what was answered to the history, keeps what was rejected, and puts the rest back', async () => {
    const { db, count, delivery } = await setUp();
    for (const second of [1, 2, 3, 4]) await count(second);
    await delivery.markSending([1, 2, 3, 4]);
    expect(await countScrobbleQueue(db, ANN)).toEqual({ queued: 4, rejected: 0, sending: 4 });
    await delivery.settle([
      { id: 1, outcome: { kind: 'accepted', corrected: { artist: 'Bjork', track: 'Joga' } } },
      { id: 2, outcome: { kind: 'ignored', code: 1, reason: 'Artist was ignored' } },
      { id: 3, outcome: { kind: 'rejected', reason: 'Invalid parameters' } },
      { id: 4, outcome: { kind: 'retry' } },
    ]);
    const history = await db
      .selectFrom('scrobbles')
      .select(['id', 'state', 'code', 'reason', 'corrected_artist', 'corrected_track'])
      .orderBy('id')
      .execute();
    expect(history).toEqual([
      { id: 1, state: 'sent', code: null, reason: null, corrected_artist: 'Bjork', corrected_track: 'Joga' },
      { id: 2, state: 'ignored', code: 1, reason: 'Artist was ignored', corrected_artist: null, corrected_track: null },
    ]);
    const rows = await listScrobbleQueue(db, ANN, { limit: 10, offset: 0 });
    expect(rows.map(({ id, state, attempts, reason }) => ({ id, state, attempts, reason }))).toEqual([
      { id: 3, state: 'rejected', attempts: 1, reason: 'Invalid parameters' },
      { id: 4, state: 'waiting', attempts: 1, reason: null },
    ]);
    await delivery.reopen(BOB, [3]);
    expect(await delivery.waiting(ANN, { limit: 50, exceptIds: [] })).toHaveLength(1);
    await delivery.reopen(ANN, [3]);
    expect(await delivery.waiting(ANN, { limit: 50, exceptIds: [] })).toHaveLength(2);
  });

  it('lets one process send at a time, until its right ends', async () => {
    const { db } = await setUp();
    const clock = createManualClock(1_000_000);
    const first = scrobbleDelivery(db, clock, () => null);
    const second = scrobbleDelivery(db, clock, () => null);
    expect(await first.reserveSending(1_060_000)).toBeNull();
    expect(await second.reserveSending(1_060_000)).toBe(1_060_000);
    expect(await first.reserveSending(1_090_000)).toBeNull();
    await clock.advance(90_001);
    expect(await second.reserveSending(1_200_000)).toBeNull();
    await first.releaseSending();
    expect(await first.reserveSending(1_200_000)).toBe(1_200_000);
    await second.releaseSending();
    expect(await first.reserveSending(1_200_000)).toBeNull();
  });

  it('remembers its schedule', async () => {
    const { delivery } = await setUp();
    expect(await delivery.loadSchedule(ANN)).toBeNull();
    await delivery.saveSchedule(ANN, 'first');
    await delivery.saveSchedule(ANN, 'second');
    expect(await delivery.loadSchedule(ANN)).toBe('second');
    expect(await delivery.loadSchedule(BOB)).toBeNull();
  });
});
