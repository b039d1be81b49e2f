import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase, sqliteVersion } from '../../src/db/open.ts';
import { quickCheck } from '../../src/db/quick-check.ts';
import { silentLog } from '../../src/system/log.ts';
import { openTestDatabase } from '../helpers/open-test-database.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

describe('opening the database', () => {
  it('makes a file that only its owner can read, with every table', async () => {
    const { db, path } = await openTestDatabase();
    const tables = (await db.introspection.getTables()).map((table) => table.name).toSorted();
    expect(tables).toEqual([
      'favorites',
      'folders',
      'library',
      'play_queue',
      'player_state',
      'plays',
      'scrobble_queue',
      'scrobbles',
      'sender_right',
      'sender_schedule',
      'settings',
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    expect(await sqliteVersion(db)).toMatch(/^3\.\d+/);
  });

  it('never uses an id again', async () => {
    const { db } = await openTestDatabase();
    const add = () =>
      db
        .insertInto('play_queue')
        .values({ rank: 1, path: '/a', track_id: null, tags: null })
        .returning('entry_id')
        .executeTakeFirstOrThrow();
    const first = await add();
    await db.deleteFrom('play_queue').execute();
    const second = await add();
    expect(second.entry_id).toBe(first.entry_id + 1);
  });

  it('refuses a row that points nowhere', async () => {
    const { db } = await openTestDatabase();
    const orphan = db.insertInto('favorites').values({ track_id: 7, source: 'user', loved_at: 1 }).execute();
    await expect(orphan).rejects.toThrow('FOREIGN KEY constraint failed');
  });

  it('refuses a database of a newer program and leaves it as it is', async () => {
    const path = join(makeTemporaryFolder(), 'library.db');
    await (await openDatabase(path, silentLog)).close();
    const sqlite = new SqliteDatabase(path);
    sqlite.prepare('INSERT INTO kysely_migration (name, timestamp) VALUES (?, ?)').run('9999-future', 'now');
    sqlite.close();
    await expect(openDatabase(path, silentLog)).rejects.toMatchObject({
      code: 'database',
      message: 'The library database was written by a newer tonearm.',
    });
    expect(readdirSync(dirname(path))).toEqual(['library.db']);
  });

  it('copies an older database before upgrading it', async () => {
    const path = join(makeTemporaryFolder(), 'library.db');
    await (await openDatabase(path, silentLog)).close();
    const sqlite = new SqliteDatabase(path);
    sqlite.exec("INSERT INTO settings VALUES ('lastfm_username', 'ann')");
    sqlite.close();
    const { allMigrations } = await import('../../migrations/all.ts');
    const more = allMigrations as Record<string, unknown>;
    more['0002-test'] = { up: () => Promise.reject(new Error('no space')) };
    try {
      await expect(openDatabase(path, silentLog)).rejects.toMatchObject({
        message: 'The library database could not be upgraded (0002-test): no space',
      });
    } finally {
      delete more['0002-test'];
    }
    const copy = new SqliteDatabase(`${path}.before-0002-test`, { readonly: true });
    expect(copy.prepare('SELECT value FROM settings').pluck().get()).toBe('ann');
    copy.close();
    const { db, close } = await openDatabase(path, silentLog);
    expect(await db.selectFrom('settings').select('value').execute()).toEqual([{ value: 'ann' }]);
    await close();
  });

  it('says so when the file is not a database', async () => {
    const path = join(makeTemporaryFolder(), 'library.db');
    writeFileSync(path, 'this is not a database, but long enough to be read as one '.repeat(30));
    await expect(openDatabase(path, silentLog)).rejects.toMatchObject({
      code: 'database',
      message: 'The library database cannot be opened: file is not a database',
    });
  });

  it('knows an unclean end from a clean one, and checks the database in a thread', async () => {
    const { db, path } = await openTestDatabase();
    await db.insertInto('settings').values({ key: 'lastfm_username', value: 'ann' }).execute();
    const beside = await openDatabase(path, silentLog);
    expect(beside.endedUncleanly).toBe(true);
    await beside.close();
    expect(await quickCheck(path)).toBeNull();
    await db.destroy();
    expect(existsSync(`${path}-wal`)).toBe(false);
    const again = await openDatabase(path, silentLog);
    expect(again.endedUncleanly).toBe(false);
    await again.close();
  });
});
