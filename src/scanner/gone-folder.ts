import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isGone } from './file-failure.ts';
import { readFolder } from './read-folder.ts';

/**
 * Whether a folder below `root` that cannot be found was deleted, rather than being on a disk that is not mounted: the
 * nearest folder above it that exists must hold something, and no broken link may lie between.
 */
export async function isFolderDeleted(folder: string, root: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      return (await holdsAnything(path)) && path !== folder;
    } catch (error) {
      if (!isGone(error) || path === root || (await isLink(path))) return false;
    }
  }
}

async function holdsAnything(path: string): Promise<boolean> {
  const entries = readFolder(path);
  try {
    return (await entries.next()).done !== true;
  } finally {
    await entries.return(undefined);
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}
