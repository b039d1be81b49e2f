import { hasProgram } from './find-program.mjs';
import { installLines } from './install-line.mjs';
import { run, succeeds } from './run.mjs';
import { say } from './say.mjs';

/**
 * Installs those of the programs that are not there, through apt where that works without asking for a password.
 * Elsewhere it says the line to type.
 *
 * @param {readonly string[]} programs
 * @returns {readonly string[]} the programs that are still not there.
 */
export function installPrograms(programs) {
  const missing = missingPrograms(programs);
  if (missing.length === 0) return [];
  const apt = aptWords();
  if (apt !== undefined) {
    say(`Installing ${missing.join(', ')} (apt-get) …`);
    aptGet(apt, ['update', '-qq']);
    aptGet(apt, ['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  }
  const left = missingPrograms(missing);
  if (left.length > 0) {
    say(`Not installed: ${left.join(', ')}. To install:`);
    for (const line of installLines(left)) say(`  ${line}`);
  }
  return left;
}

/**
 * Which of the programs are not there. An mpv that the user named counts.
 *
 * @param {readonly string[]} programs
 */
export function missingPrograms(programs) {
  return programs.filter((program) => !hasProgram(program) && !(program === 'mpv' && process.env['TONEARM_MPV']));
}

/**
 * How to call apt-get as root without a question, if there is a way.
 *
 * @returns {readonly string[] | undefined}
 */
function aptWords() {
  if (!hasProgram('apt-get')) return undefined;
  if (process.getuid?.() === 0) return ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  if (!hasProgram('sudo') || !succeeds('sudo', ['-n', 'true'])) return undefined;
  return ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
}

/**
 * @param {readonly string[]} apt
 * @param {readonly string[]} words
 */
function aptGet([program = '', ...before], words) {
  run(program, [...before, '-o', 'DPkg::Lock::Timeout=300', ...words]);
}
