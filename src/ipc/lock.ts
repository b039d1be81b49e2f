import SqliteDatabase from 'better-sqlite3';
import { truncateSync } from 'node:fs';
import { AppError } from '../model/app-error.ts';

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
    // Something else was written into the file. Emptied, not removed: another engine may be about to lock this very file.
    if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) {
      truncateSync(path);
      return lockAgain(path);
    }
    throw new AppError('failed', `The engine's lock ${path} cannot be used: ${error.message}`, {
      hint: 'Remove it and try again.',
      cause: error,
    });
  } finally {
    process.umask(previousMask);
  }
}

/** After the file was emptied: another engine may have been quicker. */
function lockAgain(path: string): EngineLock | null {
  try {
    return lock(path);
  } catch (error) {
    if (isSqliteError(error) && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
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
