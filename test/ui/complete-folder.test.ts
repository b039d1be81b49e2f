import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { completeFolder, expandPath } from '../../src/ui/complete-folder.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

test('offers the folders that a path may go on to, not the files', async () => {
  const root = makeTemporaryFolder();
  for (const name of ['Music', 'Music two', 'Movies', '.hidden']) await mkdir(join(root, name));
  await writeFile(join(root, 'Mud.txt'), '');
  expect(await completeFolder(`${root}/Mu`)).toEqual([`${root}/Music two/`, `${root}/Music/`]);
  expect(await completeFolder(`${root}/`)).toEqual([`${root}/Movies/`, `${root}/Music two/`, `${root}/Music/`]);
  expect(await completeFolder(`${root}/.`)).toEqual([`${root}/.hidden/`]);
});

test('offers nothing where there is nothing', async () => {
  expect(await completeFolder('/no/such/folder/x')).toEqual([]);
});

test('knows the home folder', async () => {
  expect(await completeFolder('~')).toEqual(['~/']);
  expect(expandPath('~/Music')).toBe(join(homedir(), 'Music'));
  expect(expandPath('~')).toBe(homedir());
  expect(expandPath('/m/~x')).toBe('/m/~x');
});
