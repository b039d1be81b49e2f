import type { KeyPlace } from '../commands/command.ts';
import { finishConnecting } from './actions/lastfm.ts';
import { pressInFirstRun } from './actions/first-run.ts';
import { pressInPrompt } from './actions/prompt.ts';
import { runBound } from './actions/run-command.ts';
import type { ActionContext, Settled } from './context.ts';
import { NO_KEYS, pressKey } from './key-input.ts';
import type { Keymap } from './keymap.ts';
import type { KeyPress } from './key-names.ts';
import type { WindowState } from './window-state.ts';

/** Takes one key to whatever has the keys now: a first-run screen, a prompt, an overlay, or the view. */
export function createKeyHandler(context: ActionContext, keymap: Keymap): (key: KeyPress) => Settled {
  let before: Pick<WindowState, 'view' | 'column'> = context.state();

  /** A view's key, with counts: digits that opened views on the way to a count are taken back. */
  const pressInView = (key: KeyPress): Settled => {
    const state = context.state();
    if (state.keys.digits === '') before = { view: state.view, column: state.column };
    const press = { key: key.name, atMs: context.clock.now() };
    const outcome = pressKey(state.keys, press, keymap, placesOf(state));
    context.dispatch({ type: 'keys-typed', keys: outcome.input });
    if (outcome.takesBack) {
      context.dispatch({ type: 'view-opened', view: before.view });
      context.dispatch({ type: 'column-entered', column: before.column });
    }
    if (outcome.bound !== null) return runBound(context, outcome.bound, outcome.count);
    if (key.name === 'Esc' && state.keys === outcome.input) leave(context);
  };

  return (key) => {
    const state = context.state();
    if (key.name === 'Ctrl-c' && state.prompt === null) return context.end('quit');
    if (state.firstRun !== null) return pressInFirstRun(context, state.firstRun, key);
    if (state.prompt !== null) return pressInPrompt(context, state.prompt, key);
    if (state.overlay !== null) {
      if (key.name === 'Esc' || key.name === 'q' || (key.name === '?' && state.overlay.kind === 'help')) {
        return closeOverlay(context);
      }
      if (state.overlay.kind === 'connect' && key.name === 'Enter') return finishConnecting(context);
    }
    return pressInView(key);
  };
}

function placesOf(state: WindowState): readonly KeyPlace[] {
  if (state.overlay?.kind === 'help') return ['list'];
  if (state.overlay?.kind === 'connect') return ['global'];
  return [state.view, 'list', 'global'];
}

function closeOverlay(context: ActionContext): void {
  context.dispatch({ type: 'overlaid', overlay: null });
  context.dispatch({ type: 'keys-typed', keys: NO_KEYS });
}

/** Esc with nothing half-typed: leaves the search, else the message. */
function leave(context: ActionContext): void {
  if (context.state().search !== null) context.dispatch({ type: 'search-changed', query: null });
  else context.dispatch({ type: 'notice-hidden' });
}
