import { allCommands } from '../commands/all.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import type { EngineEvent, Notice } from '../model/events.ts';
import type { Clock } from '../system/clock.ts';
import { beginFirstRun } from './actions/first-run.ts';
import { takeAuth } from './actions/lastfm.ts';
import { changeText } from './actions/prompt.ts';
import { pastedLine } from './actions/edit-text.ts';
import type { ActionContext, EndReason, WindowHost } from './context.ts';
import { createKeyHandler } from './handle-key.ts';
import type { KeyPress } from './key-names.ts';
import { buildKeymap } from './keymap.ts';
import type { LastingEngine } from './lasting-engine.ts';
import type { Size } from './layout.ts';
import { createLists, type Lists } from './lists.ts';
import { initialState, reduceWindow, type WindowAction, type WindowState } from './window-state.ts';
import { visibleRows } from './selection.ts';

/** Everything of the window that is not drawing: its state, what keys do to it, what it hears from the engine. */
export type Controller = {
  readonly state: () => WindowState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly lists: Lists;
  /** Takes a key; keys that come while rows are loaded for an earlier one wait their turn. */
  readonly press: (key: KeyPress) => void;
  readonly paste: (text: string) => void;
  readonly resize: (size: Size) => void;
  readonly ended: Promise<EndReason>;
  /** Ends the window from outside: a signal, a lost terminal. */
  readonly end: (reason: EndReason) => void;
  /** Ends the window because something broke: `ended` rejects with it. */
  readonly fail: (error: unknown) => void;
};

export type ControllerOptions = {
  readonly engine: LastingEngine;
  readonly clock: Clock;
  readonly host: WindowHost;
  readonly size: Size;
  readonly redraw: () => void;
};

const INFO_SHOWN_MS = 5000;
const PROBLEM_SHOWN_MS = 12_000;

/** Makes the controller, ready to draw its first screen: with no music anywhere that is the first-run screen. */
export async function createController(options: ControllerOptions): Promise<Controller> {
  const { engine, clock } = options;
  const listeners = new Set<() => void>();
  const ended = Promise.withResolvers<EndReason>();
  let state = initialState(options.size);

  const dispatch = (action: WindowAction): void => {
    const next = reduceWindow(state, action);
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const notify = (notice: Notice): void => {
    const timed = { ...notice, atMs: clock.now() };
    dispatch({ type: 'noticed', notice: timed });
    clock.after(notice.level === 'info' ? INFO_SHOWN_MS : PROBLEM_SHOWN_MS, () => {
      if (state.notices[0] === timed) dispatch({ type: 'notice-hidden' });
    });
  };

  const reportError = (error: unknown): void => {
    // While the engine is away the window says so all the time.
    if (state.lostEngine !== null) return;
    notify({ level: 'error', message: messageOf(error), hint: error instanceof AppError ? error.hint : null });
  };

  const lists = createLists(engine, reportError);
  const context: ActionContext = {
    engine,
    clock,
    lists,
    host: options.host,
    state: () => state,
    dispatch,
    notify,
    reportError,
    redraw: options.redraw,
    end: ended.resolve,
  };
  engine.listen(createEventTaker(context));
  engine.onConnection((lostBecause) => {
    if (lostBecause !== null) return dispatch({ type: 'engine-lost', reason: lostBecause });
    dispatch({ type: 'engine-back' });
    const message = 'The engine ended unexpectedly and was started again.';
    notify({ level: 'warning', message, hint: 'Space goes on where the music was.' });
    refreshAll(lists);
  });
  void engine.shutDown.then(() => ended.resolve('shutdown'));

  const { index } = engine.state('queue');
  if (index > 0) dispatch({ type: 'cursor-placed', list: 'queue', index, rows: visibleRows(state, 'queue') });
  await beginFirstRun(context).catch(reportError);

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lists,
    press: inTurn(createKeyHandler(context, buildKeymap(allCommands)), reportError),
    paste: (text) => paste(context, text),
    resize: (size) => {
      dispatch({ type: 'resized', size });
      for (const list of Object.keys(state.cursors) as (keyof WindowState['cursors'])[]) {
        const { index } = state.cursors[list];
        dispatch({ type: 'cursor-placed', list, index, rows: visibleRows(state, list) });
      }
    },
    ended: ended.promise,
    end: ended.resolve,
    fail: ended.reject,
  };
}

/** Runs keys one after the other: one that needs rows first holds the later ones, except the way out. */
function inTurn(handle: (key: KeyPress) => void | Promise<void>, onError: (error: unknown) => void) {
  const waiting: KeyPress[] = [];
  let isBusy = false;
  const drain = (): void => {
    while (!isBusy) {
      const key = waiting.shift();
      if (key === undefined) return;
      const settled = handle(key);
      if (settled === undefined) continue;
      isBusy = true;
      settled.catch(onError).finally(() => {
        isBusy = false;
        drain();
      });
    }
  };
  return (key: KeyPress): void => {
    if (key.name === 'Ctrl-c') void handle(key);
    else waiting.push(key);
    drain();
  };
}

function paste(context: ActionContext, text: string): void {
  const { firstRun, prompt } = context.state();
  const line = pastedLine(text);
  if (firstRun !== null && !firstRun.isBusy) {
    const path = firstRun.path + line;
    context.dispatch({ type: 'first-run', firstRun: { ...firstRun, path, completions: [], problem: null } });
  } else if (prompt !== null && prompt.kind !== 'confirm') void changeText(context, prompt, prompt.text + line);
}

function createEventTaker(context: ActionContext): (event: EngineEvent) => void {
  const { engine, lists } = context;
  let seen = { library: engine.state('library').revision, queue: engine.state('queue').revision };
  let waiting = waitingKey(context);
  return (event) => {
    const library = engine.state('library').revision;
    const queue = engine.state('queue').revision;
    if (library !== seen.library) lists.refreshLibrary();
    if (queue !== seen.queue) lists.queue.refresh();
    seen = { library, queue };
    if (event.name === 'lastfm.queueUpdated' || event.name === 'lastfm.scrobbleStatus') lists.waiting.refresh();
    const key = waitingKey(context);
    if (key !== waiting) lists.waiting.refresh();
    waiting = key;
    if (event.name === 'notice') context.notify(event.data);
    if (event.name === 'lastfm.auth') takeAuth(context, event.data);
  };
}

/** What the list of waiting scrobbles hangs on, as far as the state tells. */
function waitingKey({ engine }: ActionContext): string {
  const { queued, rejected, sending, lastDeliveredAt } = engine.state('lastfm');
  return [queued, rejected, sending, lastDeliveredAt].join();
}

function refreshAll(lists: Lists): void {
  lists.refreshLibrary();
  lists.queue.refresh();
  lists.waiting.refresh();
}
