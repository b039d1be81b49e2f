import { isUtf8 } from 'node:buffer';
import type { Dirent, OpenDirOptions } from 'node:fs';
import { opendir } from 'node:fs/promises';

/** Entries fetched from the system at once: the event loop breathes in between. */
const BUFFERED_ENTRIES = 256;

export type FolderEntry = {
  readonly kind: 'file' | 'folder' | 'link';
  /** Without exact form as text when it is not valid UTF-8: then it shows replacement characters and cannot be opened. */
  readonly name: string;
  readonly isUtf8: boolean;
};

/**
 * The visible entries of a folder, in the order of the file system. Where it does not tell what an entry is, the entry
 * counts as a link, to be looked at. Throws what the file system throws.
 */
export async function* readFolder(path: string): AsyncGenerator<FolderEntry> {
  // As bytes, because names decoded by Node silently lose what is not UTF-8. Node's types know only text here.
  const options = { encoding: 'buffer', bufferSize: BUFFERED_ENTRIES } as unknown as OpenDirOptions;
  const folder = (await opendir(path, options)) as unknown as AsyncIterable<Dirent<Buffer>>;
  for await (const entry of folder) {
    const name = entry.name.toString();
    if (name.startsWith('.')) continue;
    const kind = kindOf(entry);
    if (kind !== null) yield { kind, name, isUtf8: isUtf8(entry.name) };
  }
}

function kindOf(entry: Dirent<Buffer>): FolderEntry['kind'] | null {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  const isSpecial = entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice();
  return isSpecial ? null : 'link';
}
