import type { ActionContext, Settled } from '../context.ts';
import { helpLines } from '../help-lines.ts';
import { activeList, selectedIndex, settleSelection, sourceOf, visibleRows } from '../selection.ts';
import type { ListName } from '../window-state.ts';

/** Where to go in a list, from 0, knowing the selected row and how many there are; what is beyond an end means the end. */
export type Target = (index: number, total: number, rows: number) => number;

/** Moves the selection of the list that has the keys. */
export function move(context: ActionContext, target: Target): Settled {
  return moveIn(context, activeList(context.state()), target);
}

/** Moves the selection of a list; at once if its length is known. */
export function moveIn(context: ActionContext, list: ListName, target: Target): Settled {
  const state = context.state();
  const source = sourceOf(context.lists, state, list);
  const total = list === 'help' ? helpTotal(context) : source?.total();
  if (total !== undefined) return place(context, list, target, total);
  return loadTotal(context, list).then((total) => place(context, list, target, total));
}

async function loadTotal(context: ActionContext, list: ListName): Promise<number> {
  await settleSelection(context.lists, context.state(), list);
  const source = sourceOf(context.lists, context.state(), list);
  await source?.load(0);
  return source?.total() ?? 0;
}

function place(context: ActionContext, list: ListName, target: Target, total: number): void {
  const state = context.state();
  const rows = visibleRows(state, list);
  const wanted = target(Math.max(selectedIndex(state, list, total), 0), total, rows);
  const index = Math.max(0, Math.min(wanted, total - 1));
  context.dispatch({ type: 'cursor-placed', list, index, rows });
}

function helpTotal(context: ActionContext): number {
  const { overlay, notices } = context.state();
  return overlay?.kind === 'help' ? helpLines(overlay.query, notices).length : 0;
}
