import { z } from 'zod';
import { AppError } from '../model/app-error.ts';
import { cleanForDisplay } from '../model/clean-text.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { mpvArguments } from './mpv-arguments.ts';
import { parseMpvEvent } from './mpv-event.ts';
import type { MpvEvent } from './mpv-event.ts';
import { createMpvIpcClient, MpvIpcError } from './mpv-ipc-client.ts';
import type { MpvIpcClient } from './mpv-ipc-client.ts';
import { startMpvProcess } from './mpv-process.ts';

/** How to run mpv. */
export type MpvLaunch = {
  readonly program: string;
  /** The user's own arguments. */
  readonly args: readonly string[];
  /** The environment for it, without `LASTFM_…`. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly clock: Clock;
};

/** A running mpv that answers, and the conversation with it. */
export type MpvSession = Pick<MpvIpcClient, 'request' | 'observe'> & {
  /** As `mpv 0.35.1`. */
  readonly version: string;
  /** The user's arguments ask for no sound. */
  readonly isNullOutputAsked: boolean;
  /** Resolves when it is gone, for whatever reason. Never rejects. */
  readonly ended: Promise<void>;
  /** Asks it to quit, then makes it; resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

const REPLY_TIMEOUT_MS = 10_000;
const QUIT_TIMEOUT_MS = 2000;
const TERMINATE_TIMEOUT_MS = 1000;

const outputs = z.array(z.looseObject({ name: z.string() }));

/** Starts mpv and waits until it answers. Throws `mpv-missing` or `mpv-failed`. */
export async function startMpvSession(launch: MpvLaunch, onEvent: (event: MpvEvent) => void): Promise<MpvSession> {
  const { program, env, log, clock } = launch;
  const args = mpvArguments(launch.args);
  const mpv = await startMpvProcess({ program, args, env, log, clock });
  const client = createMpvIpcClient({
    stream: mpv.channel,
    clock,
    timeoutMs: REPLY_TIMEOUT_MS,
    onEvent: (event) => {
      const known = parseMpvEvent(event);
      if (known !== null) onEvent(known);
    },
    onGarbage: (line) => log.warn('mpv sent something that is no message', { line: line.slice(0, 200) }),
    // Without its channel an mpv is of no use, and nobody else would end it.
    onClose: () => clock.after(TERMINATE_TIMEOUT_MS, () => mpv.kill('SIGKILL')),
  });

  const request: MpvIpcClient['request'] = async (command, parse) => {
    try {
      return await client.request(command, parse);
    } catch (error) {
      if (error instanceof MpvIpcError && error.reason === 'timeout') {
        log.warn(error.message);
        mpv.kill('SIGKILL');
      }
      throw error;
    }
  };

  const stop = async (): Promise<void> => {
    const cancelTerminate = clock.after(QUIT_TIMEOUT_MS, () => mpv.kill('SIGTERM'));
    const cancelKill = clock.after(QUIT_TIMEOUT_MS + TERMINATE_TIMEOUT_MS, () => mpv.kill('SIGKILL'));
    client.request(['quit'], () => {}).catch(() => {});
    await mpv.ended;
    cancelTerminate();
    cancelKill();
  };

  const untilEnded = async (): Promise<void> => {
    const { exitCode, signal } = await mpv.ended;
    client.close();
    log.info('mpv ended', { exitCode, signal });
  };

  try {
    const version = cleanForDisplay(await request(['get_property', 'mpv-version'], (data) => z.string().parse(data)));
    const asked = await request(['get_property', 'ao'], (data) => outputs.safeParse(data).data ?? []);
    log.info('mpv runs', { version });
    return {
      request,
      observe: client.observe,
      version,
      isNullOutputAsked: asked.some(({ name }) => name === 'null'),
      ended: untilEnded(),
      stop,
    };
  } catch (error) {
    client.close();
    mpv.kill('SIGKILL');
    const { lastLine } = await mpv.ended;
    const isSilent = error instanceof MpvIpcError && error.reason === 'timeout';
    throw new AppError('mpv-failed', isSilent ? 'mpv does not answer.' : 'mpv ended as soon as it was started.', {
      hint: lastLine === null ? 'Try `mpv --version`; mpv 0.35 or newer is needed.' : `It said: ${lastLine}`,
      cause: error,
    });
  }
}
