import { execFileSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { ffmpeg, ffmpegFile, ffmpegTags } from '../helpers/ffmpeg.ts';
import { createOwnEngine, noticed } from '../helpers/own-engine.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { writeWav } from '../helpers/wav.ts';

/** Another process that writes, as far as SQLite can tell: the engine's own writes fail until it lets go. */
function holdDatabase(home: string): () => void {
  const sqlite = new SqliteDatabase(join(home, 'library.db'), { timeout: 5000 });
  sqlite.exec('BEGIN IMMEDIATE');
  const release = (): void => {
    if (sqlite.open) sqlite.close();
  };
  onTestFinished(release);
  return release;
}

async function makeTracks(home: string, count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, index) => join(home, `${index + 1}.flac`));
  for (const [index, path] of paths.entries()) {
    const tags = ffmpegTags({ artist: 'Ann', title: `Track ${index + 1}` });
    await ffmpeg('-f', 'lavfi', '-i', 'sine=duration=40', '-c:a', 'flac', ...tags, ffmpegFile(path));
  }
  return paths;
}

describe('the place in a track', () => {
  it('is kept, and stored, through every change of the queue', async () => {
    const home = makeTemporaryFolder();
    const path = join(home, 'long.wav');
    writeWav(path, 60_000);
    const engine = await createOwnEngine({ home });
    await engine.run('playback.play', { paths: [path] });
    await engine.run('playback.seek', { to: '30' });
    const place = async () => (await engine.run('engine.status', {})).playback.positionSeconds;
    await eventually('it has gone on', async () => (await place()) > 31);
    await engine.run('queue.add', { paths: [path] });
    expect(await place()).toBeGreaterThan(31);
    await engine.run('playback.repeat', { mode: 'all' });
    expect(await place()).toBeGreaterThan(31);
    const sqlite = new SqliteDatabase(join(home, 'library.db'), { readonly: true });
    onTestFinished(() => void sqlite.close());
    expect(sqlite.prepare('SELECT position_ms FROM player_state').pluck().get()).toBeGreaterThan(31_000);
  });
});

describe('a database that cannot be written', () => {
  it('does not stop the music, and every play is stored once it can be', async () => {
    const home = makeTemporaryFolder();
    const paths = await makeTracks(home, 3);
    const engine = await createOwnEngine({ home });
    await engine.run('playback.speed', { speed: 40 });
    const stored = noticed(engine, /could not be (saved|stored)/);
    await engine.run('playback.play', { paths });
    const release = holdDatabase(home);
    await stored;
    await eventually('all three have sounded', () => engine.state('playback').status === 'stopped');
    expect(engine.state('queue').index).toBe(-1);
    await expect(engine.run('queue.clear', {})).rejects.toMatchObject({ code: 'database' });
    release();
    await eventually('all three are stored', async () => {
      const { queued } = await engine.run('lastfm.queueStatus', {});
      return queued === 3;
    });
  });

  it('never lets a crash believe that a play was stored which was not', async () => {
    const home = makeTemporaryFolder();
    const paths = await makeTracks(home, 1);
    const engine = await createOwnEngine({ home });
    await engine.run('playback.speed', { speed: 20 });
    const failed = noticed(engine, /A play could not be stored/);
    await engine.run('playback.play', { paths });
    const release = holdDatabase(home);
    await failed;
    await engine.run('playback.pause', {});
    release();
    await engine.run('playback.volume', { to: '41' });
    const sqlite = new SqliteDatabase(join(home, 'library.db'), { readonly: true });
    onTestFinished(() => void sqlite.close());
    const saved = () => sqlite.prepare('SELECT play FROM player_state WHERE volume_percent = 41').pluck().get();
    const json = await eventually('the state is saved', () => saved());
    expect(sqlite.prepare('SELECT count(*) FROM plays').pluck().get()).toBe(0);
    expect(JSON.parse(String(json))).toMatchObject({ isCounted: false });
    await eventually('the play is stored', () => sqlite.prepare('SELECT count(*) FROM plays').pluck().get() === 1);
    expect(JSON.parse(String(saved()))).toMatchObject({ isCounted: true });
  });

  it('does not keep the engine from ending', async () => {
    const home = makeTemporaryFolder();
    const paths = await makeTracks(home, 1);
    const engine = await createOwnEngine({ home });
    await engine.run('playback.speed', { speed: 40 });
    const failed = noticed(engine, /could not be stored/);
    await engine.run('playback.play', { paths });
    holdDatabase(home);
    await failed;
    await engine.close();
    expect(await engine.closed).toBe('shutdown');
  });
});

it('an entry that is removed while it is being opened is passed over', async () => {
  const home = makeTemporaryFolder();
  const [first = '', pipe = ''] = ['first.wav', 'slow.wav'].map((name) => join(home, name));
  writeWav(first, 1000);
  execFileSync('mkfifo', [pipe]);
  const engine = await createOwnEngine({ home });
  await engine.run('queue.add', { paths: [first] });
  // Its tags are not read: nothing could be, yet.
  await engine.run('queue.add', { paths: [pipe] });
  const [one] = (await engine.run('queue.list', { limit: 1 })).items;
  await engine.run('queue.play', { entryId: one?.entryId ?? 0 });
  await eventually('the first one is over', () => !engine.state('playback').isAdvancing);
  const ids = (await engine.run('queue.list', {})).items.map((item) => item.entryId);
  await engine.run('queue.remove', { entryIds: [ids[1] ?? 0] });
  const data = readFileSync(first);
  const writer = createWriteStream(pipe, { flags: 'r+' });
  onTestFinished(() => void writer.destroy());
  writer.write(data);
  await eventually('nothing plays', () => engine.state('playback').status === 'stopped');
  expect(await engine.run('queue.list', {})).toMatchObject({ total: 1 });
});
