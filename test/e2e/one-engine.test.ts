import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../helpers/eventually.ts';
import { isAlive, makeTonearm, program, type Tonearm } from '../helpers/tonearm.ts';

/** The processes that hold this home's database open: its engines. */
function enginesOf({ home }: Tonearm): readonly number[] {
  const database = join(home, 'data/library.db');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => holds(pid, database));
}

function holds(pid: number, file: string): boolean {
  try {
    const { dev, ino } = statSync(file);
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const open = statSync(`/proc/${pid}/fd/${fd}`, { throwIfNoEntry: false });
      return open?.dev === dev && open.ino === ino;
    });
  } catch {
    return false;
  }
}

describe('one engine a user', () => {
  it('answers ten clients that start at once', async () => {
    const tonearm = makeTonearm();
    const volumes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => tonearm.run('volume', String(index), '--json')),
    );
    expect(volumes.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array.from({ length: 10 }, () => ({ exitCode: 0, stderr: '' })),
    );
    const states = await Promise.all(Array.from({ length: 10 }, () => tonearm.status()));
    expect(new Set(states.map(({ engine }) => engine.pid)).size).toBe(1);
    expect(enginesOf(tonearm)).toEqual([states[0]?.engine.pid]);
  });

  it('needs nobody to clear up after a crash, whatever was left behind', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('volume', '41');
    await tonearm.killEngine();
    expect(existsSync(join(tonearm.home, 'state/engine.sock'))).toBe(true);
    expect((await tonearm.run('status')).exitCode).toBe(3);
    writeFileSync(join(tonearm.home, 'state/engine.lock'), 'not a database at all, but something else entirely');
    expect(await tonearm.ask('volume')).toMatchObject({ playback: { volumePercent: 41 } });
    await tonearm.killEngine();
    // What a database looks like of which only the beginning was written.
    writeFileSync(
      join(tonearm.home, 'state/engine.lock'),
      readFileSync(join(tonearm.home, 'data/library.db')).subarray(0, 4096),
    );
    expect(await tonearm.ask('volume')).toMatchObject({ playback: { volumePercent: 41 } });
    await tonearm.killEngine();
    rmSync(join(tonearm.home, 'state'), { recursive: true });
    expect(await tonearm.ask('volume')).toMatchObject({ playback: { volumePercent: 41 } });
  });

  it('is not started by words that only ask, and says so', async () => {
    const tonearm = makeTonearm();
    for (const word of ['status', 'watch', 'shutdown']) {
      const { exitCode, stdout } = await tonearm.run(word, '--json');
      expect({ word, exitCode }).toEqual({ word, exitCode: 3 });
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'engine-not-running' } });
    }
    expect(existsSync(join(tonearm.home, 'state'))).toBe(false);
    expect(await tonearm.ask('info')).toMatchObject({ engine: null });
  });

  it('is never started for a socket that is somebody else’s', async () => {
    const far = makeTonearm();
    await far.ask('volume', '17');
    const near = makeTonearm({ env: { TONEARM_SOCKET: join(far.home, 'state/engine.sock') } });
    expect(await near.ask('volume')).toMatchObject({ playback: { volumePercent: 17 } });
    await far.run('shutdown');
    expect((await near.run('volume')).exitCode).toBe(3);
    expect(existsSync(join(near.home, 'state'))).toBe(false);
  });

  it('leaves when nobody has needed it for a while, and not before', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('volume', '50');
    await tonearm.run('shutdown');
    mkdirSync(join(tonearm.home, 'config'));
    // A fifth of a second.
    writeFileSync(join(tonearm.home, 'config/config.toml'), '[engine]\nidleExitMinutes = 0.0033\n');
    const { engine } = await tonearm.ask<{ engine: { pid: number } }>('volume', '51');
    await eventually('the engine has left', () => !isAlive(engine.pid));
    expect(tonearm.log()).toContain('nobody needed the engine');
    expect(await tonearm.ask('volume')).toMatchObject({ playback: { volumePercent: 51 } });
  });

  it('notices that a client which only listened is gone', async () => {
    const tonearm = makeTonearm();
    mkdirSync(join(tonearm.home, 'config'));
    writeFileSync(join(tonearm.home, 'config/config.toml'), '[engine]\nidleExitMinutes = 0.02\n');
    const { engine } = await tonearm.ask<{ engine: { pid: number } }>('volume', '51');
    const watch = spawn(process.execPath, [program, 'watch'], {
      env: tonearm.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(watch.stdout, 'data');
    watch.kill('SIGKILL');
    await eventually('the engine has left', () => !isAlive(engine.pid));
    expect(tonearm.log()).toContain('nobody needed the engine');
  });

  it('is found from another folder when its home is a relative path', async () => {
    const tonearm = makeTonearm();
    const env = { ...tonearm.env, TONEARM_HOME: basename(tonearm.home) };
    const options = { env, cwd: dirname(tonearm.home), encoding: 'utf8' } as const;
    const { status, stdout } = spawnSync(process.execPath, [program, 'volume', '23', '--json'], options);
    expect({ status, volume: JSON.parse(stdout).playback.volumePercent }).toEqual({ status: 0, volume: 23 });
    expect(await tonearm.status()).toMatchObject({ playback: { volumePercent: 23 } });
  });

  it('stops in order on SIGTERM, with its place kept', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('volume', '33');
    const pid = await tonearm.enginePid();
    process.kill(pid, 'SIGTERM');
    await eventually('it is gone', () => !isAlive(pid));
    expect(tonearm.log().trimEnd().split('\n').at(-1)).toContain('engine stopped');
    expect(existsSync(join(tonearm.home, 'data/library.db-wal'))).toBe(false);
    expect(await tonearm.ask('volume')).toMatchObject({ playback: { volumePercent: 33 } });
  });

  it('refuses to be run twice by hand', async () => {
    const tonearm = makeTonearm();
    await tonearm.ask('volume', '1');
    expect(await tonearm.run('engine')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'tonearm: The engine is already running.\nSee it with: tonearm status\n',
    });
  });
});
