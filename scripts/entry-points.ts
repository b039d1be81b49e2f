import { globSync } from 'node:fs';
import { basename } from 'node:path';

/** Every file that is loaded by its path: the program, and the workers (`*-worker.ts`), which find themselves beside it. */
export function entryPoints(root: string): string[] {
  const workers = globSync('src/**/*-worker.ts', { cwd: root });
  const names = workers.map((path) => basename(path));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two workers are called ${twice}; dist/ has one folder`);
  return ['src/main.ts', ...workers.toSorted()];
}
