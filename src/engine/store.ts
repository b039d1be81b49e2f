import type { EngineEvent, EngineEvents, EventName, NoticeLevel } from '../model/events.ts';
import type { Slices } from '../model/status.ts';

/** The engine's visible state and its events, in this process. */
export type Store = {
  readonly get: <Name extends keyof Slices>(name: Name) => Slices[Name];
  /** Replaces fields of a slice; listeners hear of it only if a field really changed. */
  readonly update: <Name extends keyof Slices>(name: Name, changes: Partial<Slices[Name]>) => void;
  /** Replaces fields without a word, where another event tells of them. */
  readonly patch: <Name extends keyof Slices>(name: Name, changes: Partial<Slices[Name]>) => void;
  readonly emit: <Name extends EventName>(name: Name, data: EngineEvents[Name]) => void;
  readonly notify: (level: NoticeLevel, message: string, hint?: string) => void;
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
};

/** A store with these slices. Listeners are called at once, in the order they came; one that throws does not stop the others. */
export function createStore(initial: Slices, onListenerError: (error: unknown) => void): Store {
  const slices = { ...initial };
  const listeners = new Set<(event: EngineEvent) => void>();

  const emit = <Name extends EventName>(name: Name, data: EngineEvents[Name]): void => {
    for (const listener of listeners) {
      try {
        listener({ name, data } as EngineEvent);
      } catch (error) {
        onListenerError(error);
      }
    }
  };

  return {
    get: (name) => slices[name],
    update: (name, changes) => {
      const slice = slices[name];
      const next = { ...slice, ...changes };
      if (isShallowEqual(slice, next)) return;
      slices[name] = next;
      emit(`${name}.changed`, next as never);
    },
    patch: (name, changes) => {
      slices[name] = { ...slices[name], ...changes };
    },
    emit,
    notify: (level, message, hint) => emit('notice', { level, message, hint: hint ?? null }),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isShallowEqual(a: object, b: object): boolean {
  const after = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([key, value]) => Object.is(value, after.get(key)));
}
