import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Readable } from 'node:stream';
import { AppError } from '../model/app-error.ts';
import { cleanForDisplay } from '../model/clean-text.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { installHint } from './install-hint.ts';
import { createLineSplitter } from './line-splitter.ts';

/** How mpv ended; `lastLine` is the last thing that it printed. */
export type MpvEnd = {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastLine: string | null;
};

/** A running mpv, owned by whoever started it. It ends by itself when this process dies, because its channel closes then. */
export type MpvProcess = {
  /** The private channel for mpv's JSON IPC. */
  readonly channel: Duplex;
  /** Resolves when it is gone and everything that it said has been read. Never rejects. */
  readonly ended: Promise<MpvEnd>;
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => void;
};

type Options = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly clock: Clock;
};

const LONGEST_LOG_LINE_BYTES = 2000;

/** A broken file can make a decoder complain a thousand times a second. */
const LINES_PER_PERIOD = 40;
const PERIOD_MS = 10_000;

/** What is left to read after an end arrives at once; only a child of mpv's, as under a wrapper script, keeps its streams open. */
const DRAIN_MS = 500;

/** Starts mpv. Throws `mpv-missing` if there is no such program, `mpv-failed` if it cannot be run. */
export async function startMpvProcess({ program, args, env, log, clock }: Options): Promise<MpvProcess> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('LASTFM_'))),
    // A process group of its own: Ctrl-C in the engine's terminal must not reach it.
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(startError(program, error, env)));
  });
  const channel = child.stdio[3];
  if (!(channel instanceof Duplex)) throw new AppError('mpv-failed', 'mpv was started without a channel.');

  let lastLine: string | null = null;
  const report = createLineLimit(log, clock);
  const read = (stream: Readable | null): void => {
    const lines = createLineSplitter(LONGEST_LOG_LINE_BYTES, (line) => {
      const text = cleanForDisplay(line).trim();
      if (text === '') return;
      lastLine = text;
      report(text);
    });
    stream?.on('data', lines.push);
    stream?.on('end', lines.end);
  };
  read(child.stdout);
  read(child.stderr);

  const ended = new Promise<MpvEnd>((resolve) => {
    child.once('exit', () => {
      clock.after(DRAIN_MS, () => {
        for (const stream of child.stdio) stream?.destroy();
      });
    });
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, lastLine }));
  });
  return { channel, ended, kill: (signal) => killGroup(child, signal) };
}

function startError(program: string, error: NodeJS.ErrnoException, env: NodeJS.ProcessEnv): AppError {
  if (error.code !== 'ENOENT') {
    return new AppError('mpv-failed', `mpv (${cleanForDisplay(program)}) cannot be run.`, {
      hint: 'Check that it is a program that you may execute.',
      cause: error,
    });
  }
  if (program.includes('/')) {
    return new AppError('mpv-missing', `There is no mpv at ${cleanForDisplay(program)}.`, {
      hint: 'TONEARM_MPV names it; without that, mpv is looked for in PATH.',
      cause: error,
    });
  }
  return new AppError('mpv-missing', 'mpv, which plays the music, is not installed.', {
    hint: installHint(env['PATH'] ?? '', process.getuid?.() === 0),
    cause: error,
  });
}

/** Writes lines to the log, at most so many in a period, and says how many it left out. */
function createLineLimit(log: Log, clock: Clock): (line: string) => void {
  let periodStartMs = -Infinity;
  let lines = 0;
  return (line) => {
    if (Math.abs(clock.now() - periodStartMs) >= PERIOD_MS) {
      if (lines > LINES_PER_PERIOD) log.warn('mpv said more', { linesLeftOut: lines - LINES_PER_PERIOD });
      periodStartMs = clock.now();
      lines = 0;
    }
    lines += 1;
    if (lines <= LINES_PER_PERIOD) log.warn('mpv', { line });
  };
}

/** The whole group, so that no wrapper script leaves its mpv behind. */
function killGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
