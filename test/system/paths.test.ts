import { mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findPaths, makePrivateFolder } from '../../src/system/paths.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

it('things live in the folders of the XDG specification', () => {
  expect(findPaths({ HOME: '/home/ann', XDG_STATE_HOME: '/state', XDG_DATA_HOME: 'relative' })).toMatchObject({
    configFile: '/home/ann/.config/tonearm/config.toml',
    database: '/home/ann/.local/share/tonearm/library.db',
    socket: '/state/tonearm/engine.sock',
    isSocketForeign: false,
    lock: '/state/tonearm/engine.lock',
    log: '/state/tonearm/engine.log',
    cacheFolder: '/home/ann/.cache/tonearm',
  });
});

it('TONEARM_HOME holds them all', () => {
  expect(findPaths({ HOME: '/home/ann', TONEARM_HOME: '/t', XDG_STATE_HOME: '/state' })).toMatchObject({
    configFile: '/t/config/config.toml',
    database: '/t/data/library.db',
    socket: '/t/state/engine.sock',
    cacheFolder: '/t/cache',
  });
});

it('TONEARM_SOCKET names the socket alone, and marks it as somebody else’s', () => {
  expect(findPaths({ HOME: '/h', TONEARM_HOME: '/t', TONEARM_SOCKET: '/run/far.sock' })).toMatchObject({
    socket: '/run/far.sock',
    isSocketForeign: true,
    database: '/t/data/library.db',
  });
});

it('a path too long for a socket becomes a short one, the same each time', () => {
  const env = { HOME: '/h', TONEARM_HOME: `/${'x'.repeat(100)}` };
  const { socket } = findPaths(env);
  expect(socket.startsWith(join(tmpdir(), 'tonearm-'))).toBe(true);
  expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(107);
  expect(findPaths(env).socket).toBe(socket);
  expect(findPaths({ HOME: '/h', TONEARM_HOME: `/${'x'.repeat(87)}` }).socket).toBe(
    `/${'x'.repeat(87)}/state/engine.sock`,
  );
});

it('a private folder is narrowed if it was open', () => {
  const folder = join(makeTemporaryFolder(), 'a/b');
  makePrivateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const open = join(folder, 'open');
  mkdirSync(open, { mode: 0o755 });
  makePrivateFolder(open);
  expect(statSync(open).mode & 0o777).toBe(0o700);
});
