import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastfmTables } from '../helpers/lastfm-tables.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/lastfm.md'), 'utf8');

describe('docs/lastfm.md', () => {
  it.each(Object.entries(lastfmTables()))('shows the rows that the program goes by: %s', (name, expected) => {
    const [, shown] = page.split(`<!-- ${name} -->\n`);
    expect(shown?.trim()).toBe(expected);
  });
});
