import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What the bundle is made of, dependencies by their lock file. */
const FOLDERS = ['src', 'migrations'];
const FILES = ['package.json', 'package-lock.json', 'scripts/build.ts', 'scripts/setup/sources.mjs'];

/** The file beside the bundle that holds the stamp of the sources it was made from. */
export const STAMP = 'dist/sources.stamp';

/**
 * One hash over the contents of everything that the bundle is made of.
 *
 * @param {string} root
 */
export function stampSources(root) {
  const hash = createHash('sha256');
  for (const file of [...FOLDERS.flatMap((folder) => filesIn(root, folder)), ...FILES]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Whether the bundle was made from the sources as they are.
 *
 * @param {string} root
 */
export function isBuilt(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === stampSources(root);
  } catch {
    return false;
  }
}

/**
 * The TypeScript files in a folder, in an order that does not depend on the disk.
 *
 * @param {string} root
 * @param {string} folder
 */
function filesIn(root, folder) {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}
