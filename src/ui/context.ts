import type { Notice } from '../model/events.ts';
import type { Clock } from '../system/clock.ts';
import type { LastingEngine } from './lasting-engine.ts';
import type { Lists } from './lists.ts';
import type { WindowAction, WindowState } from './window-state.ts';

/** How a window ended: closed by a person, with the engine it showed, or with its terminal. */
export type EndReason = 'quit' | 'shutdown' | 'lost';

/** What the window needs from the machine it runs on. */
export type WindowHost = {
  /** The folder of the demo tracks, or `null` where they are not installed. */
  readonly demoFolder: string | null;
  /** Makes a typed path absolute: `~` is the home folder. */
  readonly expandPath: (typed: string) => string;
  /** Folders that a typed path may go on to, in its own spelling, each with a `/` at its end. */
  readonly completeFolder: (typed: string) => Promise<readonly string[]>;
};

/** What every action of the window works with. */
export type ActionContext = {
  readonly engine: LastingEngine;
  readonly clock: Clock;
  readonly lists: Lists;
  readonly host: WindowHost;
  readonly state: () => WindowState;
  readonly dispatch: (action: WindowAction) => void;
  readonly notify: (notice: Notice) => void;
  readonly reportError: (error: unknown) => void;
  readonly redraw: () => void;
  readonly end: (reason: EndReason) => void;
};

/** What an action hands back where the next key has to wait: until rows are there that it needs. */
export type Settled = void | Promise<void>;
