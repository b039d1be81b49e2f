import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** A typed path made absolute: `~` is the home folder, anything relative hangs on the working folder. */
export function expandPath(typed: string): string {
  return resolve(typed.replace(/^~(?=\/|$)/, homedir()));
}

/** Folders that a typed path may go on to, in its own spelling with a `/` at the end, sorted; none if it leads nowhere. */
export async function completeFolder(typed: string): Promise<readonly string[]> {
  if (typed === '~') return ['~/'];
  const slash = typed.lastIndexOf('/') + 1;
  const [parent, start] = [typed.slice(0, slash), typed.slice(slash)];
  const folder = expandPath(parent === '' ? '.' : parent);
  const names = await readdir(folder).catch((): string[] => []);
  const wanted = names.filter((name) => name.startsWith(start) && (start !== '' || !name.startsWith('.')));
  const checked = await Promise.all(
    wanted.map(async (name) => {
      const isFolder = await stat(resolve(folder, name)).then(
        (found) => found.isDirectory(),
        () => false,
      );
      return isFolder ? [`${parent}${name}/`] : [];
    }),
  );
  return checked.flat().toSorted();
}
