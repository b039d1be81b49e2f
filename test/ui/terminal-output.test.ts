import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { shortenMovements, TerminalOutput } from '../../src/ui/terminal-output.ts';

function open() {
  const writes: string[] = [];
  const terminal = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: 120,
    rows: 40,
    write: (text: string) => writes.push(text) > 0,
  });
  return { writes, terminal, output: new TerminalOutput(terminal as unknown as WriteStream) };
}

const up = (lines: number) => `\u001B[${lines}A`;
const down = '\u001B[E';

test('makes one movement of going up and over unchanged lines', () => {
  expect(shortenMovements(`${up(39)}${down.repeat(37)}x`)).toBe('\u001B[2Fx');
  expect(shortenMovements(`${up(2)}${down.repeat(2)}x`)).toBe('\rx');
  expect(shortenMovements(`a\n${down.repeat(3)}b`)).toBe('a\n\u001B[3Eb');
});

test('leaves a single movement alone', () => {
  expect(shortenMovements(`${up(3)}x\n${down}y`)).toBe(`${up(3)}x\n${down}y`);
});

test('sends a small drawing in one write, without the frame for drawing at once', () => {
  const { writes, output } = open();
  output.write('\u001B[?2026h');
  output.write(`${up(39)}${down.repeat(38)}1:23`);
  output.write('\u001B[?2026l');
  expect(writes).toEqual(['\u001B[1F1:23']);
});

test('sends a large drawing in one write, with that frame', () => {
  const { writes, output } = open();
  const drawing = 'x'.repeat(600);
  for (const part of ['\u001B[?2026h', drawing, '\u001B[?2026l']) output.write(part);
  expect(writes).toEqual([`\u001B[?2026h${drawing}\u001B[?2026l`]);
});

test('begins its screen at the first cell, with lines that do not run over, and ends that with it', () => {
  const { writes, output } = open();
  for (const part of ['\u001B[?1049h', '\u001B[?25l', '\u001B[?1049l']) output.write(part);
  expect(writes).toEqual(['\u001B[?1049h\u001B[H\u001B[?7l', '\u001B[?25l', '\u001B[?7h\u001B[?1049l']);
});

test('lines up what follows an emoji', () => {
  const { writes, output } = open();
  for (const part of ['\u001B[?2026h', `${up(3)}${down}👍 x`, '\u001B[?2026l']) output.write(part);
  expect(writes).toEqual(['\u001B[2F👍\u001B[3G x']);
});

test('has the size of its terminal and hears of a new one until released', () => {
  const { terminal, output } = open();
  let resized = 0;
  output.on('resize', () => resized++);
  terminal.columns = 60;
  terminal.emit('resize');
  expect([output.columns, output.rows, resized]).toEqual([60, 40, 1]);
  output.release();
  terminal.emit('resize');
  expect(resized).toBe(1);
});
