import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OwnEngine } from '../../src/engine/create-engine.ts';
import { eventually } from '../helpers/eventually.ts';
import { ffmpeg, ffmpegFile, ffmpegTags } from '../helpers/ffmpeg.ts';
import { startLastfmServer } from '../helpers/lastfm-server.ts';
import { createOwnEngine } from '../helpers/own-engine.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const SPEED = 40;

async function makeTrack(path: string, seconds: number, tags: Readonly<Record<string, string>>): Promise<string> {
  const tone = `sine=frequency=330:duration=${seconds},volume=0.1`;
  await ffmpeg('-f', 'lavfi', '-i', tone, '-c:a', 'flac', ...ffmpegTags(tags), ffmpegFile(path));
  return path;
}

async function setUp() {
  const home = makeTemporaryFolder();
  const lastfm = await startLastfmServer();
  onTestFinished(() => lastfm.close());
  const engine = await createOwnEngine({ home, lastfm });
  const { token } = await engine.run('lastfm.authUrl', {});
  lastfm.approve(token, 'Ann');
  await engine.run('lastfm.authCallback', { token });
  await engine.run('playback.speed', { speed: SPEED });
  const plays = (): unknown[] => {
    const sqlite = new SqliteDatabase(join(home, 'library.db'), { readonly: true });
    try {
      return sqlite.prepare('SELECT artist, track FROM plays ORDER BY id').all();
    } finally {
      sqlite.close();
    }
  };
  return { home, lastfm, engine, plays };
}

async function playToTheEnd(engine: OwnEngine, ...paths: readonly string[]): Promise<void> {
  await engine.run('playback.play', { paths });
  await eventually('the end', () => engine.state('playback').status === 'stopped');
}

describe('what is heard', () => {
  it('is kept but not sent with scrobbling off, and sent again once it is on', async () => {
    const { home, lastfm, engine, plays } = await setUp();
    const track = await makeTrack(join(home, 'a.flac'), 40, { artist: 'Ann', title: 'First' });
    await engine.run('lastfm.updateSettings', { enabled: false });
    await playToTheEnd(engine, track);
    await eventually('it is kept', () => plays().length === 1);
    expect(await engine.run('lastfm.queueStatus', {})).toMatchObject({ total: 0, pausedBecause: 'disabled' });
    expect(await engine.run('lastfm.queueRetry', {})).toMatchObject({ sent: 0, error: { code: 'disabled' } });
    await engine.run('lastfm.updateSettings', { enabled: true });
    await playToTheEnd(engine, track);
    await eventually('the second one is sent', () => lastfm.scrobblesOf('Ann').length === 1);
    expect(plays()).toHaveLength(2);
  });

  it('is kept but never sent without artist or title tag, and never counted at 30 seconds or less', async () => {
    const { home, lastfm, engine, plays } = await setUp();
    const untagged = await makeTrack(join(home, 'untagged.flac'), 40, { album: 'Only This' });
    const short = await makeTrack(join(home, 'short.flac'), 30, { artist: 'Ann', title: 'Short' });
    const reasons: string[] = [];
    engine.listen((event) => {
      if (event.name === 'lastfm.changed' && event.data.play.state === 'ineligible')
        reasons.push(event.data.play.reason);
    });
    await playToTheEnd(engine, untagged, short);
    await eventually('one is kept', () => plays().length === 1);
    expect(plays()).toEqual([{ artist: null, track: null }]);
    expect([...new Set(reasons)]).toEqual(['no artist and title tags', '30 seconds or shorter']);
    expect(await engine.run('lastfm.queueStatus', {})).toMatchObject({ total: 0 });
    expect(lastfm.count('track.scrobble')).toBe(0);
  });

  it('counts anew with every repeat, each from its own second', async () => {
    const { home, lastfm, engine } = await setUp();
    const track = await makeTrack(join(home, 'a.flac'), 40, { artist: 'Ann', title: 'Again' });
    await engine.run('playback.repeat', { mode: 'one' });
    await engine.run('playback.play', { paths: [track] });
    await eventually('three plays', () => lastfm.scrobblesOf('Ann').length >= 3);
    await engine.run('playback.stop', {});
    const starts = lastfm.scrobblesOf('Ann').map(({ timestamp }) => timestamp);
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('is one play when sought to its start, and two when it is played from the start again', async () => {
    const { home, lastfm, engine } = await setUp();
    const track = await makeTrack(join(home, 'a.flac'), 60, { artist: 'Ann', title: 'Once' });
    const counted = () => engine.state('lastfm').play.state === 'counted';
    await engine.run('playback.play', { paths: [track] });
    await eventually('it counts', counted);
    await engine.run('playback.seek', { to: '0' });
    await eventually('it sounds anew', () => engine.state('playback').isAdvancing);
    expect(counted()).toBe(true);
    await engine.run('playback.prev', {});
    await eventually('another one begins', () => engine.state('lastfm').play.state === 'listening');
    await eventually('and counts', counted);
    await eventually('both are sent', () => lastfm.scrobblesOf('Ann').length === 2);
    expect(lastfm.nowPlayingOf('Ann')).toHaveLength(2);
  });

  it('counts at 100 % when it is played through, not when a part was left out', async () => {
    const { home, lastfm, engine, plays } = await setUp();
    const whole = await makeTrack(join(home, 'a.flac'), 40, { artist: 'Ann', title: 'Whole' });
    const part = await makeTrack(join(home, 'b.flac'), 90, { artist: 'Ann', title: 'Part' });
    await engine.run('lastfm.updateSettings', { scrobbleThreshold: 100 });
    await engine.run('playback.play', { paths: [part] });
    await engine.run('playback.seek', { to: '+10' });
    await eventually('the end', () => engine.state('playback').status === 'stopped');
    await playToTheEnd(engine, whole);
    await eventually('one is sent', () => lastfm.scrobblesOf('Ann').length === 1);
    expect(plays()).toEqual([{ artist: 'Ann', track: 'Whole' }]);
  });

  it('belongs to who was signed in: another account never gets it, the first one does when it is back', async () => {
    const { lastfm, engine } = await setUp();
    lastfm.chooseFault = ({ method }) =>
      method === 'track.scrobble' ? { on: '*', kind: 'error', code: 16, httpStatus: 503 } : null;
    await engine.run('lastfm.scrobble', { artist: 'A', track: 'Ann’s' });
    const signIn = async (user: string): Promise<void> => {
      await engine.run('lastfm.disconnect', {});
      const { token } = await engine.run('lastfm.authUrl', {});
      lastfm.approve(token, user);
      await engine.run('lastfm.authCallback', { token });
    };
    await signIn('Bob');
    lastfm.chooseFault = null;
    expect(await engine.run('lastfm.queueRetry', {})).toMatchObject({ sent: 0, remaining: 0 });
    await engine.run('lastfm.scrobble', { artist: 'B', track: 'Bob’s' });
    await eventually('Bob has his', () => lastfm.scrobblesOf('Bob').length === 1);
    await signIn('Ann');
    await eventually('Ann has hers', () => lastfm.scrobblesOf('Ann').length === 1);
    expect(lastfm.scrobblesOf('Bob').map(({ track }) => track)).toEqual(['Bob’s']);
    expect(lastfm.scrobblesOf('Ann').map(({ track }) => track)).toEqual(['Ann’s']);
  });
});
