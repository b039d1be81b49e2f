import { spawnSync } from 'node:child_process';

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs a program to its end. Its output is kept back, and shown on stderr only when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} words
 * @param {string} [folder] where it works; this process's own folder by default.
 * @returns {boolean} whether it ended well; `false` too when there is no such program.
 */
export function run(program, words, folder) {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (status === 0) return true;
  process.stderr.write(error === undefined ? Buffer.concat([stdout, stderr]) : `${error.message}\n`);
  return false;
}

/**
 * Whether a program ends well, without a word.
 *
 * @param {string} program
 * @param {readonly string[]} words
 */
export function succeeds(program, words) {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}
