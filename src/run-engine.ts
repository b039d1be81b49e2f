import { createEngine, type OwnEngine } from './engine/create-engine.ts';
import { takeEngineLock } from './ipc/lock.ts';
import { type EngineServer, serveEngine } from './ipc/server.ts';
import type { StartReport } from './ipc/spawn-engine.ts';
import { AppError, messageOf } from './model/app-error.ts';
import { systemClock } from './system/clock.ts';
import { type Config, readConfig } from './system/config.ts';
import { type Log, openLog } from './system/log.ts';
import { findPaths, makePrivateFolder, makePrivateSharedFolder, type Paths } from './system/paths.ts';
import { version } from './system/version.ts';
import { dirname } from 'node:path';

const MINUTE_MS = 60_000;

/** Runs the engine until it is told to stop, and answers the exit code. `--spawned`: a client started it and waits for its report. */
export async function runEngine(words: readonly string[]): Promise<number> {
  const isSpawned = words.includes('--spawned');
  try {
    return await run(isSpawned);
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('failed', messageOf(error));
    if (isSpawned) report({ state: 'failed', code: known.code, message: known.message, hint: known.hint });
    else process.stderr.write(`tonearm: ${known.message}\n${known.hint === null ? '' : `${known.hint}\n`}`);
    return 1;
  }
}

async function run(isSpawned: boolean): Promise<number> {
  const paths = findPaths(process.env);
  makeFolders(paths);
  const config = readConfig(paths.configFile);
  const lock = takeEngineLock(paths.lock);
  if (lock === null) {
    if (!isSpawned)
      throw new AppError('failed', 'The engine is already running.', { hint: 'See it with: tonearm status' });
    report({ state: 'another' });
    return 0;
  }
  const log = openLog(paths.log, { isDebug: process.env['TONEARM_LOG'] === 'debug' });
  log.info('engine started', { version, pid: process.pid, node: process.versions.node });
  const engine = await createEngine({
    databasePath: paths.database,
    config,
    env: process.env,
    clock: systemClock,
    log,
  });
  const leave = leaveWhenIdle(engine, isSpawned ? config.engine.idleExitMinutes : 0, log);
  const server = await serveEngine({ engine, socketPath: paths.socket, log, onClientsChanged: () => leave.look() });
  leave.watch(server);
  stopOnSignals(engine, isSpawned, log);
  if (isSpawned) report({ state: 'ready' });
  await engine.closed;
  await server.close();
  lock.release();
  log.info('engine stopped');
  return 0;
}

function makeFolders({ dataFolder, stateFolder, socket }: Paths): void {
  for (const folder of new Set([dataFolder, stateFolder, dirname(socket)])) {
    try {
      if (folder === dataFolder || folder === stateFolder) makePrivateFolder(folder);
      else makePrivateSharedFolder(folder);
    } catch (error) {
      throw new AppError('failed', `The folder ${folder} cannot be used: ${messageOf(error)}`, {
        hint: 'Check its owner and the space on its disk.',
        cause: error,
      });
    }
  }
}

/** The line a waiting client reads; after it, nothing more is ever written there. */
function report(state: StartReport): void {
  process.stdout.write(`${JSON.stringify(state)}\n`);
}

/** Ends an engine that nobody has needed for so long; 0 minutes means never. */
function leaveWhenIdle(engine: OwnEngine, minutes: Config['engine']['idleExitMinutes'], log: Log) {
  let server: EngineServer | null = null;
  let cancel: (() => void) | null = null;
  const look = (): void => {
    const isNeeded = server === null || server.clientCount() > 0 || !engine.isIdle();
    if (isNeeded || minutes === 0) {
      cancel?.();
      cancel = null;
    } else {
      cancel ??= systemClock.after(minutes * MINUTE_MS, () => {
        log.info('nobody needed the engine', { minutes });
        void engine.close();
      });
    }
  };
  engine.listen(look);
  return {
    look,
    watch: (serving: EngineServer): void => {
      server = serving;
      look();
    },
  };
}

function stopOnSignals(engine: OwnEngine, isSpawned: boolean, log: Log): void {
  const stop = (signal: string): void => {
    log.info('stopping', { signal });
    void engine.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  // An engine in the background has no terminal to lose.
  process.on('SIGHUP', (signal) => {
    if (!isSpawned) stop(signal);
  });
  process.on('uncaughtException', (error) => {
    log.error('the engine failed', { error: messageOf(error), stack: error.stack ?? '' });
    process.exitCode = 1;
    void closeAndExit(engine);
  });
}

async function closeAndExit(engine: OwnEngine): Promise<never> {
  try {
    await engine.close();
  } finally {
    process.exit(1);
  }
}
