import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type LockFile, missingPlatformPackages } from '../../scripts/lock-file.ts';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as LockFile;

test('the lock file names the packages of every platform, or npm ci refuses it (npm run complete-lock)', () => {
  expect(Object.keys(missingPlatformPackages(lock))).toEqual([]);
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
});

test('the lock file names no registry', () => {
  const resolved = Object.values(lock.packages).flatMap((locked) => locked.resolved ?? []);
  expect(resolved).toEqual([]);
});

test('a platform package is completed from its name', () => {
  const packages = {
    'node_modules/tool': {
      optionalDependencies: { '@tool/binding-linux-x64-musl': '1.2.3', '@tool/darwin-arm64': '1.2.3' },
    },
    'node_modules/@tool/binding-linux-x64-gnu': { version: '1.2.3' },
  };
  expect(missingPlatformPackages({ packages })).toEqual({
    'node_modules/@tool/binding-linux-x64-musl': {
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
    'node_modules/@tool/darwin-arm64': { version: '1.2.3', cpu: ['arm64'], dev: true, optional: true, os: ['darwin'] },
  });
});
