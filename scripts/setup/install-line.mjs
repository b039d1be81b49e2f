import { hasProgram } from './find-program.mjs';

/**
 * How each package manager is told to install; Fedora's own ffmpeg has a name of its own.
 *
 * @type {Readonly<Record<string, { readonly words: string; readonly needsRoot: boolean; readonly names?: Readonly<Record<string, string>> }>>}
 */
const managers = {
  'apt-get': { words: 'apt-get install', needsRoot: true },
  dnf: { words: 'dnf install', needsRoot: true, names: { ffmpeg: 'ffmpeg-free' } },
  pacman: { words: 'pacman -S --needed', needsRoot: true },
  zypper: { words: 'zypper install', needsRoot: true },
  apk: { words: 'apk add', needsRoot: true },
  brew: { words: 'brew install', needsRoot: false },
};

/**
 * The exact lines to type to install programs: one for the package manager that is there, or one for each that
 * tonearm knows.
 *
 * @param {readonly string[]} programs
 * @returns {readonly string[]}
 */
export function installLines(programs) {
  const isRoot = process.getuid?.() === 0;
  const own = Object.entries(managers).filter(([name]) => hasProgram(name));
  return (own.length > 0 ? own.slice(0, 1) : Object.entries(managers)).map(([, { words, needsRoot, names = {} }]) => {
    const packages = programs.map((program) => names[program] ?? program).join(' ');
    return `${needsRoot && !isRoot ? 'sudo ' : ''}${words} ${packages}`;
  });
}
