import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { allMigrations } from '../../migrations/all.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import type { Log } from '../system/log.ts';
import type { Db, Schema } from './schema.ts';

export type OpenDatabase = {
  readonly db: Db;
  /** The last engine did not close the database: it is worth a `quickCheck`. */
  readonly endedUncleanly: boolean;
  readonly close: () => Promise<void>;
};

/**
 * Opens the database, upgrading it first if an older program wrote it (a copy is kept beside it). The file is readable by
 * its owner only. Throws `AppError('database')` when it is damaged, from a newer program, or cannot be written.
 */
export async function openDatabase(path: string, log: Log): Promise<OpenDatabase> {
  // SQLite deletes the write-ahead log when the last connection closes in order.
  const endedUncleanly = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
  // Also for the files that SQLite makes beside it, and for a copy.
  const previousMask = process.umask(0o077);
  try {
    const sqlite = openFile(path);
    const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
    try {
      await migrate(db, path, log);
    } catch (error) {
      await db.destroy();
      throw error;
    }
    return { db, endedUncleanly, close: () => db.destroy() };
  } finally {
    process.umask(previousMask);
  }
}

function openFile(path: string): SqliteDatabase.Database {
  try {
    const sqlite = new SqliteDatabase(path, { timeout: 0 });
    chmodSync(path, 0o600);
    configure(sqlite);
    return sqlite;
  } catch (error) {
    throw new AppError('database', `The library database cannot be opened: ${messageOf(error)}`, {
      hint: `Check ${path} and the space on its disk.`,
      cause: error,
    });
  }
}

/** Sets what keeps data safe and then reads it back: a build of SQLite may refuse silently. */
function configure(sqlite: SqliteDatabase.Database): void {
  const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 0 };
  for (const [name, value] of Object.entries(expected)) {
    sqlite.pragma(`${name} = ${value}`);
    const actual = sqlite.pragma(name, { simple: true });
    if (actual !== value) throw new Error(`SQLite refused ${name} = ${value}`);
  }
}

async function migrate(db: Db, path: string, log: Log): Promise<void> {
  const applied = await appliedMigrations(db);
  const unknown = applied.filter((name) => !Object.hasOwn(allMigrations, name));
  if (unknown.length > 0) {
    throw new AppError('database', 'The library database was written by a newer tonearm.', {
      hint: `Update tonearm, or move ${path} away to begin anew.`,
    });
  }
  const due = Object.keys(allMigrations).filter((name) => !applied.includes(name));
  if (due.length === 0) return;
  if (applied.length > 0) await backUp(db, `${path}.before-${due[0] ?? ''}`, log);
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...allMigrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the first step';
    throw new AppError('database', `The library database could not be upgraded (${failed}): ${messageOf(error)}`, {
      hint: 'Nothing was changed. Check the space on its disk and try again.',
      cause: error,
    });
  }
  log.info('database upgraded', { to: due.at(-1) ?? '' });
}

async function appliedMigrations(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const { rows } = await db.executeQuery<{ name: string }>(
    CompiledQuery.raw('SELECT name FROM kysely_migration ORDER BY name'),
  );
  return rows.map((row) => row.name);
}

async function backUp(db: Db, to: string, log: Log): Promise<void> {
  rmSync(to, { force: true });
  await db.executeQuery(CompiledQuery.raw('VACUUM INTO ?', [to]));
  log.info('database backed up before its upgrade', { to });
}

/** The SQLite that is built in. */
export async function sqliteVersion(db: Db): Promise<string> {
  const { rows } = await db.executeQuery<{ version: string }>(CompiledQuery.raw('SELECT sqlite_version() AS version'));
  return rows[0]?.version ?? '';
}
