import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installHint } from '../../src/player/install-hint.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tonearm-hint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['apt-get', 'Install it with: sudo apt install mpv'],
  ['dnf', 'Install it with: sudo dnf install mpv'],
  ['pacman', 'Install it with: sudo pacman -S mpv'],
  ['zypper', 'Install it with: sudo zypper install mpv'],
  ['apk', 'Install it with: sudo apk add mpv'],
  ['brew', 'Install it with: brew install mpv'],
])('where %s is the installer, its line is given', (program, hint) => {
  writeFileSync(join(folder, program), '');
  chmodSync(join(folder, program), 0o755);
  expect(installHint(`/nowhere:${folder}`, false)).toBe(hint);
  expect(installHint(folder, true)).toBe(hint.replace('sudo ', ''));
});

test('without a known installer the page of mpv is named', () => {
  expect(installHint('', false)).toBe('Install mpv: https://mpv.io/installation/');
  expect(installHint(folder, false)).toBe('Install mpv: https://mpv.io/installation/');
});
