import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Slices } from '../model/status.ts';
import type { Clock } from '../system/clock.ts';
import type { Controller } from './controller.ts';
import type { LastingEngine } from './lasting-engine.ts';
import type { Theme } from './theme.ts';
import type { WindowState } from './window-state.ts';

/** What every pane draws from. */
export type WindowParts = {
  readonly controller: Controller;
  readonly engine: LastingEngine;
  readonly clock: Clock;
  readonly theme: Theme;
};

export const WindowContext = createContext<WindowParts | null>(null);

/** The parts of the window around. Throws outside one. */
export function useWindow(): WindowParts {
  const parts = useContext(WindowContext);
  if (parts === null) throw new Error('a pane needs a window around it');
  return parts;
}

/** The window's own state; draws again when it changes. */
export function useWindowState(): WindowState {
  const { controller } = useWindow();
  return useSyncExternalStore(controller.subscribe, controller.state);
}

/** One slice of the engine's state; draws again when it changes. */
export function useEngineState<Name extends keyof Slices>(name: Name): Slices[Name] {
  const { engine } = useWindow();
  return useSyncExternalStore(engine.listen, () => engine.state(name));
}
