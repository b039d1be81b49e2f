import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import type { Db } from '../../src/db/schema.ts';
import { silentLog } from '../../src/system/log.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** A new database in a real file, closed when the test ends. */
export async function openTestDatabase(): Promise<{ readonly db: Db; readonly path: string }> {
  const path = join(makeTemporaryFolder(), 'library.db');
  const { db, close } = await openDatabase(path, silentLog);
  onTestFinished(close);
  return { db, path };
}
