import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFailure } from './setup/report-failure.mjs';
import { root } from './setup/root.mjs';
import { setUp } from './setup/set-up.mjs';

// `npm test` sets up whatever is missing, then runs every test; further words go to vitest. `--soak` runs the long tests
// of `test/soak/` instead. The last line counts what passed and what failed.
const words = process.argv.slice(2);
const isSoak = words.includes('--soak');

await reportFailure(async () => {
  const { node, missing } = await setUp(['mpv', 'tmux', 'ffmpeg']);
  if (missing.length > 0) throw new Error(`the tests need ${missing.join(', ')}`);
  const { status, counts } = runVitest(
    node,
    words.filter((word) => word !== '--soak'),
  );
  process.stdout.write(`${closingLine(counts)}\n`);
  process.exitCode = status === 0 && counts.passed === 0 ? 1 : status;
});

/**
 * @param {string} node
 * @param {readonly string[]} more
 */
function runVitest(node, more) {
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-test-'));
  try {
    const report = join(folder, 'report.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const config = isSoak ? ['--config', 'vitest.soak.config.ts'] : [];
    const { status } = spawnSync(node, [vitest, 'run', ...config, ...reporters, ...more], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return { status: status ?? 1, counts: countTests(report, status ?? 1) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A file that could not be loaded counts as one failed test, and so does an error outside any test.
 *
 * @param {string} path
 * @param {number} status
 */
function countTests(path, status) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readReport(path);
  const brokenFiles = testResults.filter(
    ({ status: outcome, assertionResults }) =>
      outcome === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = numFailedTests + brokenFiles.length;
  return {
    passed: numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

/**
 * @typedef {{ readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }} FileResult
 * @typedef {{
 *   readonly numPassedTests: number;
 *   readonly numFailedTests: number;
 *   readonly numPendingTests: number;
 *   readonly numTodoTests: number;
 *   readonly testResults: readonly FileResult[];
 * }} Report
 * @param {string} path
 * @returns {Report}
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

/** @param {ReturnType<typeof countTests>} counts */
function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
