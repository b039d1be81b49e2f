import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const INSTALLERS = [
  { program: 'apt-get', line: 'apt install mpv', needsRoot: true },
  { program: 'dnf', line: 'dnf install mpv', needsRoot: true },
  { program: 'pacman', line: 'pacman -S mpv', needsRoot: true },
  { program: 'zypper', line: 'zypper install mpv', needsRoot: true },
  { program: 'apk', line: 'apk add mpv', needsRoot: true },
  { program: 'brew', line: 'brew install mpv', needsRoot: false },
] as const;

/** The line to type to install mpv on this system, judged by which installer stands in `searchPath` (as in `PATH`). */
export function installHint(searchPath: string, isRoot: boolean): string {
  const found = INSTALLERS.find(({ program }) => isOnPath(program, searchPath));
  if (found === undefined) return 'Install mpv: https://mpv.io/installation/';
  return `Install it with: ${found.needsRoot && !isRoot ? 'sudo ' : ''}${found.line}`;
}

function isOnPath(program: string, searchPath: string): boolean {
  return searchPath.split(delimiter).some((folder) => {
    if (folder === '') return false;
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
