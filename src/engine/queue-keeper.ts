import {
  addEntries as storeEntries,
  clearEntries as forgetEntries,
  loadPlayQueue,
  type NewEntry,
  removeEntries as forgetSome,
  rerankEntries,
} from '../db/play-queue.ts';
import type { Db } from '../db/schema.ts';
import { ranksBetween } from '../model/rank.ts';
import type { RepeatMode } from '../model/status.ts';
import {
  clearEntries,
  currentEntry,
  emptyPlayQueue,
  indexOfEntry,
  moveEntry,
  type PlayQueue,
  type QueueEntry,
  removeEntries,
  setCurrent,
  setRepeat,
} from '../player/play-queue.ts';
import type { Store } from './store.ts';

/** A file to be queued. */
export type QueuedFile = { readonly path: string; readonly trackId: number | null };

export type QueuePlace = 'end' | 'after-current';

/** The play queue, in memory and in the database at once. Changes must be handed over one after the other. */
export type QueueKeeper = {
  readonly queue: () => PlayQueue;
  readonly add: (files: readonly QueuedFile[], place: QueuePlace) => Promise<readonly QueueEntry[]>;
  /** Puts files in the place of all there is; answers the first. A crash in between leaves both, never neither. */
  readonly replace: (files: readonly QueuedFile[]) => Promise<QueueEntry | undefined>;
  readonly remove: (entryIds: readonly number[]) => Promise<void>;
  readonly move: (entryId: number, toPosition: number) => Promise<void>;
  readonly clear: () => Promise<void>;
  /** Kept in memory; the player's state stores it. */
  readonly setCurrent: (entryId: number | null) => void;
  readonly setRepeat: (repeat: RepeatMode) => void;
  /** Reads the entries anew, after a scan gave files a place in the library or took it away. */
  readonly reload: () => Promise<void>;
};

/** Loads the play queue with the entry that was current. */
export async function createQueueKeeper(
  { db, store }: { readonly db: Db; readonly store: Store },
  saved: { readonly entryId: number | null; readonly repeat: RepeatMode },
): Promise<QueueKeeper> {
  let queue: PlayQueue = { ...emptyPlayQueue, repeat: saved.repeat };
  let ranks = new Map<number, number>();

  const publish = (next: PlayQueue, areRowsChanged: boolean): void => {
    queue = next;
    const { revision } = store.get('queue');
    store.update('queue', {
      length: next.entries.length,
      index: indexOfEntry(next, next.currentId),
      repeat: next.repeat,
      revision: areRowsChanged ? revision + 1 : revision,
    });
  };

  const load = async (currentId: number | null): Promise<void> => {
    const rows = await loadPlayQueue(db);
    ranks = new Map(rows.map((row) => [row.entryId, row.rank]));
    const loaded = { ...queue, entries: rows.map(({ rank: _rank, ...entry }) => entry), currentId: null };
    publish(indexOfEntry(loaded, currentId) >= 0 ? setCurrent(loaded, currentId) : loaded, true);
  };

  const rankAt = (index: number): number | null => ranks.get(queue.entries[index]?.entryId ?? -1) ?? null;

  /** Ranks for entries put at an index; renumbers the whole queue when there is no room. */
  const ranksAt = async (index: number, count: number): Promise<readonly number[]> => {
    const found = ranksBetween(rankAt(index - 1), rankAt(index), count);
    if (found !== null) return found;
    const fresh = ranksBetween(null, null, queue.entries.length + count) ?? [];
    const kept = [...fresh.slice(0, index), ...fresh.slice(index + count)];
    ranks = new Map(queue.entries.map((entry, at) => [entry.entryId, kept[at] ?? at]));
    await rerankEntries(db, ranks);
    return fresh.slice(index, index + count);
  };

  const add: QueueKeeper['add'] = async (files, place) => {
    const index = place === 'end' ? queue.entries.length : indexOfEntry(queue, queue.currentId) + 1;
    const newRanks = await ranksAt(index, files.length);
    const stored: readonly NewEntry[] = files.map((file, at) => ({ ...file, rank: newRanks[at] ?? 0, tags: null }));
    const ids = await storeEntries(db, stored);
    const entries = files.map(({ path, trackId }, at) => ({ entryId: ids[at] ?? -1, path, trackId }));
    entries.forEach(({ entryId }, at) => ranks.set(entryId, newRanks[at] ?? 0));
    // At the place that the ranks were made for: what is current may be another by now.
    const rows = [...queue.entries.slice(0, index), ...entries, ...queue.entries.slice(index)];
    publish({ ...queue, entries: rows }, entries.length > 0);
    return entries;
  };

  const remove: QueueKeeper['remove'] = async (entryIds) => {
    await forgetSome(db, entryIds);
    for (const entryId of entryIds) ranks.delete(entryId);
    publish(removeEntries(queue, entryIds), true);
  };

  await load(saved.entryId);
  return {
    queue: () => queue,
    add,
    remove,
    replace: async (files) => {
      const before = queue.entries.map(({ entryId }) => entryId);
      const [first] = await add(files, 'end');
      await remove(before);
      return first;
    },
    move: async (entryId, toPosition) => {
      const next = moveEntry(queue, entryId, toPosition);
      const to = indexOfEntry(next, entryId);
      const without = removeEntries({ ...queue, currentId: null }, [entryId]);
      const before = ranks.get(without.entries[to - 1]?.entryId ?? -1) ?? null;
      const after = ranks.get(without.entries[to]?.entryId ?? -1) ?? null;
      const [rank] = ranksBetween(before, after, 1) ?? [];
      const changed =
        rank === undefined ? new Map(next.entries.map((entry, at) => [entry.entryId, at])) : new Map([[entryId, rank]]);
      await rerankEntries(db, changed);
      for (const [id, newRank] of changed) ranks.set(id, newRank);
      publish(next, true);
    },
    clear: async () => {
      await forgetEntries(db);
      ranks = new Map();
      publish(clearEntries(queue), true);
    },
    setCurrent: (entryId) => publish(setCurrent(queue, entryId), false),
    setRepeat: (repeat) => publish(setRepeat(queue, repeat), false),
    reload: () => load(currentEntry(queue)?.entryId ?? null),
  };
}
