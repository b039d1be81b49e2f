import { AppError } from '../model/app-error.ts';
import type { RepeatMode } from '../model/status.ts';

/** One place in the play queue; the same file may stand in several. */
export type QueueEntry = {
  /** Never changes and is never used again. */
  readonly entryId: number;
  readonly path: string;
  /** `null` for a file outside the library. */
  readonly trackId: number | null;
};

/** What plays, in which order, and what is current: a value, replaced, never changed in place. */
export type PlayQueue = {
  readonly entries: readonly QueueEntry[];
  readonly currentId: number | null;
  readonly repeat: RepeatMode;
};

export const emptyPlayQueue: PlayQueue = { entries: [], currentId: null, repeat: 'off' };

/** Where each entry stands, built when first asked for; queues that share their entries share it. */
const indexes = new WeakMap<readonly QueueEntry[], ReadonlyMap<number, number>>();

/** The entry's index, from 0, or −1 if it is not in the queue. */
export function indexOfEntry(queue: PlayQueue, entryId: number | null): number {
  if (entryId === null) return -1;
  const known = indexes.get(queue.entries);
  if (known !== undefined) return known.get(entryId) ?? -1;
  const index = new Map(queue.entries.map((entry, at) => [entry.entryId, at]));
  indexes.set(queue.entries, index);
  return index.get(entryId) ?? -1;
}

/** The current entry, or `null`. */
export function currentEntry(queue: PlayQueue): QueueEntry | null {
  return queue.entries[indexOfEntry(queue, queue.currentId)] ?? null;
}

/** Puts entries at the end, or after the current one (at the start when nothing is current: they are next either way). */
export function addEntries(
  queue: PlayQueue,
  added: readonly QueueEntry[],
  place: 'end' | 'after-current' = 'end',
): PlayQueue {
  const at = place === 'end' ? queue.entries.length : indexOfEntry(queue, queue.currentId) + 1;
  return { ...queue, entries: [...queue.entries.slice(0, at), ...added, ...queue.entries.slice(at)] };
}

/**
 * Takes entries out; ids that are not in the queue are passed over. If the current one goes, the entry that takes its place
 * becomes current, or none at the end.
 */
export function removeEntries(queue: PlayQueue, entryIds: Iterable<number>): PlayQueue {
  const gone = new Set(entryIds);
  const entries = queue.entries.filter((entry) => !gone.has(entry.entryId));
  if (queue.currentId === null || !gone.has(queue.currentId)) return { ...queue, entries };
  const from = indexOfEntry(queue, queue.currentId);
  const heir = queue.entries.find((entry, at) => at > from && !gone.has(entry.entryId));
  return { ...queue, entries, currentId: heir?.entryId ?? null };
}

/** Moves an entry to a position counted from 1; a position beyond the end means the end. Throws `not-found`. */
export function moveEntry(queue: PlayQueue, entryId: number, toPosition: number): PlayQueue {
  const from = foundIndex(queue, entryId);
  const entries = [...queue.entries];
  const moved = entries.splice(from, 1);
  entries.splice(Math.max(toPosition - 1, 0), 0, ...moved);
  return { ...queue, entries };
}

/** Takes everything out; the repeat mode stays. */
export function clearEntries(queue: PlayQueue): PlayQueue {
  return { ...queue, entries: [], currentId: null };
}

/** Throws `not-found` for an entry that is not in the queue. */
export function setCurrent(queue: PlayQueue, entryId: number | null): PlayQueue {
  if (entryId !== null) foundIndex(queue, entryId);
  return { ...queue, currentId: entryId };
}

export function setRepeat(queue: PlayQueue, repeat: RepeatMode): PlayQueue {
  return { ...queue, repeat };
}

/**
 * What comes after the current entry, or `null` at the end. The first one when nothing is current. `isAutomatic`: a track
 * ended by itself, which is when repeat one holds; whoever asks for the next track wants another one.
 */
export function nextEntry(queue: PlayQueue, options: { readonly isAutomatic: boolean }): QueueEntry | null {
  const at = indexOfEntry(queue, queue.currentId);
  if (options.isAutomatic && queue.repeat === 'one' && at >= 0) return queue.entries[at] ?? null;
  return queue.entries[at + 1] ?? (queue.repeat === 'all' ? queue.entries[0] : undefined) ?? null;
}

/** What comes before the current entry, or `null` at the start. The last one when nothing is current. */
export function previousEntry(queue: PlayQueue): QueueEntry | null {
  const at = indexOfEntry(queue, queue.currentId);
  if (at === 0 && queue.repeat !== 'all') return null;
  return queue.entries.at(at > 0 ? at - 1 : -1) ?? null;
}

function foundIndex(queue: PlayQueue, entryId: number): number {
  const at = indexOfEntry(queue, entryId);
  if (at < 0) throw new AppError('not-found', `The play queue has no entry ${entryId}.`);
  return at;
}
