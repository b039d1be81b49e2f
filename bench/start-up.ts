import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How long a command takes as a whole process, against an empty Node, in turn: `npm run bench`. The ratio is the figure to
 * keep; seconds differ from machine to machine.
 */
const RUNS = 30;
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'tonearm-bench-'));
const env = { ...process.env, TONEARM_HOME: home, TONEARM_SOCKET: '', TONEARM_MPV_ARGS: '--ao=null' };

const COMMANDS = [
  [program, 'status', '--json'],
  [program, 'lastfm', 'queue', 'retry', '--json'],
  [program, '--version'],
];

function timeOf(words: readonly string[]): number {
  const began = performance.now();
  spawnSync(process.execPath, words, { env, stdio: 'ignore' });
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  spawnSync(process.execPath, [program, 'volume', '50'], { env, stdio: 'ignore' });
  console.log('| what | tonearm | node -e 0 | ratio, median of pairs |');
  console.log('| --- | --- | --- | --- |');
  for (const words of COMMANDS) {
    const pairs = Array.from({ length: RUNS }, () => ({ own: timeOf(words), empty: timeOf(['-e', '0']) }));
    const own = median(pairs.map((pair) => pair.own));
    const empty = median(pairs.map((pair) => pair.empty));
    const ratio = median(pairs.map((pair) => pair.own / pair.empty));
    console.log(
      `| tonearm ${words.slice(1).join(' ')} | ${own.toFixed(0)} ms | ${empty.toFixed(0)} ms | ${ratio.toFixed(2)} |`,
    );
  }
} finally {
  spawnSync(process.execPath, [program, 'shutdown'], { env, stdio: 'ignore' });
  rmSync(home, { recursive: true, force: true });
}
