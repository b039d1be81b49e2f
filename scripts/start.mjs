import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup/root.mjs';
import { say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';

/**
 * `npm start -- WORDS` is `tonearm WORDS`, after setting up whatever is missing. A missing mpv is no reason to stop:
 * the window, the library and every command work without it.
 */
const FORWARDED = /** @type {const} */ (['SIGTERM', 'SIGHUP']);
/** A terminal sends these to both processes by itself. */
const LEFT_TO_THE_CHILD = /** @type {const} */ (['SIGINT', 'SIGQUIT']);

try {
  const { node } = await setUp(['mpv']);
  await runTonearm(node, process.argv.slice(2));
} catch (error) {
  say(`tonearm: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/**
 * @param {string} node
 * @param {readonly string[]} words
 * @returns {Promise<void>}
 */
function runTonearm(node, words) {
  return new Promise((resolve, reject) => {
    // npm changes to the repository's folder; paths in the words are meant from where they were typed.
    const cwd = process.env['npm_lifecycle_event'] === 'start' ? process.env['INIT_CWD'] : undefined;
    const child = spawn(node, [join(root, 'dist/main.js'), ...words], { cwd, stdio: 'inherit' });
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
