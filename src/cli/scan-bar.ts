import type { Engine } from '../engine/engine.ts';
import type { ScanProgress } from '../model/status.ts';

const BAR_COLUMNS = 24;

/** Draws a running scan as a bar on standard error, over and over in one line, until the returned function removes it. */
export function showScanBar(engine: Engine): () => void {
  const draw = (scan: ScanProgress): void => {
    process.stderr.write(`\r\u001b[K${scanBarText(scan)}`);
  };
  const stop = engine.listen((event) => {
    if (event.name === 'library.scanProgress') draw(event.data);
  });
  return () => {
    stop();
    process.stderr.write('\r\u001b[K');
  };
}

/** The line of a running scan: found, read, failed. */
export function scanBarText({ found, read, toRead, failed }: ScanProgress): string {
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  if (toRead === null) return `Looking for music: ${found} found${failures}`;
  const done = toRead === 0 ? 1 : read / toRead;
  const filled = Math.round(Math.min(1, done) * BAR_COLUMNS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled);
  return `${bar} ${read} of ${toRead} read, ${found} found${failures}`;
}
