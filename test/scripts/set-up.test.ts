import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { installLines } from '../../scripts/setup/install-line.mjs';
import { hasPackages } from '../../scripts/setup/npm-packages.mjs';
import { missingPrograms } from '../../scripts/setup/programs.mjs';
import { isBuilt, STAMP, stampSources } from '../../scripts/setup/sources.mjs';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

const setup = new URL('../../scripts/setup/', import.meta.url).href;
const { PATH, TONEARM_MPV } = process.env;

afterEach(() => {
  process.env['PATH'] = PATH;
  if (TONEARM_MPV === undefined) delete process.env['TONEARM_MPV'];
});

/** Makes `PATH` a folder with just these programs. */
function havePrograms(...names: readonly string[]): void {
  const folder = makeTemporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), '', { mode: 0o755 });
  process.env['PATH'] = folder;
}

function writeTree(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Runs a line of code that may use `withLock` and `runInForeground`. */
function startScript(code: string) {
  const imports = ['lock', 'run-in-foreground'].map(
    (name) => `import * as ${name.split('-')[0]} from '${setup}${name}.mjs';`,
  );
  return spawn(process.execPath, ['--input-type=module', '-e', `${imports.join('')}${code}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('programs', () => {
  test('are missing when no folder of PATH has them', () => {
    havePrograms('tmux');
    expect(missingPrograms(['mpv', 'tmux', 'ffmpeg'])).toEqual(['mpv', 'ffmpeg']);
  });

  test('an mpv that the user names is not missing', () => {
    havePrograms();
    process.env['TONEARM_MPV'] = '/opt/mpv';
    expect(missingPrograms(['mpv', 'tmux'])).toEqual(['tmux']);
  });

  test.each([
    ['apt-get', 'apt-get install mpv ffmpeg'],
    ['dnf', 'dnf install mpv ffmpeg-free'],
    ['pacman', 'pacman -S --needed mpv ffmpeg'],
    ['zypper', 'zypper install mpv ffmpeg'],
    ['apk', 'apk add mpv ffmpeg'],
    ['brew', 'brew install mpv ffmpeg'],
  ])('the line to type for %s', (manager, line) => {
    havePrograms(manager);
    const sudo = process.getuid?.() === 0 || manager === 'brew' ? '' : 'sudo ';
    expect(installLines(['mpv', 'ffmpeg'])).toEqual([`${sudo}${line}`]);
  });

  test('without a known package manager all lines are told', () => {
    havePrograms();
    expect(installLines(['mpv']).map((line) => line.replace('sudo ', ''))).toEqual([
      'apt-get install mpv',
      'dnf install mpv',
      'pacman -S --needed mpv',
      'zypper install mpv',
      'apk add mpv',
      'brew install mpv',
    ]);
  });
});

describe('npm packages', () => {
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  };
  const installed = { 'node_modules/a': { version: '1.0.0', integrity: 'x' } };

  function makeRoot(inLock: object, inFolder: object): string {
    const root = makeTemporaryFolder();
    writeTree(root, {
      'package-lock.json': JSON.stringify({ packages: inLock }),
      'node_modules/.package-lock.json': JSON.stringify({ packages: inFolder }),
      'node_modules/a/package.json': '{}',
    });
    return root;
  }

  test('are there when every one of the lock file is, other platforms aside', () => {
    expect(hasPackages(makeRoot(locked, installed))).toBe(true);
  });

  test('are not there when one is of another version', () => {
    const newer = { ...locked, 'node_modules/a': { version: '1.0.1', integrity: 'y' } };
    expect(hasPackages(makeRoot(newer, installed))).toBe(false);
  });

  test('are not there when one is new, or its folder is gone', () => {
    const added = { ...locked, 'node_modules/b': { version: '1.0.0' } };
    expect(hasPackages(makeRoot(added, installed))).toBe(false);
    expect(hasPackages(makeRoot(added, { ...installed, 'node_modules/b': { version: '1.0.0' } }))).toBe(false);
  });

  test('are not there before the first installation, or after one that was cut short', () => {
    const root = makeTemporaryFolder();
    writeTree(root, { 'package-lock.json': JSON.stringify({ packages: locked }), 'node_modules/a/package.json': '{}' });
    expect(hasPackages(root)).toBe(false);
  });
});

describe('the bundle', () => {
  const sources = {
    'src/main.ts': 'one',
    'migrations/all.ts': '',
    'package.json': '{}',
    'package-lock.json': '{}',
    'scripts/build.ts': '',
    'scripts/setup/sources.mjs': '',
  };

  test('is stale as soon as a source changes, comes or moves', () => {
    const root = makeTemporaryFolder();
    writeTree(root, sources);
    expect(isBuilt(root)).toBe(false);
    const change = (files: Readonly<Record<string, string>>): boolean => {
      writeTree(root, { [STAMP]: stampSources(root) });
      expect(isBuilt(root)).toBe(true);
      writeTree(root, files);
      return isBuilt(root);
    };
    expect(change({ 'src/main.ts': 'two' })).toBe(false);
    expect(change({ 'src/new.tsx': '' })).toBe(false);
    expect(change({ 'package-lock.json': '{ }' })).toBe(false);
    expect(change({ 'README.md': 'words' })).toBe(true);
  });
});

describe('two at once', () => {
  test('do their work one after the other', async () => {
    const folder = makeTemporaryFolder();
    const log = join(folder, 'log');
    const code = `
      import { appendFileSync } from 'node:fs';
      import { setTimeout as wait } from 'node:timers/promises';
      await lock.withLock('${join(folder, 'lock')}', async () => {
        appendFileSync('${log}', 'in ');
        await wait(50);
        appendFileSync('${log}', 'out ');
      });`;
    const children = [1, 2, 3].map(() => startScript(code));
    await Promise.all(children.map((child) => once(child, 'close')));
    expect(children.map((child) => child.exitCode)).toEqual([0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in out in out in out ');
    expect(readdirSync(folder)).toEqual(['log']);
  });

  test('a lock whose holder died is taken over', async () => {
    const folder = makeTemporaryFolder();
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    writeFileSync(join(folder, 'lock'), String(pid));
    const child = startScript(`await lock.withLock('${join(folder, 'lock')}', () => console.log('done'));`);
    expect(await text(child.stdout)).toBe('done\n');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('running in the foreground', () => {
  test('passes the exit code on', async () => {
    const child = startScript(`await run.runInForeground(process.execPath, ['-e', 'process.exitCode = 7']);`);
    await once(child, 'close');
    expect(child.exitCode).toBe(7);
  });

  test('passes SIGTERM on, and dies of what its child died of', async () => {
    const inner = `console.log('ready'); setInterval(() => {}, 1000)`;
    const child = startScript(`await run.runInForeground(process.execPath, ['-e', ${JSON.stringify(inner)}]);`);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(child.signalCode).toBe('SIGTERM');
  });
});
