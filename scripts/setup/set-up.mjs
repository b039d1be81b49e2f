import { join } from 'node:path';
import { findNode, installNode } from './node.mjs';
import { hasPackages, installPackages } from './npm-packages.mjs';
import { installPrograms, missingPrograms } from './programs.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { isBuilt } from './sources.mjs';
import { say } from './say.mjs';
import { withLock } from './lock.mjs';

/**
 * Makes sure that npm packages, Node.js, the bundle and these programs are there; quick and silent when they are.
 * Two at once do each thing once. Throws when tonearm cannot be built.
 *
 * @param {readonly string[]} programs
 * @returns {Promise<{ readonly node: string; readonly missing: readonly string[] }>} the Node.js to run, and the
 *   programs that could not be installed.
 */
export async function setUp(programs) {
  const node = readyNode();
  if (node !== undefined && isBuilt(root) && missingPrograms(programs).length === 0) return { node, missing: [] };
  return withLock(join(root, '.setup.lock'), () => {
    const missing = installPrograms(programs);
    if (!hasPackages(root)) installPackages(root);
    return { node: build(), missing };
  });
}

/** The Node.js to run, when every package is there. */
function readyNode() {
  return hasPackages(root) ? findNode(root) : undefined;
}

/** Builds if the sources changed; returns the Node.js that did. */
function build() {
  let node = findNode(root);
  if (node === undefined) {
    installNode(root);
    node = findNode(root);
  }
  if (node === undefined)
    throw new Error('tonearm needs Node.js 22.19 or newer, and the one from npm does not run here');
  if (isBuilt(root)) return node;
  say('Building …');
  if (!run(node, [join(root, 'scripts/build.ts')], root)) throw new Error('the build failed');
  return node;
}
