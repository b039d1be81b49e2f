import type { Stats } from 'node:fs';
import { cleanForDisplay } from '../model/clean-text.ts';
import { failureReason, isGone } from './file-failure.ts';
import { isMusicName } from './music-file.ts';
import { readFolder } from './read-folder.ts';
import { statFiles } from './stat-files.ts';

/** A music file in a folder, not yet opened. */
export type FoundFile = {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whole milliseconds. */
  readonly mtimeMs: number;
  readonly inode: number;
};

export type WalkEvent =
  | { readonly kind: 'files'; readonly files: readonly FoundFile[] }
  /** No walk happened at all. */
  | {
      readonly kind: 'no-root';
      readonly problem: 'missing' | 'not-a-folder' | 'unreadable';
      readonly reason: string;
    }
  /** What is at or below this path cannot be known. `isMusic` is false for a broken link that may be of no interest. */
  | { readonly kind: 'unreachable'; readonly path: string; readonly reason: string; readonly isMusic: boolean }
  /** There is something that tonearm can never open; `path` is for showing only. */
  | { readonly kind: 'unusable'; readonly path: string; readonly reason: string };

/** Files handed over at once. */
const BATCH = 256;

/**
 * All music below a folder, links followed, hidden entries left out, each folder once and no file a second time through
 * a link: real folders come first, so a file's path is the one without links where there is one. Never stops at what
 * cannot be read, but reports it; what vanishes meanwhile is left out. Throws only when aborted.
 */
export async function* walkFolder(root: string, signal?: AbortSignal): AsyncGenerator<WalkEvent> {
  const [rootStats] = await statFiles([root]);
  if (rootStats === undefined || rootStats instanceof Error) {
    yield noRoot(rootStats);
    return;
  }
  if (!rootStats.isDirectory()) {
    yield { kind: 'no-root', problem: 'not-a-folder', reason: 'is not a folder' };
    return;
  }
  yield* new Walk(root, signal).run();
}

/** Owns what one walk has yet to visit and has seen. */
class Walk {
  readonly #root: string;
  readonly #signal: AbortSignal | undefined;
  readonly #folders: string[];
  #links: string[] = [];
  readonly #linkedFiles: LinkedFile[] = [];
  #files: string[] = [];
  readonly #seenFolders = new Set<string>();
  readonly #seenFiles = new Set<string>();

  constructor(root: string, signal: AbortSignal | undefined) {
    this.#root = root;
    this.#signal = signal;
    this.#folders = [root];
  }

  async *run(): AsyncGenerator<WalkEvent> {
    yield* this.#visitAll();
    // Links last: whatever has a path without links was found under that one.
    while (this.#links.length > 0) {
      yield* this.#follow(this.#links.toSorted());
      yield* this.#visitAll();
    }
    const files = this.#linkedFiles.filter(({ stats }) => isNew(this.#seenFiles, stats)).map(({ file }) => file);
    if (files.length > 0) yield { kind: 'files', files };
  }

  async *#visitAll(): AsyncGenerator<WalkEvent> {
    for (let folder = this.#folders.pop(); folder !== undefined; folder = this.#folders.pop()) {
      this.#signal?.throwIfAborted();
      yield* this.#visit(folder);
    }
    yield* this.#flush();
  }

  async *#visit(folder: string): AsyncGenerator<WalkEvent> {
    const [stats] = await statFiles([folder]);
    try {
      if (stats === undefined || stats instanceof Error) throw stats;
      if (!isNew(this.#seenFolders, stats)) return;
      for await (const { kind, name, isUtf8 } of readFolder(folder)) {
        if (kind === 'file' && !isMusicName(name)) continue;
        const path = `${folder === '/' ? '' : folder}/${name}`;
        if (!isUtf8) {
          yield { kind: 'unusable', path: cleanForDisplay(path), reason: 'has a name that is not valid UTF-8' };
        } else if (kind === 'folder') this.#folders.push(path);
        else if (kind === 'link') this.#links.push(path);
        else this.#files.push(path);
        if (this.#files.length >= BATCH) yield* this.#flush();
        this.#signal?.throwIfAborted();
      }
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (folder === this.#root) yield noRoot(error);
      else if (!isGone(error)) yield { kind: 'unreachable', path: folder, reason: failureReason(error), isMusic: true };
    }
  }

  async *#flush(): AsyncGenerator<WalkEvent> {
    const paths = this.#files;
    this.#files = [];
    const files: FoundFile[] = [];
    const results = await statFiles(paths);
    for (const [index, path] of paths.entries()) {
      const stats = results[index];
      if (stats === undefined || isGone(stats)) continue;
      if (stats instanceof Error) yield { kind: 'unreachable', path, reason: failureReason(stats), isMusic: true };
      else if (stats.isFile()) {
        this.#seenFiles.add(identity(stats));
        files.push(foundFile(path, stats));
      }
    }
    if (files.length > 0) yield { kind: 'files', files };
  }

  async *#follow(links: readonly string[]): AsyncGenerator<WalkEvent> {
    this.#links = [];
    const results = await statFiles(links);
    for (const [index, path] of links.entries()) {
      const stats = results[index];
      const isMusic = isMusicName(path);
      if (stats === undefined || stats instanceof Error) {
        const reason = isGone(stats) ? 'is a link to something that is not there' : failureReason(stats);
        yield { kind: 'unreachable', path, reason, isMusic };
      } else if (stats.isDirectory()) this.#folders.push(path);
      else if (stats.isFile() && isMusic) this.#linkedFiles.push({ file: foundFile(path, stats), stats });
    }
    // The first link by name is to win, and folders are taken from the end.
    this.#folders.reverse();
  }
}

type LinkedFile = { readonly file: FoundFile; readonly stats: Stats };

function noRoot(error: unknown): WalkEvent {
  if (isGone(error)) return { kind: 'no-root', problem: 'missing', reason: 'is not there' };
  return { kind: 'no-root', problem: 'unreadable', reason: failureReason(error) };
}

function foundFile(path: string, stats: Stats): FoundFile {
  return { path, sizeBytes: stats.size, mtimeMs: Math.floor(stats.mtimeMs), inode: stats.ino };
}

function identity(stats: Stats): string {
  return `${stats.dev}:${stats.ino}`;
}

function isNew(seen: Set<string>, stats: Stats): boolean {
  const key = identity(stats);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
