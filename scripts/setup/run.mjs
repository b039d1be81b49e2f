import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end with its output on stderr.
 *
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ readonly cwd?: string; readonly env?: Readonly<Record<string, string>> }} [options] `env` is added to the environment.
 * @returns {boolean} whether it ended well; `false` too when there is no such program.
 */
export function run(program, words, options = {}) {
  const { status } = spawnSync(program, words, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 2, 2],
  });
  return status === 0;
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
