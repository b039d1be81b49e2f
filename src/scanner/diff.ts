import type { KnownFile } from './scan-storage.ts';
import type { FoundFile } from './walk.ts';

/** What a found file is, compared with its row: `reappeared` is unchanged but was missing. */
export type FileChange = 'new' | 'changed' | 'unchanged' | 'reappeared';

export type DiffRules = {
  /** Rows that an older reader read count as changed. */
  readonly readerVersion: number;
  /** Everything counts as changed. */
  readonly isFull: boolean;
};

/** Compares a found file with the row of its path, if there is one. */
export function classifyFile(known: KnownFile | undefined, found: FoundFile, rules: DiffRules): FileChange {
  if (known === undefined) return 'new';
  if (rules.isFull || needsReading(known, rules.readerVersion) || !hasSameContent(known, found)) return 'changed';
  return known.isMissing ? 'reappeared' : 'unchanged';
}

/** The row's tags were read by an older reader. */
export function needsReading(known: KnownFile, readerVersion: number): boolean {
  return known.readerVersion < readerVersion;
}

function hasSameContent(known: KnownFile, found: FoundFile): boolean {
  return known.sizeBytes === found.sizeBytes && known.mtimeMs === found.mtimeMs;
}

/** Pairs files that vanished with new ones of the same size and time. */
export type MoveFinder = {
  readonly addVanished: (file: KnownFile) => void;
  readonly addNew: (file: FoundFile) => void;
  /** The vanished file that is now this new one. Ask when all were added. */
  readonly find: (file: FoundFile) => KnownFile | undefined;
};

/**
 * A new file is a vanished one when size and time are the same and so is the inode (renamed) or the name (moved, even to
 * another disk), and when no other file on either side is like that: copies of one song are told apart or left alone.
 */
export function createMoveFinder(): MoveFinder {
  const byInode = new Pairs();
  const byName = new Pairs();
  return {
    addVanished: (file) => {
      if (file.inode !== null) byInode.addVanished(inodeKey(file, file.inode), file);
      byName.addVanished(nameKey(file), file);
    },
    addNew: (file) => {
      byInode.addNew(inodeKey(file, file.inode));
      byName.addNew(nameKey(file));
    },
    find: (file) => {
      const renamed = byInode.only(inodeKey(file, file.inode));
      if (renamed !== undefined) return renamed;
      const moved = byName.only(nameKey(file));
      if (moved === undefined || moved.inode === null) return moved;
      // That file may already be another new one, by its inode.
      return byInode.only(inodeKey(moved, moved.inode)) === moved ? undefined : moved;
    },
  };
}

type Content = { readonly sizeBytes: number; readonly mtimeMs: number };

function inodeKey(file: Content, inode: number): string {
  return `${file.sizeBytes}/${file.mtimeMs}/${inode}`;
}

function nameKey(file: Content & { readonly path: string }): string {
  return `${file.sizeBytes}/${file.mtimeMs}/${file.path.slice(file.path.lastIndexOf('/') + 1)}`;
}

/** Counts both sides by a key, to find keys that occur once on each. */
class Pairs {
  readonly #vanished = new Map<string, KnownFile | 'several'>();
  readonly #new = new Map<string, number>();

  addVanished(key: string, file: KnownFile): void {
    this.#vanished.set(key, this.#vanished.has(key) ? 'several' : file);
  }

  addNew(key: string): void {
    this.#new.set(key, (this.#new.get(key) ?? 0) + 1);
  }

  only(key: string): KnownFile | undefined {
    const vanished = this.#vanished.get(key);
    return vanished === 'several' || this.#new.get(key) !== 1 ? undefined : vanished;
  }
}
