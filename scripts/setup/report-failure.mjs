import { say } from './say.mjs';

/**
 * Does a script's work; what it throws becomes one line and exit code 1.
 *
 * @param {() => Promise<void>} work
 */
export async function reportFailure(work) {
  try {
    await work();
  } catch (error) {
    say(`tonearm: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
