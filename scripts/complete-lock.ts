import { readFileSync, writeFileSync } from 'node:fs';
import { missingPlatformPackages, type LockFile } from './lock-file.ts';

/**
 * npm leaves out of the lock file the optional packages of platforms that it did not find while it installed
 * (https://github.com/npm/cli/issues/4828), and `npm ci` then refuses the whole file. Run this after every
 * `npm install`; `test/scripts/lock-file.test.ts` says when it was forgotten.
 */
const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8')) as LockFile;
const added = missingPlatformPackages(lock);
const packages = Object.fromEntries(
  [...Object.entries(lock.packages), ...Object.entries(added)].toSorted(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stderr.write(`package-lock.json: ${Object.keys(added).length} platform packages added\n`);
