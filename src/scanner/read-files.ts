import type { ScanProgress } from '../model/status.ts';
import type { TagReading } from './read-tags.ts';
import type { ScannedFile, ScanStorage } from './scan-storage.ts';
import type { ScanTally } from './scan-tally.ts';
import type { TagReader } from './tag-reader.ts';
import type { FoundFile } from './walk.ts';

/** A file to be read; `id` is its row's, `as` is how it counts once it is stored (a move has been counted). */
export type PendingFile = {
  readonly id: number | null;
  readonly file: FoundFile;
  readonly as: 'added' | 'changed' | 'moved';
};

/** Enough for a thread to be busy while the loop does other things, few enough for a short transaction. */
const BATCH = 32;

type Request = {
  readonly pending: readonly PendingFile[];
  readonly readerVersion: number;
  readonly reader: Pick<TagReader, 'read' | 'parallelBatches'>;
  readonly storage: ScanStorage;
  readonly tally: ScanTally;
};

type Batch = { readonly files: readonly PendingFile[]; readonly readings: Promise<readonly TagReading[]> };

/** Reads files, several batches at a time, and stores each batch when it is read. Yields progress. */
export async function* readFiles(request: Request, signal?: AbortSignal): AsyncGenerator<ScanProgress> {
  const { pending, reader, storage, tally } = request;
  tally.toRead = pending.length;
  yield tally.progress();
  const underway: Batch[] = [];
  for (let next = 0; next < pending.length || underway.length > 0;) {
    signal?.throwIfAborted();
    while (underway.length < reader.parallelBatches && next < pending.length) {
      underway.push(startBatch(pending.slice(next, next + BATCH), reader));
      next += BATCH;
    }
    const batch = underway.shift();
    if (batch === undefined) return;
    const readings = await unlessAborted(batch.readings, signal);
    const scanned = sortOut(batch.files, readings, request);
    if (scanned.length > 0) await storage.saveFiles(scanned);
    tally.read += batch.files.length;
    yield tally.progress();
  }
}

function startBatch(files: readonly PendingFile[], reader: Request['reader']): Batch {
  const readings = reader.read(files.map(({ file }) => file.path));
  // A scan that ends early no longer waits for it.
  readings.catch(() => {});
  return { files, readings };
}

/** Does not wait for a thread that hangs when the scan is to end. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Counts what became of each file and answers what is to be stored. One that vanished meanwhile is the next scan's. */
function sortOut(
  files: readonly PendingFile[],
  readings: readonly TagReading[],
  { tally, readerVersion }: Request,
): readonly ScannedFile[] {
  const scanned: ScannedFile[] = [];
  for (const [index, { id, file, as }] of files.entries()) {
    const reading = readings[index];
    if (reading?.kind === 'failed') tally.fail(file.path, reading.reason);
    if (reading?.kind !== 'read') continue;
    scanned.push({ ...file, id, readerVersion, tags: reading.tags });
    if (as === 'added') tally.added++;
    else if (as === 'changed') tally.changed++;
  }
  return scanned;
}
