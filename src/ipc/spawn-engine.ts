import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { AppError, type ErrorCode } from '../model/app-error.ts';
import { connectEngine } from './connect-engine.ts';

/** What an engine that was started by a client reports, as one JSON line on its standard output. */
export type StartReport =
  | { readonly state: 'ready' | 'another' }
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string | null };

type Options = {
  readonly socketPath: string;
  /** Somebody else's socket: never start an engine for it. */
  readonly isForeign: boolean;
  /** The program's entry file. */
  readonly entry: string;
  readonly subscribe: boolean;
};

const START_TIMEOUT_MS = 20_000;
const CONNECT_AGAIN_MS = 20;
/** How long another engine is waited for before one is started once more. */
const START_AGAIN_MS = 500;

/**
 * Connects to the engine, starting one in the background if none answers. Any number of clients may do this at once: the
 * lock lets one engine through, and the others' clients connect to that. Throws `AppError`.
 */
export async function connectOrStartEngine(options: Options): Promise<Engine> {
  const { socketPath, subscribe } = options;
  const running = await tryToConnect(socketPath, subscribe);
  if (running instanceof AppError) {
    if (options.isForeign) throw running;
  } else return running;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const report = await startEngine(options.entry);
    if (report.state === 'failed') throw new AppError(report.code, report.message, { hint: report.hint ?? undefined });
    // With another engine starting or leaving at this moment, its socket may come, or its lock become free.
    const patience = Math.min(deadline, Date.now() + START_AGAIN_MS);
    do {
      const engine = await tryToConnect(socketPath, subscribe);
      if (!(engine instanceof AppError)) return engine;
      await sleep(CONNECT_AGAIN_MS);
    } while (Date.now() < patience);
  }
  throw new AppError('engine-not-running', 'The engine holds its lock but does not answer.', {
    hint: 'See its log with `tonearm info`, or end its process.',
  });
}

async function tryToConnect(socketPath: string, subscribe: boolean): Promise<Engine | AppError> {
  try {
    return await connectEngine(socketPath, { subscribe });
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-not-running') return error;
    throw error;
  }
}

/** Starts an engine in a session of its own, so that it outlives this process and its terminal, and waits for its report. */
async function startEngine(entry: string): Promise<StartReport> {
  // Loaded here: most commands find an engine running, and this is a tenth of their start.
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, [...process.execArgv, entry, 'engine', '--spawned'], {
    detached: true,
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const report = await readReport(child);
  child.stdout?.destroy();
  child.unref();
  return report;
}

function readReport(child: ChildProcess): Promise<StartReport> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8');
    child.stdout?.on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(JSON.parse(text) as StartReport);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({
        state: 'failed',
        code: 'failed',
        message: `The engine ended while starting (${signal ?? `exit ${code ?? '?'}`}).`,
        hint: 'Its log may say why; `tonearm info` tells where it is.',
      });
    });
  });
}

/** The engine works in the root folder: paths given from here must not depend on where here is. */
function environment(): NodeJS.ProcessEnv {
  const absolute = (path: string | undefined): string | undefined =>
    path === undefined || !path.includes('/') ? path : resolve(path);
  const { TONEARM_HOME: home, TONEARM_MPV: mpv } = process.env;
  return {
    ...process.env,
    TONEARM_HOME: home === '' || home === undefined ? home : resolve(home),
    TONEARM_MPV: absolute(mpv),
  };
}
