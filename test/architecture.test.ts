import { describe, expect, test } from 'vitest';
import { type FoundImport, readImports, readSources } from './helpers/read-imports.ts';

const root = new URL('..', import.meta.url).pathname;
const sources = readSources(root, ['src', 'migrations']);
const imports = sources.flatMap((source) => source.imports);
const ours = imports.filter(({ isPackage }) => !isPackage);

const PARTS = ['player', 'scanner', 'lastfm', 'matcher', 'db'];

/** Who may import whom; see ARCHITECTURE.md. Files directly in `src/` put the folders together and may import all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  system: ['model'],
  commands: ['model'],
  migrations: [],
  player: ['model', 'system'],
  scanner: ['model', 'system'],
  lastfm: ['model', 'system'],
  matcher: ['model', 'system'],
  db: ['model', 'system', 'migrations'],
  engine: ['model', 'system', 'commands', ...PARTS],
  ipc: ['model', 'system', 'commands'],
  cli: ['model', 'system', 'commands', 'ipc'],
  ui: ['model', 'system', 'commands'],
};

/** Clients know the engine by its type alone. */
const ENGINE_TYPE = 'src/engine/engine.ts';
const MAY_IMPORT_ENGINE_TYPE = new Set(['ipc', 'cli', 'ui']);

/** Packages that belong to one place: the folders or files that may import them. */
const PLACE_OF_PACKAGE: Readonly<Record<string, readonly string[]>> = {
  ink: ['src/ui/'],
  react: ['src/ui/'],
  kysely: ['src/db/', 'migrations/'],
  // The engine's lock is an SQLite file, because the kernel releases its lock at any death.
  'better-sqlite3': ['src/db/', 'src/ipc/lock.ts'],
  undici: ['src/lastfm/transport.ts'],
  'music-metadata': ['src/scanner/'],
  strtok3: ['src/scanner/'],
  commander: ['src/cli/'],
};

/** What no shell command may load: each costs more than the whole command. */
const HEAVY = new Set(['ink', 'react', 'kysely', 'better-sqlite3', 'music-metadata', 'undici', 'zod']);

const LONGEST_FILE_LINES = 250;
/** Files that are long for a reason. */
const LONG_FILES: Readonly<Record<string, string>> = {};

describe('the import table', () => {
  test('saw the imports of every folder', () => {
    const folders = [...new Set(sources.map(({ path }) => folderOf(path)))].toSorted();
    expect(folders.filter((folder) => folder !== 'src' && MAY_IMPORT[folder] === undefined)).toEqual([]);
    const silent = folders.filter((folder) => !imports.some(({ from }) => folderOf(from) === folder));
    expect(silent.filter((folder) => folder !== 'model')).toEqual([]);
    expect(ours.length).toBeGreaterThan(sources.length);
  });

  test('holds for every import of our own files', () => {
    expect(ours.filter((found) => !isAllowed(found)).map(describeImport)).toEqual([]);
  });

  test('refuses what it should refuse', () => {
    const kind = { isPackage: false, isTypeOnly: false, isDynamic: false };
    expect(isAllowed({ ...kind, from: 'src/player/a.ts', to: 'src/db/b.ts' })).toBe(false);
    expect(isAllowed({ ...kind, from: 'src/ui/a.ts', to: 'src/engine/store.ts', isTypeOnly: true })).toBe(false);
    expect(isAllowed({ ...kind, from: 'src/cli/a.ts', to: ENGINE_TYPE })).toBe(false);
    expect(isAllowed({ ...kind, from: 'src/model/a.ts', to: 'src/system/clock.ts' })).toBe(false);
  });

  test('keeps each package in its place', () => {
    const strays = imports.filter(({ isPackage, from, to }) => {
      const places = PLACE_OF_PACKAGE[to];
      return isPackage && places !== undefined && !places.some((place) => from.startsWith(place));
    });
    expect(strays.map(describeImport)).toEqual([]);
  });

  test('leaves the model and the command table without any package', () => {
    const pure = imports.filter(({ from, isPackage }) => isPackage && ['model', 'commands'].includes(folderOf(from)));
    expect(pure.map(describeImport)).toEqual([]);
  });
});

describe('what is loaded', () => {
  test('a shell command never loads the window, the database, the tag reader or the network', () => {
    const cli = sources.filter(({ path }) => path.startsWith('src/cli/')).map(({ path }) => path);
    expect(cli).toContain('src/cli/run-words.ts');
    expect(packagesFrom(cli, ({ isTypeOnly }) => !isTypeOnly).filter((name) => HEAVY.has(name))).toEqual([]);
  });

  test('starting loads no package before it knows the words', () => {
    expect(packagesFrom(['src/main.ts'], ({ isTypeOnly, isDynamic }) => !isTypeOnly && !isDynamic)).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    expect(findCircle()).toEqual([]);
  });
});

test('no file of the program is longer than one idea', () => {
  const long = sources.filter(({ path, lines }) => lines > LONGEST_FILE_LINES && LONG_FILES[path] === undefined);
  expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
});

test('the reader of imports sees every way to import', () => {
  const text = [
    "import type { A } from '../a.ts';",
    "import { type B } from './b.ts';",
    "import { c, type D } from 'pack/sub';",
    "export { x } from '@scope/pack/sub';",
    "export type * from './e.ts';",
    "import './f.ts';",
    "import { readFileSync } from 'node:fs';",
    "type Q = import('./q.ts').Q;",
    "const z = await import('./z.ts');",
  ].join('\n');
  expect(readImports('src/one/file.ts', text).map(describeImport)).toEqual([
    'src/one/file.ts → src/a.ts (type)',
    'src/one/file.ts → src/one/b.ts (type)',
    'src/one/file.ts → pack',
    'src/one/file.ts → src/one/f.ts',
    'src/one/file.ts → @scope/pack',
    'src/one/file.ts → src/one/e.ts (type)',
    'src/one/file.ts → src/one/q.ts (type)',
    'src/one/file.ts → src/one/z.ts (later)',
  ]);
});

/** `src/db/open.ts` is in `db`, `src/main.ts` in `src`, `migrations/all.ts` in `migrations`. */
function folderOf(path: string): string {
  const parts = path.split('/');
  return (parts[0] === 'src' && parts.length > 2 ? parts[1] : parts[0]) ?? '';
}

function isAllowed({ from, to, isTypeOnly }: FoundImport): boolean {
  const folder = folderOf(from);
  if (folder === 'src' || folder === folderOf(to)) return true;
  if (to === ENGINE_TYPE && isTypeOnly && MAY_IMPORT_ENGINE_TYPE.has(folder)) return true;
  return MAY_IMPORT[folder]?.includes(folderOf(to)) === true;
}

/** The packages that are loaded from these files on, following the imports that count. */
function packagesFrom(starts: readonly string[], counts: (found: FoundImport) => boolean): readonly string[] {
  const seen = new Set(starts);
  const packages = new Set<string>();
  for (const path of seen) {
    for (const found of importsOf(path).filter(counts)) (found.isPackage ? packages : seen).add(found.to);
  }
  return [...packages].toSorted();
}

/** The first circle of imports that are not only types, as its files in order. */
function findCircle(): readonly string[] {
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): readonly string[] => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
    if (done.has(path)) return [];
    const loaded = importsOf(path).filter(({ isPackage, isTypeOnly }) => !isPackage && !isTypeOnly);
    for (const { to } of loaded) {
      const circle = visit(to, [...above, path]);
      if (circle.length > 0) return circle;
    }
    done.add(path);
    return [];
  };
  for (const { path } of sources) {
    const circle = visit(path, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

function importsOf(path: string): readonly FoundImport[] {
  const source = sources.find((one) => one.path === path);
  if (source === undefined) throw new Error(`${path} is imported, and not there`);
  return source.imports;
}

function describeImport({ from, to, isTypeOnly, isDynamic }: FoundImport): string {
  return `${from} → ${to}${isTypeOnly ? ' (type)' : ''}${isDynamic ? ' (later)' : ''}`;
}
