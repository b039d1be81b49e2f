import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBuiltin } from 'node:module';
import { parseSync, Visitor } from 'oxc-parser';

/** One file's wish for another: `to` is a file of this repository, or a package's name. */
export type FoundImport = {
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
  /** Gone at run time. */
  readonly isTypeOnly: boolean;
  /** `await import(…)`: loaded only when that line runs. */
  readonly isDynamic: boolean;
};

export type SourceFile = { readonly path: string; readonly lines: number; readonly imports: readonly FoundImport[] };

/** Reads what every TypeScript file of these folders imports; Node's own modules are left out. Throws for what it cannot read. */
export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root })).toSorted();
  return paths.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, lines: text.split('\n').length - 1, imports: readImports(path, text) };
  });
}

/** Every import and re-export in a file's text, the types of `import('…').Name` included. */
export function readImports(path: string, text: string): readonly FoundImport[] {
  const { program, errors, module } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const found: FoundImport[] = [];
  const add = (request: string, kind: Partial<FoundImport>): void => {
    if (isBuiltin(request)) return;
    const isPackage = !request.startsWith('.');
    const to = isPackage ? packageName(request) : join(dirname(path), request);
    found.push({ from: path, to, isPackage, isTypeOnly: false, isDynamic: false, ...kind });
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    const isTypeOnly = entries.length > 0 && entries.every(({ isType }) => isType);
    add(moduleRequest.value, { isTypeOnly });
  }
  for (const { entries } of module.staticExports) {
    const [first] = entries;
    if (first?.moduleRequest) add(first.moduleRequest.value, { isTypeOnly: entries.every(({ isType }) => isType) });
  }
  new Visitor({
    ImportExpression: ({ source }) => {
      if (source.type !== 'Literal') throw new Error(`${path}: an import() whose file cannot be told`);
      add(String(source.value), { isDynamic: true });
    },
    TSImportType: ({ source }) => add(source.value, { isTypeOnly: true }),
  }).visit(program);
  return found;
}

function packageName(request: string): string {
  return request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
}
