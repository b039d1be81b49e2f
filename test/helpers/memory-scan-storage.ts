import type { TrackTags } from '../../src/model/track.ts';
import type { KnownFile, ScanStorage } from '../../src/scanner/scan-storage.ts';

export type StoredFile = KnownFile & { readonly tags: TrackTags };

export type MemoryScanStorage = ScanStorage & {
  /** The rows by path, for asserting and for tampering. */
  readonly rows: () => readonly StoredFile[];
  readonly row: (path: string) => StoredFile | undefined;
  /** How many rows each write held, in order. */
  readonly writes: readonly number[];
};

/** What a scan needs from storage, in memory. */
export function createMemoryScanStorage(): MemoryScanStorage {
  const rows = new Map<number, StoredFile>();
  const writes: number[] = [];
  const byPath = (path: string): StoredFile | undefined => [...rows.values()].find((row) => row.path === path);
  const update = (id: number, change: Partial<StoredFile>): void => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`there is no row ${id}`);
    rows.set(id, { ...row, ...change });
  };
  return {
    writes,
    row: byPath,
    rows: () => [...rows.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    knownFiles: async function* (folder) {
      const inside = [...rows.values()].filter((row) => row.path.startsWith(`${folder}/`));
      for (let start = 0; start < inside.length; start += 1000) yield inside.slice(start, start + 1000);
    },
    saveFiles: async (files) => {
      writes.push(files.length);
      for (const file of files) {
        const id = file.id ?? byPath(file.path)?.id ?? rows.size + 1;
        rows.set(id, { ...file, id, isMissing: false });
      }
    },
    relocateFiles: async (files) => {
      writes.push(files.length);
      for (const { id, path, inode } of files) {
        if ((byPath(path)?.id ?? id) !== id) throw new Error(`${path} has a row already`);
        update(id, { path, inode, isMissing: false });
      }
    },
    markMissing: async (ids) => {
      writes.push(ids.length);
      for (const id of ids) update(id, { isMissing: true });
    },
  };
}
