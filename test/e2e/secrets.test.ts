import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { startLastfmServer } from '../helpers/lastfm-server.ts';
import { makeTonearm, signIn } from '../helpers/tonearm.ts';

/** What `ps` would show of every process. */
function allCommandLines(): string {
  const files = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => `/proc/${pid}/cmdline`);
  return files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('\n');
}

it('no secret leaves the database, and nobody else can read any file', async () => {
  const lastfm = await startLastfmServer();
  onTestFinished(() => lastfm.close());
  const tonearm = makeTonearm({ lastfm, env: { TONEARM_LOG: 'debug' } });
  const { token } = await tonearm.ask<{ token: string }>('lastfm', 'login', '--no-wait');
  await signIn(tonearm, lastfm, 'Ann');
  lastfm.faults.push({ on: 'track.scrobble', kind: 'error', code: 9, httpStatus: 403 });
  const heard = [
    await tonearm.run('lastfm', 'scrobble', '--artist', 'A', '--track', 'T'),
    await tonearm.run('lastfm', 'now-playing', '--artist', 'A', '--track', 'T'),
    await tonearm.run('lastfm', 'login', '--token', 'not-a-token'),
    ...(await Promise.all(
      [['status'], ['info'], ['lastfm'], ['lastfm', 'settings'], ['lastfm', 'queue'], ['lastfm', 'queue', 'retry']].map(
        (words) => tonearm.run(...words, '--json'),
      ),
    )),
  ];
  const commandLines = allCommandLines();
  expect(commandLines).toContain('dist/main.js');
  const said = heard.map(({ stdout, stderr }) => stdout + stderr).join('\n') + tonearm.log() + commandLines;
  const stored = readFileSync(join(tonearm.home, 'data/library.db-wal'));
  const sqlite = new SqliteDatabase(join(tonearm.home, 'data/library.db'), { readonly: true });
  const sessionKey = sqlite.prepare("SELECT value FROM settings WHERE key = 'lastfm_session_key'").pluck().get();
  sqlite.close();
  expect(sessionKey).toMatch(/^\S{32}$/);
  expect(said).toContain('Ann');
  for (const secret of [lastfm.sharedSecret, sessionKey, token]) expect(said).not.toContain(secret);
  expect(stored.includes(lastfm.sharedSecret)).toBe(false);

  const files = readdirSync(tonearm.home, { recursive: true, encoding: 'utf8' });
  const modes = files.map((file) => ({ file, stats: statSync(join(tonearm.home, file)) }));
  for (const { file, stats } of modes) {
    expect({ file, mode: stats.mode & 0o777 }).toEqual({ file, mode: stats.isDirectory() ? 0o700 : 0o600 });
  }
  expect(files).toContain('state/engine.sock');
});
