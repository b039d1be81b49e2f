import type { CommandParams, EngineCommandId } from '../commands/all.ts';
import type { EngineEvent } from '../model/events.ts';
import type { EngineResults } from '../model/results.ts';
import type { Slices } from '../model/status.ts';

/** How an engine, or the connection to it, ended: in good order because it was told to, or in any other way. */
export type EngineEnd = 'shutdown' | 'lost';

/**
 * tonearm's engine as every client sees it, in this process (`createEngine`) or behind the socket (`connectEngine`).
 * Closing a connection leaves the engine running; closing a created engine saves everything and stops mpv.
 */
export type Engine = {
  /** Carries a command out and answers when it happened. Throws `AppError`. */
  readonly run: <Id extends EngineCommandId>(id: Id, params: CommandParams<Id>) => Promise<EngineResults[Id]>;
  /** The slice as it is now; the same object until it changes. Over the socket only after `subscribe`. */
  readonly state: <Name extends keyof Slices>(name: Name) => Slices[Name];
  /** Calls back for every event until the returned function is called. */
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
  readonly close: () => Promise<void>;
  /** Settles once when the engine or the connection to it has ended, `close` included; never rejects. */
  readonly closed: Promise<EngineEnd>;
};
