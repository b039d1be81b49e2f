import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { createOwnEngine, noticed } from '../helpers/own-engine.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { writeWav } from '../helpers/wav.ts';

/** Files of so many seconds, by their numbers. */
function makeFiles(folder: string, count: number, seconds = 30): string[] {
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index + 1}.wav`);
    writeWav(path, seconds * 1000);
    return path;
  });
}

async function setUp(count: number, seconds?: number) {
  const home = makeTemporaryFolder();
  const files = makeFiles(home, count, seconds);
  const engine = await createOwnEngine({ home });
  const status = () => engine.run('engine.status', {});
  return { home, files, engine, status };
}

describe('the transport', () => {
  it('answers every command with what came of it', async () => {
    const { engine, files } = await setUp(3);
    const first = await engine.run('playback.play', { paths: files });
    expect(first).toMatchObject({
      playback: { status: 'playing', track: { title: '1' } },
      queue: { length: 3, index: 0 },
    });
    expect(await engine.run('playback.pause', {})).toMatchObject({ playback: { status: 'paused' } });
    expect(await engine.run('playback.next', {})).toMatchObject({
      playback: { status: 'paused', positionSeconds: 0, track: { title: '2' } },
    });
    expect(await engine.run('playback.toggle', {})).toMatchObject({ playback: { status: 'playing' } });
    expect(await engine.run('playback.prev', {})).toMatchObject({ playback: { track: { title: '1' } } });
    const sought = await engine.run('playback.seek', { to: '50%' });
    expect(sought.playback.positionSeconds).toBeCloseTo(15, 0);
    expect(await engine.run('playback.volume', { to: '-30' })).toMatchObject({ playback: { volumePercent: 70 } });
    expect(await engine.run('playback.mute', {})).toMatchObject({ playback: { muted: true } });
    expect(await engine.run('playback.speed', { speed: 2 })).toMatchObject({ playback: { speed: 2 } });
    expect(await engine.run('playback.repeat', {})).toMatchObject({ queue: { repeat: 'all' } });
    expect(await engine.run('playback.stop', {})).toMatchObject({
      playback: { status: 'stopped', positionSeconds: 0, track: null },
      queue: { index: 0 },
    });
    await expect(engine.run('playback.seek', { to: '10' })).rejects.toMatchObject({ code: 'failed' });
  });

  it('ends at the end of the queue, or begins anew with repeat all, or stays with repeat one', async () => {
    const { engine, files, status } = await setUp(2, 1);
    await engine.run('playback.play', { paths: files });
    await eventually('the end', async () => (await status()).playback.status === 'stopped');
    expect((await status()).queue).toMatchObject({ length: 2, index: -1 });

    await engine.run('playback.repeat', { mode: 'all' });
    await engine.run('playback.play', {});
    const seen: number[] = [];
    engine.listen((event) => {
      if (event.name === 'queue.changed' && event.data.index !== seen.at(-1)) seen.push(event.data.index);
    });
    await eventually('a second round', () => seen.length >= 3);
    expect(seen.slice(0, 3)).toEqual([1, 0, 1]);

    await engine.run('playback.repeat', { mode: 'one' });
    const { queue } = await status();
    const starts: number[] = [];
    engine.listen((event) => {
      if (event.name === 'playback.changed' && event.data.positionSeconds === 0) starts.push(event.data.entryId ?? -1);
    });
    await eventually('the same again', () => starts.length >= 3);
    expect((await status()).queue.index).toBe(queue.index);
  });

  it('goes on with what was queued in the last moment', async () => {
    const { engine, files, status } = await setUp(2, 1);
    const [first = '', second = ''] = files;
    await engine.run('playback.play', { paths: [first] });
    await eventually('it is nearly over', async () => (await status()).playback.positionSeconds > 0.6);
    await engine.run('queue.add', { paths: [second] });
    await eventually('the second one plays', async () => (await status()).playback.track?.title === '2');
    expect((await status()).queue).toMatchObject({ length: 2, index: 1 });
  });

  it('skips what cannot be played with a notice, and stops when nothing can', async () => {
    const { engine, files, home, status } = await setUp(1, 2);
    const bad = ['a', 'b', 'c', 'd', 'e'].map((name) => join(home, `${name}.mp3`));
    for (const path of bad) writeFileSync(path, 'no music at all');
    const skipped = noticed(engine, /^Skipped “a”/);
    await engine.run('playback.play', { paths: [bad[0] ?? '', ...files] });
    expect(await skipped).toMatch(/^Skipped “a”: /);
    await eventually('the good one plays', async () => (await status()).playback.track?.title === '1');

    await engine.run('playback.repeat', { mode: 'all' });
    const hopeless = noticed(engine, /^Nothing in the play queue can be played/);
    await engine.run('playback.play', { paths: bad });
    await hopeless;
    await eventually('it has stopped', async () => (await status()).playback.status === 'stopped');
  });

  it('stays paused past a file that cannot be played', async () => {
    const { engine, files, home, status } = await setUp(2);
    const bad = join(home, 'bad.mp3');
    writeFileSync(bad, 'no music at all');
    const [first = '', last = ''] = files;
    await engine.run('playback.play', { paths: [first, bad, last] });
    await engine.run('playback.pause', {});
    await engine.run('playback.next', {});
    await eventually('the last one is there', async () => (await status()).queue.index === 2);
    expect((await status()).playback).toMatchObject({ status: 'paused', track: { title: '2' } });
  });

  it('says how to install mpv where there is none, and keeps the place', async () => {
    const { home, files, engine } = await setUp(1);
    await engine.run('playback.play', { paths: files });
    await engine.run('playback.seek', { to: '12' });
    await engine.close();
    const without = await createOwnEngine({ home, env: { TONEARM_MPV: join(home, 'no-mpv') } });
    await expect(without.run('playback.play', {})).rejects.toMatchObject({ code: 'mpv-missing' });
    const { playback, queue } = await without.run('engine.status', {});
    expect(playback.status).toBe('paused');
    expect(playback.positionSeconds).toBeGreaterThanOrEqual(12);
    expect(queue.length).toBe(1);
    expect(await without.run('library.stats', {})).toMatchObject({ tracks: 0 });
  });
});

describe('the play queue', () => {
  it('keeps its entries, their ids and its place over a restart', async () => {
    const { home, files, engine } = await setUp(4);
    await engine.run('queue.add', { paths: files });
    const before = await engine.run('queue.list', {});
    const ids = before.items.map((item) => item.entryId);
    await engine.run('queue.move', { entryId: ids[3] ?? 0, to: 1 });
    await engine.run('queue.remove', { entryIds: [ids[1] ?? 0] });
    await engine.run('queue.play', { entryId: ids[2] ?? 0 });
    await engine.run('playback.speed', { speed: 1.5 });
    await engine.close();
    const next = await createOwnEngine({ home });
    const after = await next.run('queue.list', {});
    expect(after.items.map((item) => item.entryId)).toEqual([ids[3], ids[0], ids[2]]);
    expect(after.items.map((item) => item.position)).toEqual([1, 2, 3]);
    expect(await next.run('engine.status', {})).toMatchObject({
      playback: { status: 'paused', speed: 1.5, track: { title: '3' } },
      queue: { length: 3, index: 2 },
    });
    await next.run('queue.clear', {});
    await next.run('queue.add', { paths: [files[0] ?? ''] });
    const [fresh] = (await next.run('queue.list', {})).items;
    expect(fresh?.entryId).toBe(Math.max(...ids) + 1);
  });

  it('goes on with the next entry when the one that plays is removed, and stops when it is cleared', async () => {
    const { engine, files, status } = await setUp(3);
    await engine.run('playback.play', { paths: files });
    const { items } = await engine.run('queue.list', {});
    await engine.run('queue.remove', { entryIds: [items[0]?.entryId ?? 0] });
    expect(await status()).toMatchObject({
      playback: { status: 'playing', track: { title: '2' } },
      queue: { index: 0 },
    });
    await engine.run('queue.clear', {});
    expect(await status()).toMatchObject({
      playback: { status: 'stopped', track: null },
      queue: { length: 0, index: -1 },
    });
  });

  it('puts files after what plays, and plays them at once if asked', async () => {
    const { engine, files, status } = await setUp(4);
    const [a = '', b = '', c = '', d = ''] = files;
    await engine.run('playback.play', { paths: [a, b] });
    expect(await engine.run('queue.add', { paths: [c], next: true })).toEqual({
      length: 3,
      index: 0,
      added: 1,
      removed: 0,
    });
    await engine.run('queue.add', { paths: [d], play: true });
    const { items } = await engine.run('queue.list', {});
    expect(items.map((item) => item.title)).toEqual(['1', '3', '2', '4']);
    expect((await status()).playback.track?.title).toBe('4');
  });

  it('refuses what is not there', async () => {
    const { engine, home } = await setUp(1);
    await expect(engine.run('queue.add', { paths: [join(home, 'gone')] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.run('queue.add', { trackIds: [77] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.run('queue.play', { entryId: 77 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.run('queue.remove', { entryIds: [77] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.run('playback.play', {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.run('playback.play', { search: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
