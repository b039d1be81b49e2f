import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/system/config.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

function write(text: string): string {
  const path = join(makeTemporaryFolder(), 'config.toml');
  writeFileSync(path, text);
  return path;
}

function problemWith(text: string): string {
  const path = write(text);
  try {
    return JSON.stringify(readConfig(path));
  } catch (error) {
    return (error as Error).message.replace(path, 'config.toml');
  }
}

it('what is not said has its default, also without a file', () => {
  const defaults = { engine: { idleExitMinutes: 30 }, lastfm: {}, mpv: {} };
  expect(readConfig(join(makeTemporaryFolder(), 'none.toml'))).toEqual(defaults);
  expect(readConfig(write(''))).toEqual(defaults);
  expect(readConfig(write('[engine]\nidleExitMinutes = 0\n[lastfm]\nscrobbleThreshold = 75'))).toEqual({
    engine: { idleExitMinutes: 0 },
    lastfm: { scrobbleThreshold: 75 },
    mpv: {},
  });
});

it('what is wrong is named', () => {
  expect(problemWith('[lastfm]\nscrobbleThreshold = 20')).toBe(
    'config.toml: lastfm.scrobbleThreshold: Too small: expected number to be >=25',
  );
  expect(problemWith('[lastfm]\napiKeey = "x"')).toBe('config.toml: lastfm: Unrecognized key: "apiKeey"');
  expect(problemWith('[engine]\nidleExitMinutes = "long"')).toContain(
    'config.toml: engine.idleExitMinutes: Invalid input',
  );
});

it('a faulty line is not quoted, for it may hold a secret', () => {
  const message = problemWith('[lastfm]\napiSecret = "hunter2');
  expect(message).toMatch(/^config\.toml: /);
  expect(message).not.toContain('hunter2');
});
