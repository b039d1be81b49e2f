import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Checks the database's structure in a thread; answers what is wrong, or `null`. Throws when the check itself fails. */
export async function quickCheck(path: string): Promise<string | null> {
  // Built, the program lies in chunks beside the worker; from the sources, beside this file.
  const file = import.meta.url.endsWith('.ts') ? './quick-check-worker.ts' : './quick-check-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: path });
  try {
    const [answer] = (await once(worker, 'message')) as [unknown];
    return answer === 'ok' ? null : String(answer);
  } finally {
    await worker.terminate();
  }
}
