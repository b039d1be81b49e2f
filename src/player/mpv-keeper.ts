import { AppError, messageOf } from '../model/app-error.ts';
import type { MpvEvent } from './mpv-event.ts';
import { MpvIpcError } from './mpv-ipc-client.ts';
import type { MpvCommand } from './mpv-ipc-client.ts';
import { startMpvSession } from './mpv-session.ts';
import type { MpvLaunch, MpvSession } from './mpv-session.ts';

/** Keeps one mpv running from the first time that it is needed. */
export type MpvKeeper = {
  /** Starts mpv unless it runs, and brings it to the state wanted; earlier deaths count no more. Throws `mpv-missing` or `mpv-failed`. */
  readonly ensure: () => Promise<void>;
  readonly isRunning: () => boolean;
  /**
   * Carries a command out. Resolves to `false` if mpv is not there: one that is started takes up all that is wanted. Throws
   * `mpv-failed` if mpv refuses.
   */
  readonly tell: (command: MpvCommand, parse?: (data: unknown) => void) => Promise<boolean>;
  /** As `mpv 0.35.1`; `null` until one ran. */
  readonly version: () => string | null;
  /** Ends mpv, for good; resolves when it is gone. */
  readonly close: () => Promise<void>;
};

type Options = {
  readonly launch: MpvLaunch;
  readonly onEvent: (event: MpvEvent) => void;
  /** mpv is being started and knows nothing yet: forget what was said to the one before. */
  readonly onStarting: () => void;
  /** A new mpv answers: bring it to the state wanted. */
  readonly onStarted: (session: MpvSession) => Promise<unknown>;
  /** mpv is gone. Says whether it is needed again. */
  readonly onGone: () => boolean;
  readonly isNeeded: () => boolean;
  /** It will be started again. */
  readonly onLost: () => void;
  /** It cannot be kept running. */
  readonly onGivenUp: (message: string, hint: string | null) => void;
};

/** An mpv that ends sooner than this did not survive what it was given to play. */
const EARLY_DEATH_MS = 300;
const MOST_EARLY_DEATHS = 5;

export function createMpvKeeper(options: Options): MpvKeeper {
  const { launch } = options;
  let session: MpvSession | null = null;
  let starting: Promise<void> | null = null;
  let earlyDeaths = 0;
  let version: string | null = null;
  let isClosed = false;

  const start = async (): Promise<void> => {
    options.onStarting();
    const started = await startMpvSession(launch, options.onEvent);
    if (isClosed) return started.stop();
    const startedMs = launch.clock.now();
    session = started;
    version = started.version;
    void started.ended.then(() => recover(launch.clock.now() - startedMs));
    try {
      await options.onStarted(started);
    } catch (error) {
      // Gone already: `recover` sees to that.
      if (!(error instanceof MpvIpcError)) throw error;
    }
  };

  const startOnce = (): Promise<void> => {
    starting ??= start().finally(() => {
      starting = null;
    });
    return starting;
  };

  const recover = (livedMs: number): void => {
    session = null;
    if (!options.onGone()) return;
    earlyDeaths = livedMs < EARLY_DEATH_MS ? earlyDeaths + 1 : 0;
    if (earlyDeaths >= MOST_EARLY_DEATHS) {
      return options.onGivenUp('mpv ended again and again.', 'What it said is in the log.');
    }
    options.onLost();
    restart().catch((error: unknown) => {
      const { message, hint } = error instanceof AppError ? error : { message: messageOf(error), hint: null };
      options.onGivenUp(message, hint);
    });
  };

  const restart = async (): Promise<void> => {
    // The one that died may not have been started to the end.
    await starting?.catch(() => {});
    if (session === null && options.isNeeded()) await startOnce();
  };

  return {
    ensure: async () => {
      if (isClosed) throw new AppError('failed', 'The player is closed.');
      earlyDeaths = 0;
      if (session === null) await startOnce();
    },
    isRunning: () => session !== null,
    tell: async (command, parse = () => {}) => {
      if (session === null) return false;
      try {
        await session.request(command, parse);
        return true;
      } catch (error) {
        if (!(error instanceof MpvIpcError)) throw error;
        if (error.reason === 'closed' || error.reason === 'timeout') return false;
        throw new AppError('mpv-failed', error.message, { cause: error });
      }
    },
    version: () => version,
    close: async () => {
      isClosed = true;
      await starting?.catch(() => {});
      await session?.stop();
    },
  };
}
