import { parentPort, workerData } from 'node:worker_threads';
import { type TagReading, readTags } from './read-tags.ts';

// The thread's side of reading-thread.ts: one batch of paths in, their readings out.
const progress = workerData instanceof Int32Array ? workerData : new Int32Array(1);

parentPort?.on('message', (paths: readonly string[]) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a browser's window
  void readAll(paths).then((readings) => parentPort?.postMessage(readings));
});

async function readAll(paths: readonly string[]): Promise<readonly TagReading[]> {
  const readings: TagReading[] = [];
  for (const [index, path] of paths.entries()) {
    Atomics.store(progress, 0, index);
    readings.push(await readTags(path));
  }
  return readings;
}
