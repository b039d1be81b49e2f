import { spawn } from 'node:child_process';

const FORWARDED = /** @type {const} */ (['SIGTERM', 'SIGHUP']);
/** A terminal sends these to both processes by itself. */
const LEFT_TO_THE_CHILD = /** @type {const} */ (['SIGINT', 'SIGQUIT']);

/**
 * Runs a program in this one's place: same terminal, same signals, and in the end the same exit code or signal.
 *
 * @param {string} program
 * @param {readonly string[]} words
 * @param {string} [folder] where it works; this process's own folder by default.
 * @returns {Promise<void>}
 */
export function runInForeground(program, words, folder) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, stdio: 'inherit' });
    for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
    for (const signal of LEFT_TO_THE_CHILD) process.on(signal, () => {});
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of [...FORWARDED, ...LEFT_TO_THE_CHILD]) process.removeAllListeners(name);
      if (signal === null) process.exitCode = code ?? 1;
      else process.kill(process.pid, signal);
      resolve();
    });
  });
}
