import type { CommandParams, EngineCommandId } from '../commands/all.ts';
import type { Db } from '../db/schema.ts';
import type { EngineResults } from '../model/results.ts';
import type { Player } from '../player/player.ts';
import type { Clock } from '../system/clock.ts';
import type { LastfmService } from './lastfm-service.ts';
import type { LibraryService } from './library-service.ts';
import type { PlayRecorder } from './play-recorder.ts';
import type { Playback } from './playback.ts';
import type { QueueKeeper } from './queue-keeper.ts';
import type { Songs } from './songs.ts';
import type { Store } from './store.ts';

/** What the handlers work with. */
export type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly store: Store;
  readonly player: Player;
  readonly keeper: QueueKeeper;
  readonly songs: Songs;
  readonly playback: Playback;
  readonly recorder: PlayRecorder;
  readonly library: LibraryService;
  readonly lastfm: LastfmService;
  readonly startedAtMs: number;
  /** Runs whatever changes the queue or what plays, one after the other. */
  readonly serially: <T>(task: () => Promise<T>) => Promise<T>;
  /** Saves everything and stops the music; the process ends once the answer is out. */
  readonly requestShutdown: () => Promise<void>;
};

type IdsLike<Pattern> = Extract<EngineCommandId, Pattern>;

/** A handler for every protocol method whose id is like the pattern: one left out does not compile. */
export type Handlers<Pattern extends string> = {
  readonly [Id in IdsLike<Pattern>]: (params: CommandParams<Id>) => Promise<EngineResults[Id]>;
};
