import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, succeeds } from './run.mjs';
import { say } from './say.mjs';

/** `engines.node` of package.json. */
const OLDEST_NODE = [22, 19];

/**
 * The Node.js that runs tonearm: the pinned one from `node_modules`, or, where that one cannot run (its binaries want
 * glibc), the one that runs this, if new enough.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function findNode(root) {
  const pinned = pinnedNode(root);
  if (existsSync(pinned) && succeeds(pinned, ['--version'])) return pinned;
  if (!existsSync(pinned)) return undefined;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return isNewEnough ? process.execPath : undefined;
}

/**
 * Fetches the pinned Node.js: the one install script that is needed.
 *
 * @param {string} root
 */
export function installNode(root) {
  say('Installing Node.js for this project …');
  if (!run('npm', ['rebuild', 'node'], root)) throw new Error('npm rebuild node failed');
}

/** @param {string} root */
function pinnedNode(root) {
  return join(root, 'node_modules/node/bin/node');
}
