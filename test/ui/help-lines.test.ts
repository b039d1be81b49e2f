import { expect, test } from 'vitest';
import { allCommands } from '../../src/commands/all.ts';
import type { Command } from '../../src/commands/command.ts';
import { helpLines } from '../../src/ui/help-lines.ts';

test('lists every key of the command table under the place where it counts', () => {
  const lines = helpLines('', []);
  expect(lines.filter((line) => line.isHeading).map((line) => line.title)).toEqual([
    'Everywhere',
    'In every list',
    'Library',
    'Queue',
    'Last.fm',
    'Counts and text',
  ]);
  const shown = new Set(lines.flatMap((line) => line.keys.split('  ')));
  const bound = Object.values<Command>(allCommands).flatMap((command) => command.keys?.map(({ key }) => key) ?? []);
  expect(bound.filter((key) => !shown.has(key))).toEqual([]);
});

test('puts keys of the same meaning in one line', () => {
  expect(helpLines('pause', [])).toMatchObject([{ keys: 'Space  p', title: 'Play or pause' }]);
});

test('finds by key, by words, and by the name of the command', () => {
  expect(helpLines('gg', []).map((line) => line.title)).toEqual(['Top']);
  expect(helpLines('SEEK', []).map((line) => line.keys)).toEqual(['b', 'f', ',', '.', '0']);
  expect(helpLines('no such thing', [])).toEqual([]);
});

test('holds the messages that have been, for reading again', () => {
  const atMs = new Date(2026, 4, 14, 9, 5).getTime();
  const notices = [{ level: 'error', message: 'mpv is missing', hint: 'apt install mpv', atMs }] as const;
  expect(helpLines('', notices).slice(-3)).toMatchObject([
    { title: 'Messages', isHeading: true },
    { keys: '09:05', title: 'mpv is missing' },
    { keys: '', title: 'apt install mpv' },
  ]);
});
