import type { AlbumRow, ArtistRow, QueueItem, ScrobbleQueueItem } from '../../model/results.ts';
import { foldForSearch } from '../../model/search-text.ts';
import type { Track } from '../../model/track.ts';
import type { ActionContext } from '../context.ts';
import type { RowSource } from '../row-source.ts';
import { activeList, selectedIndex, settleSelection, sourceOf } from '../selection.ts';
import type { ListName } from '../window-state.ts';
import { moveIn } from './move.ts';

/** Rows that one request of a find reads. */
const ROWS_A_READ = 2000;

type AnyRow = Partial<ArtistRow & AlbumRow & Track & QueueItem & ScrobbleQueueItem>;

/** Opens the line to find in the list that has the keys; among artists it searches the whole library. */
export function openFind(context: ActionContext): void {
  const state = context.state();
  const list = activeList(state);
  if (list === 'help') {
    const text = state.overlay?.kind === 'help' ? state.overlay.query : '';
    context.dispatch({ type: 'prompted', prompt: { kind: 'help', text } });
  } else if (list === 'artists' || list === 'search') {
    context.dispatch({ type: 'prompted', prompt: { kind: 'search', text: state.search ?? '' } });
  } else {
    const startIndex = state.cursors[list].index;
    context.dispatch({ type: 'prompted', prompt: { kind: 'find', text: '', list, startIndex } });
  }
}

/** Goes to the next or previous row that contains what was sought. */
export async function findAgain(context: ActionContext, step: 1 | -1, count: number): Promise<void> {
  const { sought } = context.state();
  const list = activeList(context.state());
  if (sought === null || list === 'help') return;
  for (let round = 0; round < count; round++) {
    const total = sourceOf(context.lists, context.state(), list)?.total();
    const from = Math.max(0, selectedIndex(context.state(), list, total)) + step;
    await findFrom(context, { list, text: sought, from, step });
  }
}

export type Find = { readonly list: ListName; readonly text: string; readonly from: number; readonly step: 1 | -1 };

/** Selects the first row from `from` on, around the end, that contains the text; says so when none does. */
export async function findFrom(context: ActionContext, find: Find): Promise<void> {
  const isStillWanted = (): boolean => {
    const { prompt } = context.state();
    return prompt?.kind !== 'find' || prompt.text === find.text;
  };
  await settleSelection(context.lists, context.state(), find.list);
  const source = sourceOf(context.lists, context.state(), find.list);
  const index = source === undefined ? -1 : await indexOfMatch(source, find, isStillWanted);
  if (!isStillWanted()) return;
  if (index >= 0) await moveIn(context, find.list, () => index);
  else context.notify({ level: 'info', message: `Nothing here contains “${find.text}”`, hint: null });
}

async function indexOfMatch(source: RowSource<unknown>, find: Find, isStillWanted: () => boolean): Promise<number> {
  await source.load(0);
  const total = source.total() ?? 0;
  const wanted = foldForSearch(find.text);
  const from = (find.from + total) % Math.max(total, 1);
  for (const [first, last] of stretches(from, total, find.step)) {
    const { rows } = await source.read(first, last - first);
    if (!isStillWanted()) return -1;
    const matches = (row: unknown): boolean => foldForSearch(textOf(row as AnyRow)).includes(wanted);
    const found = find.step === 1 ? rows.findIndex(matches) : rows.findLastIndex(matches);
    if (found >= 0) return first + found;
  }
  return -1;
}

/** The whole list once round in stretches `[first, last)`, beginning at `from`. */
function* stretches(from: number, total: number, step: 1 | -1): Generator<readonly [number, number]> {
  if (step === 1) {
    for (let first = from; first < total; first += ROWS_A_READ) yield [first, Math.min(first + ROWS_A_READ, total)];
    for (let first = 0; first < from; first += ROWS_A_READ) yield [first, Math.min(first + ROWS_A_READ, from)];
  } else {
    for (let last = from + 1; last > 0; last -= ROWS_A_READ) yield [Math.max(0, last - ROWS_A_READ), last];
    for (let last = total; last > from + 1; last -= ROWS_A_READ) yield [Math.max(from + 1, last - ROWS_A_READ), last];
  }
}

function textOf({ title, track, artist, album }: AnyRow): string {
  return [title, track, artist, album].filter((part) => typeof part === 'string').join(' ');
}
