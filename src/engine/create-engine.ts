import parseArguments from 'string-argv';
import { allCommands, type CommandParams, type EngineCommandId } from '../commands/all.ts';
import { countTracks } from '../db/library.ts';
import { openDatabase } from '../db/open.ts';
import { linkEntries } from '../db/play-queue.ts';
import { loadPlayerState, savePlayerState } from '../db/player-state.ts';
import { quickCheck } from '../db/quick-check.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import { initialSlices } from '../model/initial-slices.ts';
import type { EngineResults } from '../model/results.ts';
import { createMpvPlayer } from '../player/mpv-player.ts';
import { createTagReader } from '../scanner/tag-reader.ts';
import type { Clock } from '../system/clock.ts';
import type { Config } from '../system/config.ts';
import type { Log } from '../system/log.ts';
import type { Environment } from '../system/paths.ts';
import type { Context, Handlers } from './context.ts';
import type { Engine, EngineEnd } from './engine.ts';
import { engineHandlers } from './handlers/engine.ts';
import { lastfmHandlers } from './handlers/lastfm.ts';
import { libraryHandlers } from './handlers/library.ts';
import { playbackHandlers } from './handlers/playback.ts';
import { queueHandlers } from './handlers/queue.ts';
import { createLastfmService } from './lastfm-service.ts';
import { createLibraryService } from './library-service.ts';
import { createPlayRecorder } from './play-recorder.ts';
import { createPlaceSaver } from './place-saver.ts';
import { createPlayback } from './playback.ts';
import { showPlayerNews } from './player-news.ts';
import { createQueueKeeper } from './queue-keeper.ts';
import { restoredPlayback } from './restored-playback.ts';
import { createSerial } from './serial.ts';
import { createSongs } from './songs.ts';
import { createStore } from './store.ts';

export type EngineOptions = {
  readonly databasePath: string;
  readonly config: Config;
  readonly env: Environment;
  readonly clock: Clock;
  readonly log: Log;
};

/** An engine in this process, with what its owner alone may ask. */
export type OwnEngine = Engine & {
  /** Nothing sounds, nothing is scanned, and nothing could be delivered: it may leave. */
  readonly isIdle: () => boolean;
};

/**
 * Puts the parts together: the only place where they meet. Goes on where the last engine ended, paused. Throws `AppError`
 * when the database cannot be opened.
 */
export async function createEngine(options: EngineOptions): Promise<OwnEngine> {
  const { clock, log, env, config } = options;
  const database = await openDatabase(options.databasePath, log);
  const { db } = database;
  const store = createStore(initialSlices, (error) => log.error('a listener failed', { error: messageOf(error) }));
  store.listen((event) => {
    if (event.name === 'notice') log.info('notice shown', { notice: event.data.message, hint: event.data.hint });
  });
  const serially = createSerial();
  const inBackground = (task: () => Promise<void>): void => {
    serially(task).catch((error: unknown) => {
      const { message, hint } = toDatabaseError(error);
      log.error('a change of what plays failed', { error: message });
      store.notify('error', message, hint ?? undefined);
    });
  };
  const saved = await loadPlayerState(db);
  const keeper = await createQueueKeeper({ db, store }, saved);
  const reader = createTagReader({ clock });
  const songs = createSongs({
    db,
    log,
    readTags: async (paths) => {
      const readings = await reader.read(paths);
      return readings.map((reading) => (reading.kind === 'read' ? reading.tags : null));
    },
  });
  const lastfm = await createLastfmService({ db, store, clock, log, env, config: config.lastfm });
  const recorder = createPlayRecorder({ db, store, clock, log, lastfm });
  const player = createMpvPlayer({
    program: env['TONEARM_MPV'] ?? config.mpv.program ?? 'mpv',
    args: parseArguments(env['TONEARM_MPV_ARGS'] ?? config.mpv.args ?? ''),
    env: { ...env },
    log,
    clock,
  });
  store.update('playback', await restoredPlayback(saved, { keeper, songs, clock }));
  await player.setVolume(saved.volumePercent);
  await player.setMuted(saved.isMuted);
  await player.setSpeed(saved.speed);
  const saver = createPlaceSaver({ store, clock, log, write: (state) => savePlayerState(db, state) });
  const playback = createPlayback({ player, keeper, songs, recorder, store, clock, log, saver, inBackground }, saved);
  showPlayerNews({ player, store, onSettingChanged: () => inBackground(playback.saveNow) });
  const library = createLibraryService({
    db,
    store,
    clock,
    reader,
    onChanged: (hasMoved) =>
      serially(async () => {
        const linked = await linkEntries(db);
        if (linked > 0 || hasMoved) await keeper.reload();
        await playback.refreshTrack();
      }),
  });
  store.update('library', await countTracks(db));

  const end = Promise.withResolvers<EngineEnd>();
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await library.close();
      await serially(() => playback.saveNow());
      await player.close();
      await recorder.close();
      await lastfm.close();
      await database.close();
      end.resolve('shutdown');
    })();
    return closing;
  };

  const context: Context = {
    db,
    clock,
    store,
    player,
    keeper,
    songs,
    playback,
    recorder,
    library,
    lastfm,
    serially,
    startedAtMs: clock.now(),
    requestShutdown: close,
  };
  const handlers: Handlers<EngineCommandId> = {
    ...engineHandlers(context),
    ...playbackHandlers(context),
    ...queueHandlers(context),
    ...libraryHandlers(context),
    ...lastfmHandlers(context),
  };
  if (database.endedUncleanly) void checkDatabase(options, store.notify);
  lastfm.start();

  return {
    run: <Id extends EngineCommandId>(id: Id, params: CommandParams<Id>) => {
      log.debug('command', { id, title: allCommands[id].title });
      const handler = handlers[id] as (given: CommandParams<Id>) => Promise<EngineResults[Id]>;
      return handler(params).catch((error: unknown) => {
        throw toDatabaseError(error);
      });
    },
    state: store.get,
    listen: store.listen,
    close,
    closed: end.promise,
    isIdle: () => store.get('playback').status !== 'playing' && !library.isScanning() && !lastfm.canDeliver(),
  };
}

/** After a crash or a power cut: SQLite recovers by itself, but a disk may have lied to it. */
async function checkDatabase(
  { databasePath, log }: EngineOptions,
  notify: (level: 'error', message: string, hint: string) => void,
): Promise<void> {
  try {
    const damage = await quickCheck(databasePath);
    log.info('the database was checked after an unclean end', { damage });
    if (damage === null) return;
    notify(
      'error',
      'The library database is damaged.',
      `Stop tonearm, copy ${databasePath} away and restore a copy of it.`,
    );
  } catch (error) {
    log.warn('the database could not be checked', { error: messageOf(error) });
  }
}

/** What SQLite threw, as the user can use it; any other error as it is, or in words. */
function toDatabaseError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('SQLITE_')) return new AppError('failed', messageOf(error), { cause: error });
  return new AppError('database', `The library database cannot be used: ${messageOf(error)}`, {
    hint: 'Check the space on its disk, and that no other program holds it.',
    cause: error,
  });
}
