import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPage } from './docs/cli-page.ts';
import { keysPage } from './docs/keys-page.ts';
import { protocolPage } from './docs/protocol-page.ts';
import { root } from './setup/root.mjs';

/** `npm run docs` writes the pages that come from the command table; `--check` only says which are stale. */
const NOTE = '<!-- Made by `npm run docs` from src/commands/; change it there. -->';

const pages = {
  'docs/cli.md': cliPage(),
  'docs/keys.md': keysPage(),
  'docs/protocol.md': protocolPage(root),
};

const stale = Object.entries(pages)
  .map(([path, text]) => ({ path, text: `${NOTE}\n\n${text}\n` }))
  .filter(({ path, text }) => text !== readText(path));

if (process.argv.includes('--check')) {
  for (const { path } of stale) process.stderr.write(`${path} is stale: npm run docs\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of stale) writeFileSync(join(root, path), text);
}

function readText(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}
