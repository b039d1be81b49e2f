import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Read at once when nothing smaller is asked for: the header and tags of most files. */
const WINDOW_BYTES = 64 * 1024;

/** A few tag formats sit at the end: one small read serves them all. */
const TAIL_BYTES = 4 * 1024;

/** Buffers of closed files, for the next: new ones for every file would pile up faster than they are collected. */
const spare: Buffer[] = [];

/** A file is not something that can be read as music: a folder, a pipe. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
}

/**
 * A file's bytes, read synchronously at any place, through its first 64 KiB and one more window that stay in memory. For
 * worker threads only. Owns the file's descriptor until `close`.
 */
export class FileBytes {
  readonly sizeBytes: number;
  readonly #descriptor: number;
  readonly #buffers: Buffer[] = [];
  readonly #head: Buffer;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  /** Throws what the file system throws, or `NotAFileError`. */
  constructor(path: string) {
    // Without O_NONBLOCK, opening a pipe would wait for a writer for ever.
    this.#descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(this.#descriptor);
      if (!stats.isFile()) throw new NotAFileError();
      this.sizeBytes = stats.size;
      this.#head = this.#readInto(this.#takeBuffer(), 0, Math.min(WINDOW_BYTES, stats.size));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * The bytes from `position` on, fewer than `length` only at the end of the file; valid until the next `read`.
   * `windowBytes` is how much is worth reading ahead.
   */
  read(position: number, length: number, windowBytes = WINDOW_BYTES): Buffer {
    const end = Math.min(position + length, this.sizeBytes);
    if (position >= end) return Buffer.alloc(0);
    if (end <= this.#head.length) return this.#head.subarray(position, end);
    if (position < this.#windowAt || end > this.#windowAt + this.#window.length) {
      const isTail = position + TAIL_BYTES >= this.sizeBytes;
      this.#windowAt = isTail ? Math.min(position, Math.max(0, this.sizeBytes - TAIL_BYTES)) : position;
      const wanted = Math.max(end - this.#windowAt, windowBytes);
      const length = Math.min(wanted, this.sizeBytes - this.#windowAt);
      const buffer = length > WINDOW_BYTES ? Buffer.allocUnsafeSlow(length) : (this.#buffers[1] ?? this.#takeBuffer());
      this.#window = this.#readInto(buffer, this.#windowAt, length);
    }
    return this.#window.subarray(position - this.#windowAt, end - this.#windowAt);
  }

  /** What `read` answered is no longer valid then. */
  close(): void {
    closeSync(this.#descriptor);
    spare.push(...this.#buffers.splice(0));
  }

  #takeBuffer(): Buffer {
    const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(WINDOW_BYTES);
    this.#buffers.push(buffer);
    return buffer;
  }

  #readInto(buffer: Buffer, position: number, length: number): Buffer {
    let filled = 0;
    while (filled < length) {
      const count = readSync(this.#descriptor, buffer, filled, length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  }
}
