import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type OutputFile, type Plugin } from 'esbuild';
import { entryPoints } from './entry-points.ts';
import { root } from './setup/root.mjs';
import { STAMP, stampSources } from './setup/sources.mjs';

/**
 * Bundles the program into `dist/`: one file for each entry point and, beside them, the chunks that they share, so
 * that a command loads only what it needs. `--clean` removes what older builds left.
 */
const dist = join(root, 'dist');

/** An engine that runs from an older build may still load that build's chunks. */
const KEEP_OLD_CHUNKS_MS = 24 * 60 * 60_000;

/** Parts of dependencies that tonearm has no use for. */
const leaveOut: Plugin = {
  name: 'leave-out',
  setup: ({ onLoad, onResolve }) => {
    // Ink loads React's developer tools when a variable as common as `DEV` is set.
    onLoad({ filter: /\/ink\/build\/devtools\.js$/ }, () => ({ contents: '' }));
    // commander starts other programs as subcommands; loading what that needs is a tenth of a command's start.
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/') ? { path: 'child_process', namespace: 'left-out' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'export default {};' }));
  },
};

const isClean = process.argv.includes('--clean');
const stamp = stampSources(root);
const files = await bundle().catch(() => {
  // esbuild has said why.
  process.exit(1);
});
if (isClean) await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
for (const file of files) await replaceFile(file.path, file.text);
await chmod(join(dist, 'main.js'), 0o755);
await removeOldFiles(new Set(files.map((file) => basename(file.path))));
await replaceFile(join(root, STAMP), stamp);

async function bundle(): Promise<readonly Pick<OutputFile, 'path' | 'text'>[]> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: entryPoints(root),
    outdir: 'dist',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    external: ['better-sqlite3'],
    plugins: [leaveOut],
    // Less to read at every start, and stack traces that still name functions and lines.
    minifySyntax: true,
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    define: {
      TONEARM_VERSION: JSON.stringify(version),
      TONEARM_LASTFM_API_KEY: JSON.stringify(process.env['TONEARM_LASTFM_API_KEY'] ?? ''),
      TONEARM_LASTFM_API_SECRET: JSON.stringify(process.env['TONEARM_LASTFM_API_SECRET'] ?? ''),
      'process.env.NODE_ENV': '"production"',
    },
  });
  return outputFiles.map(({ path, text }) => ({ path, text: `${headOf(path, text)}${text}` }));
}

/** What esbuild leaves to us: how the program is started, and how bundled CommonJS packages find Node's own modules. */
function headOf(path: string, text: string): string {
  const shebang = path === join(dist, 'main.js') ? '#!/usr/bin/env node\n' : '';
  if (!text.includes('typeof require')) return shebang;
  return `${shebang}import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);\n`;
}

/** Writes beside and renames, so that a program that starts meanwhile never reads half a file. */
async function replaceFile(path: string, contents: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path);
}

async function removeOldFiles(current: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(dist)) {
    const path = join(dist, name);
    if (current.has(name) || path === join(root, STAMP)) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEEP_OLD_CHUNKS_MS) await rm(path, { force: true });
  }
}
