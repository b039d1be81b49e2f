import type { ActionContext, Settled } from '../context.ts';
import { activeList, settleSelection } from '../selection.ts';
import type { LibraryColumn } from '../window-state.ts';

const COLUMNS: readonly LibraryColumn[] = ['artists', 'albums', 'tracks'];

/** Goes from an artist to its albums, from an album to its tracks. */
export function goInto(context: ActionContext): Settled {
  return goToColumn(context, 1);
}

/** Goes back a column, or out of the search results. */
export function goOut(context: ActionContext): Settled {
  if (activeList(context.state()) !== 'search') return goToColumn(context, -1);
  context.dispatch({ type: 'search-changed', query: null });
}

/** Goes round the columns. */
export function goRound(context: ActionContext, step: 1 | -1): Settled {
  const state = context.state();
  if (state.view !== 'library' || state.search !== null) return;
  const next = COLUMNS.at((COLUMNS.indexOf(state.column) + step) % COLUMNS.length);
  if (next !== undefined) return enterColumn(context, next);
}

function goToColumn(context: ActionContext, step: 1 | -1): Settled {
  const state = context.state();
  if (state.view !== 'library' || state.search !== null) return;
  const next = COLUMNS[COLUMNS.indexOf(state.column) + step];
  if (next !== undefined) return enterColumn(context, next);
}

/** A column is entered when it is known whose rows it shows, so that keys typed ahead meet the right ones. */
async function enterColumn(context: ActionContext, column: LibraryColumn): Promise<void> {
  await settleSelection(context.lists, context.state(), column);
  context.dispatch({ type: 'column-entered', column });
}
