import type { CommandParams, EngineCommandId } from '../commands/all.ts';
import type { Engine } from '../engine/engine.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import type { EngineEvent } from '../model/events.ts';
import type { EngineResults } from '../model/results.ts';
import type { Slices } from '../model/status.ts';
import { takeSnapshot } from '../model/take-snapshot.ts';
import type { Clock } from '../system/clock.ts';

/** An engine that outlives its connections: while it is away the last known state stays readable. */
export type LastingEngine = {
  readonly run: <Id extends EngineCommandId>(id: Id, params: CommandParams<Id>) => Promise<EngineResults[Id]>;
  readonly state: <Name extends keyof Slices>(name: Name) => Slices[Name];
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
  /** Calls back when the connection is lost (with the reason) or there again (`null`). */
  readonly onConnection: (listener: (lostBecause: string | null) => void) => void;
  /** Settles when the engine was shut down by somebody. */
  readonly shutDown: Promise<void>;
  /** Lets go of the engine, which goes on. */
  readonly release: () => Promise<void>;
};

export type LastingEngineOptions = {
  readonly engine: Engine;
  /** Connects again, starting an engine if there is none. */
  readonly reconnect: () => Promise<Engine>;
  readonly clock: Clock;
};

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

/** Wraps a connected and subscribed engine so that losing it is a state, not an end. */
export function keepEngine({ engine, reconnect, clock }: LastingEngineOptions): LastingEngine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const connectionListeners = new Set<(lostBecause: string | null) => void>();
  const shutDown = Promise.withResolvers<void>();
  let slices = takeSnapshot(engine.state);
  let current = engine;
  let isLost = false;
  let isReleased = false;
  let stopListening = (): void => {};

  const tell = (event: EngineEvent): void => {
    slices = sliceAfter(slices, event, current);
    for (const listener of listeners) listener(event);
  };

  const tellConnection = (lostBecause: string | null): void => {
    for (const listener of connectionListeners) listener(lostBecause);
  };

  const attach = (next: Engine): void => {
    current = next;
    isLost = false;
    stopListening = next.listen(tell);
    void follow(next);
  };

  const follow = async (connected: Engine): Promise<void> => {
    const end = await connected.closed;
    stopListening();
    if (isReleased) return;
    isLost = true;
    if (end === 'shutdown') return shutDown.resolve();
    tellConnection('');
    await connectAgain(FIRST_WAIT_MS);
  };

  const connectAgain = async (waitMs: number): Promise<void> => {
    try {
      const next = await reconnect();
      if (isReleased) {
        await next.close();
        return;
      }
      slices = takeSnapshot(next.state);
      attach(next);
      tellConnection(null);
      for (const listener of listeners) listener({ name: 'queue.changed', data: slices.queue });
    } catch (error) {
      if (isReleased) return;
      tellConnection(messageOf(error));
      clock.after(waitMs, () => void connectAgain(Math.min(waitMs * 2, LONGEST_WAIT_MS)));
    }
  };

  attach(engine);
  return {
    run: async (id, params) => {
      if (isLost) throw new AppError('engine-not-running', 'The engine is gone; it is being started again.');
      return current.run(id, params);
    },
    state: (name) => slices[name],
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onConnection: (listener) => connectionListeners.add(listener),
    shutDown: shutDown.promise,
    release: async () => {
      isReleased = true;
      stopListening();
      if (!isLost) await current.close();
    },
  };
}

/** A scan's progress comes more often than the library's state, and belongs to it. */
function sliceAfter(slices: Slices, event: EngineEvent, engine: Engine): Slices {
  if (event.name === 'playback.changed') return { ...slices, playback: engine.state('playback') };
  if (event.name === 'queue.changed') return { ...slices, queue: engine.state('queue') };
  if (event.name === 'lastfm.changed') return { ...slices, lastfm: engine.state('lastfm') };
  if (event.name === 'library.changed') return { ...slices, library: engine.state('library') };
  if (event.name !== 'library.scanProgress') return slices;
  return { ...slices, library: { ...slices.library, scan: event.data } };
}
