import { Worker } from 'node:worker_threads';
import type { Clock } from '../system/clock.ts';
import type { TagReading } from './read-tags.ts';

/** How a batch ended: with all its readings, or at the file with this index, which the thread did not survive. */
export type BatchOutcome =
  | { readonly kind: 'done'; readonly readings: readonly TagReading[] }
  | { readonly kind: 'stuck' | 'died'; readonly index: number }
  /** The thread could not even begin. */
  | { readonly kind: 'broken'; readonly cause: unknown };

export type ReadingThreadOptions = {
  readonly url: URL;
  readonly clock: Clock;
  /** After this time, at the latest after twice this time, without progress the thread counts as stuck. */
  readonly timeoutMs: number;
};

const LARGEST_HEAP_MB = 256;
/** Tags are rubbish at once: a small heap for them is collected quickly and keeps memory small. */
const LARGEST_YOUNG_HEAP_MB = 8;
const NOT_BEGUN = -1;
/** Loading the thread's program is no file's fault, and slow on a busy machine. */
const LONGEST_START_MS = 60_000;

/** One thread that reads tags. Owns the thread: after any outcome but `done` it has been ended and must be replaced. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #options: ReadingThreadOptions;
  /** Which file of the batch the thread reads; shared memory, because a stuck thread cannot answer. */
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));
  #hasEnded = false;

  constructor(options: ReadingThreadOptions) {
    this.#options = options;
    this.#worker = new Worker(options.url, {
      workerData: this.#progress,
      resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB, maxYoungGenerationSizeMb: LARGEST_YOUNG_HEAP_MB },
      // A DEBUG variable would make music-metadata print raw tags.
      env: {},
      // Flags of the engine's own process, such as one for its main module, do not fit a thread.
      execArgv: [],
    });
    this.#worker.once('exit', () => {
      this.#hasEnded = true;
    });
    // Without a listener the error of an idle thread would end the engine; a busy one's is seen by `read`.
    this.#worker.on('error', () => {});
    this.#worker.unref();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Reads a batch. One at a time; never rejects. */
  read(paths: readonly string[]): Promise<BatchOutcome> {
    const { promise, resolve } = Promise.withResolvers<BatchOutcome>();
    const worker = this.#worker;
    let seen = NOT_BEGUN;
    let waitedMs = 0;
    let cause: unknown;
    const index = (): number => Atomics.load(this.#progress, 0);
    const finish = (outcome: BatchOutcome): void => {
      cancelWatch();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
      resolve(outcome);
    };
    const onMessage = (readings: readonly TagReading[]): void => finish({ kind: 'done', readings });
    const onError = (error: unknown): void => {
      cause = error;
    };
    const onExit = (): void => {
      finish(index() === NOT_BEGUN ? { kind: 'broken', cause } : { kind: 'died', index: index() });
    };
    const watch = (): void => {
      const current = index();
      waitedMs += this.#options.timeoutMs;
      if (current !== seen || (current === NOT_BEGUN && waitedMs < LONGEST_START_MS)) {
        seen = current;
        cancelWatch = this.#options.clock.after(this.#options.timeoutMs, watch);
        return;
      }
      finish(current === NOT_BEGUN ? { kind: 'broken', cause: undefined } : { kind: 'stuck', index: current });
      this.end();
    };
    Atomics.store(this.#progress, 0, NOT_BEGUN);
    let cancelWatch = this.#options.clock.after(this.#options.timeoutMs, watch);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a browser's window
    worker.postMessage(paths);
    return promise;
  }

  /** Ends the thread, even in the middle of a file; does not wait, as one that hangs in the system may never end. */
  end(): void {
    this.#hasEnded = true;
    void this.#worker.terminate();
  }
}
