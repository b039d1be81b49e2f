import SqliteDatabase from 'better-sqlite3';
import { rmSync } from 'node:fs';

export type EngineLock = { readonly release: () => void };

/**
 * Takes the lock of the one engine, or answers `null` when a living engine holds it. The lock is SQLite's own on a file
 * nobody reads: the kernel releases it at any death of the process, so none is ever stale.
 */
export function takeEngineLock(path: string): EngineLock | null {
  const previousMask = process.umask(0o077);
  try {
    return lock(path);
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    if (error.code.startsWith('SQLITE_BUSY')) return null;
    if (error.code !== 'SQLITE_NOTADB') throw error;
    // Something else wrote into the file. What it says does not matter, only that it can be locked.
    rmSync(path);
    return lock(path);
  } finally {
    process.umask(previousMask);
  }
}

function lock(path: string): EngineLock {
  const sqlite = new SqliteDatabase(path, { timeout: 0 });
  try {
    sqlite.pragma('journal_mode = MEMORY');
    sqlite.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return { release: () => sqlite.close() };
}

function isSqliteError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof SqliteDatabase.SqliteError;
}
