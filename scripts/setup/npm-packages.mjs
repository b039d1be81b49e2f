import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { say } from './say.mjs';

/**
 * Whether `node_modules` holds what the lock file names: same versions, and no package's folder gone. Packages for
 * other platforms may be absent; what somebody added by hand does not matter.
 *
 * @param {string} root
 */
export function hasPackages(root) {
  const locked = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  if (locked === undefined || installed === undefined) return false;
  return Object.entries(locked).every(([place, { version, integrity, optional }]) => {
    if (place === '') return true;
    const found = installed[place];
    if (found === undefined) return optional === true;
    const isSame = found.version === version && (integrity === undefined || found.integrity === integrity);
    return isSame && existsSync(join(root, place, 'package.json'));
  });
}

/**
 * Installs exactly what the lock file names. Without install scripts: npm would compile better-sqlite3, which brings
 * its binaries along, because a lock file loses that package's `gypfile: false`.
 *
 * @param {string} root
 */
export function installPackages(root) {
  say('Installing npm packages …');
  if (!run('npm', ['ci', '--ignore-scripts'], root)) throw new Error('npm ci failed');
}

/**
 * @typedef {{ readonly version?: string; readonly integrity?: string; readonly optional?: boolean }} LockedPackage
 * @param {string} path
 * @returns {Readonly<Record<string, LockedPackage>> | undefined} what a lock file holds, if it is there and whole.
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
