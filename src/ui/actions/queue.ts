import type { ActionContext } from '../context.ts';
import { formatAmount } from '../format.ts';
import { loadSelected, visibleRows } from '../selection.ts';
import { moveIn } from './move.ts';

/** Plays the selected entry. */
export async function playEntry(context: ActionContext): Promise<void> {
  const selected = await loadSelected(context.lists.queue, context.state(), 'queue');
  if (selected === undefined) return;
  void context.engine.run('queue.play', { entryId: selected.row.entryId }).catch(context.reportError);
}

/** Removes the selected entry. Settles when it is gone, so that the next key meets the row that moved up. */
export async function removeEntry(context: ActionContext): Promise<void> {
  const selected = await loadSelected(context.lists.queue, context.state(), 'queue');
  if (selected === undefined) return;
  await context.engine.run('queue.remove', { entryIds: [selected.row.entryId] });
  context.lists.queue.refresh();
}

/** Moves the selected entry up or down, the selection with it. Settles when it has moved. */
export async function moveEntry(context: ActionContext, distance: number): Promise<void> {
  const selected = await loadSelected(context.lists.queue, context.state(), 'queue');
  if (selected === undefined) return;
  const last = (context.lists.queue.total() ?? 1) - 1;
  const index = Math.max(0, Math.min(selected.index + distance, last));
  if (index === selected.index) return;
  await context.engine.run('queue.move', { entryId: selected.row.entryId, to: index + 1 });
  context.lists.queue.refresh();
  context.dispatch({ type: 'cursor-placed', list: 'queue', index, rows: visibleRows(context.state(), 'queue') });
}

/** Asks before the queue is cleared. */
export function askToClear(context: ActionContext): void {
  const { length } = context.engine.state('queue');
  if (length === 0) return;
  const question = `Clear the play queue of ${formatAmount(length, 'track')}?`;
  context.dispatch({ type: 'prompted', prompt: { kind: 'confirm', question, action: 'clear' } });
}

/** Shows the entry that is current in the Queue view. */
export function showPlaying(context: ActionContext): void | Promise<void> {
  context.dispatch({ type: 'view-opened', view: 'queue' });
  const { index } = context.engine.state('queue');
  if (index >= 0) return moveIn(context, 'queue', () => index);
}
