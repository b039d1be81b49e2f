import { expect, test } from 'vitest';
import { pinColumns } from '../../src/ui/pin-columns.ts';

const to = (column: number) => `\u001B[${column}G`;

test('sets the cursor after each emoji, and after words of scripts that terminals draw in different widths', () => {
  expect(pinColumns('a 👍🏽 🇩🇪 b│')).toBe(`a 👍🏽${to(5)} 🇩🇪${to(8)} b│`);
  expect(pinColumns('שלום עולם x│')).toBe(`שלום עולם${to(10)} x│`);
});

test('leaves text alone whose width is agreed on', () => {
  const plain = '│▶  1  Björk – Jóga… Ελλάδα Привет  日本語のタイトル 한국어 e\u0301 ♥ ✓ 3:05 │';
  expect(pinColumns(plain)).toBe(plain);
});

test('counts from where the drawing has gone to', () => {
  expect(pinColumns('日本\n👍x')).toBe(`日本\n👍${to(3)}x`);
  expect(pinColumns('\u001B[2Fabc\u001B[2E👍')).toBe(`\u001B[2Fabc\u001B[2E👍${to(3)}`);
  expect(pinColumns('\u001B[2Fab\u001B[40G\u001B[K👍')).toBe(`\u001B[2Fab\u001B[40G\u001B[K👍${to(42)}`);
});

test('counts neither styles nor links', () => {
  expect(pinColumns('\u001B[1;36mab\u001B[m👍')).toBe(`\u001B[1;36mab\u001B[m👍${to(5)}`);
  const link = '\u001B]8;;https://last.fm/👍\u0007ab\u001B]8;;\u0007';
  expect(pinColumns(`${link}👍`)).toBe(`${link}👍${to(5)}`);
});
