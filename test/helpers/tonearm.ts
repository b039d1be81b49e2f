import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { StatusDocument } from '../../src/model/results.ts';
import { eventually } from './eventually.ts';
import type { LastfmServer } from './lastfm-server.ts';

export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export type Finished = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

/** The built program with a home of its own, used as from a shell. */
export type Tonearm = {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly run: (...words: readonly string[]) => Promise<Finished>;
  /** Runs with `--json` and gives the document; throws when the command fails. */
  readonly ask: <Document>(...words: readonly string[]) => Promise<Document>;
  readonly status: () => Promise<StatusDocument>;
  readonly enginePid: () => Promise<number>;
  /** Kills the engine as a crash would and waits until it is gone. */
  readonly killEngine: () => Promise<void>;
  readonly log: () => string;
};

type Options = {
  /** Signs in there as this user. */
  readonly lastfm?: LastfmServer;
  readonly env?: NodeJS.ProcessEnv;
};

/** A new home; its engine, if one was started, is stopped and the home removed when the test ends. */
export function makeTonearm({ lastfm, env: more = {} }: Options = {}): Tonearm {
  const home = mkdtempSync(join(tmpdir(), 'tonearm-e2e-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TONEARM_HOME: home,
    TONEARM_SOCKET: '',
    TONEARM_MPV_ARGS: '--ao=null',
    LASTFM_API_KEY: lastfm?.apiKey ?? '',
    LASTFM_API_SECRET: lastfm?.sharedSecret ?? '',
    LASTFM_API_URL: lastfm?.url ?? '',
    LASTFM_AUTH_URL: lastfm?.authUrl ?? '',
    ...more,
  };
  const run = async (...words: readonly string[]): Promise<Finished> => {
    const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { exitCode: child.exitCode, stdout, stderr };
  };
  const ask = async <Document>(...words: readonly string[]): Promise<Document> => {
    const { exitCode, stdout, stderr } = await run(...words, '--json');
    if (exitCode !== 0) throw new Error(`tonearm ${words.join(' ')}: exit ${exitCode}: ${stdout}${stderr}`);
    return JSON.parse(stdout) as Document;
  };
  const status = (): Promise<StatusDocument> => ask('status');
  const enginePid = async (): Promise<number> => (await status()).engine.pid;
  const readLog = (): string => {
    const path = join(home, 'state/engine.log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`engine log of “${task.name}”:\n${readLog()}`);
    await run('shutdown');
    rmSync(home, { recursive: true, force: true });
  });
  return {
    home,
    env,
    run,
    ask,
    status,
    enginePid,
    killEngine: async () => {
      const pid = await enginePid();
      process.kill(pid, 'SIGKILL');
      await eventually('the engine is gone', () => !isAlive(pid));
    },
    log: readLog,
  };
}

/** Signs in as this user, with the browser's part played by the test. */
export async function signIn(tonearm: Tonearm, lastfm: LastfmServer, user: string): Promise<void> {
  const { token } = await tonearm.ask<{ readonly token: string }>('lastfm', 'login', '--no-wait');
  lastfm.approve(token, user);
  await tonearm.ask('lastfm', 'login', '--token', token);
}

/** Whether a process is there and has not become a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes started by this one, by its own word. */
export function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}
