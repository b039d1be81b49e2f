import { availableParallelism } from 'node:os';
import { AppError } from '../model/app-error.ts';
import { type Clock, systemClock } from '../system/clock.ts';
import type { TagReading } from './read-tags.ts';
import { type BatchOutcome, ReadingThread } from './reading-thread.ts';

/** Reads tags in threads of its own, which start when needed and end when idle. */
export type TagReader = {
  /** How many batches to hand over at once so that no thread waits. */
  readonly parallelBatches: number;
  /** One reading a path, in order. Throws `AppError` only when threads cannot run at all or the reader is closed. */
  readonly read: (paths: readonly string[]) => Promise<readonly TagReading[]>;
  readonly close: () => void;
};

export type TagReaderOptions = {
  readonly threads?: number;
  /** How long one file may take, in milliseconds, before its thread is replaced. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  /** Another program for the threads, for tests. */
  readonly workerUrl?: URL;
};

type Job = {
  readonly paths: readonly string[];
  readonly resolve: (readings: readonly TagReading[]) => void;
  readonly reject: (error: unknown) => void;
};

const MOST_THREADS = 4;
const TIMEOUT_MS = 10_000;
const IDLE_MS = 5000;

/** Opens a reader; nothing starts before the first `read`. */
export function createTagReader(options: TagReaderOptions = {}): TagReader {
  const pool = new ThreadPool(options);
  return {
    // More than threads, so that none waits while the engine writes what another one read.
    parallelBatches: pool.threads * 2,
    read: (paths) => pool.read(paths),
    close: () => pool.close(),
  };
}

// Published pools (piscina, tinypool) bring a worker file of their own, which one bundled file cannot hold, and know
// neither which file of a batch hung nor how to go on behind it.
class ThreadPool {
  readonly threads: number;
  readonly #options: Required<Omit<TagReaderOptions, 'threads'>>;
  readonly #waiting: Job[] = [];
  readonly #idle: ReadingThread[] = [];
  readonly #busy = new Set<ReadingThread>();
  #cancelIdleEnd = (): void => {};
  #isClosed = false;

  constructor({ threads, timeoutMs, clock, workerUrl }: TagReaderOptions) {
    this.threads = threads ?? Math.min(availableParallelism(), MOST_THREADS);
    this.#options = {
      timeoutMs: timeoutMs ?? TIMEOUT_MS,
      clock: clock ?? systemClock,
      workerUrl: workerUrl ?? ownWorkerUrl(),
    };
  }

  read(paths: readonly string[]): Promise<readonly TagReading[]> {
    if (paths.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ paths, resolve, reject });
      this.#pump();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelIdleEnd();
    for (const worker of [...this.#idle.splice(0), ...this.#busy]) worker.end();
    for (const job of this.#waiting.splice(0)) job.reject(closedError());
  }

  #pump(): void {
    while (this.#busy.size < this.threads) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      if (this.#isClosed) job.reject(closedError());
      else
        void this.#run(job)
          .then(job.resolve, job.reject)
          .finally(() => this.#pump());
    }
  }

  /** A file that hangs or kills its thread fails alone; the others of its batch are read by the next thread. */
  async #run({ paths }: Job): Promise<readonly TagReading[]> {
    const readings: (TagReading | undefined)[] = paths.map(() => undefined);
    for (;;) {
      const open = [...paths.entries()].filter(([index]) => readings[index] === undefined);
      const outcome = await this.#readOnce(open.map(([, path]) => path));
      if (this.#isClosed) throw closedError();
      if (outcome.kind === 'broken') throw brokenError(outcome.cause);
      if (outcome.kind === 'done') {
        for (const [i, [index]] of open.entries()) readings[index] = outcome.readings[i];
        return readings.map((reading) => reading ?? { kind: 'gone' });
      }
      const [culprit] = open[outcome.index] ?? [];
      if (culprit === undefined) throw brokenError(undefined);
      readings[culprit] = { kind: 'failed', reason: this.#reasonOf(outcome.kind) };
      if (open.length === 1) return readings.map((reading) => reading ?? { kind: 'gone' });
    }
  }

  async #readOnce(paths: readonly string[]): Promise<BatchOutcome> {
    this.#cancelIdleEnd();
    const worker = this.#idle.pop() ?? this.#start();
    this.#busy.add(worker);
    const outcome = await worker.read(paths);
    this.#busy.delete(worker);
    if (!worker.hasEnded) this.#idle.push(worker);
    if (this.#busy.size === 0) this.#endWhenIdle();
    return outcome;
  }

  #start(): ReadingThread {
    const { workerUrl: url, clock, timeoutMs } = this.#options;
    return new ReadingThread({ url, clock, timeoutMs });
  }

  #endWhenIdle(): void {
    this.#cancelIdleEnd = this.#options.clock.after(IDLE_MS, () => {
      for (const worker of this.#idle.splice(0)) worker.end();
    });
  }

  #reasonOf(kind: 'stuck' | 'died'): string {
    if (kind === 'died') return 'is damaged in a way that stops the tag reader';
    return `cannot be read: no end after ${this.#options.timeoutMs / 1000} seconds`;
  }
}

/** Built, the program lies in chunks beside the worker; from the sources, beside this file. */
function ownWorkerUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './read-tags-worker.ts' : './read-tags-worker.js', import.meta.url);
}

function closedError(): AppError {
  return new AppError('failed', 'Reading tags was stopped.');
}

function brokenError(cause: unknown): AppError {
  return new AppError('failed', 'The tag reader cannot be started.', { hint: 'Install tonearm again.', cause });
}
