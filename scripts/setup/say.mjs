/**
 * Tells the person at the keyboard what set-up does. On stderr: stdout belongs to the program that is started afterwards.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
