import { AbstractTokenizer, EndOfStreamError, type IRandomAccessTokenizer, type IReadChunkOptions } from 'strtok3';
import type { FileBytes } from './file-bytes.ts';

/** A tag larger than this is no tag. */
const LARGEST_READ_BYTES = 64 * 1024 * 1024;

/** music-metadata's way to read a file, fed from memory: several times faster than its own, which reads in small pieces. */
export class BytesTokenizer extends AbstractTokenizer implements IRandomAccessTokenizer {
  override fileInfo: { size: number; mimeType: string };
  readonly #bytes: FileBytes;

  constructor(bytes: FileBytes, mimeType: string) {
    super({ maxBufferSize: LARGEST_READ_BYTES });
    this.#bytes = bytes;
    this.fileInfo = { size: bytes.sizeBytes, mimeType };
  }

  override supportsRandomAccess(): true {
    return true;
  }

  setPosition(position: number): void {
    this.validateLength(position, 'position');
    this.position = position;
  }

  override async readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const chunk = this.normalizeOptions(target, options);
    const count = this.#copy(target, chunk);
    this.position = chunk.position + count;
    return count;
  }

  override async peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    return this.#copy(target, this.normalizeOptions(target, options));
  }

  #copy(target: Uint8Array, chunk: Chunk): number {
    const found = this.#bytes.read(chunk.position, chunk.length);
    if (found.length < chunk.length && chunk.mayBeLess !== true) throw new EndOfStreamError();
    target.set(found);
    return found.length;
  }
}

type Chunk = { readonly position: number; readonly length: number; readonly mayBeLess?: boolean };
