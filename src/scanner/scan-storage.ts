import type { TrackTags } from '../model/track.ts';

/** What storage remembers of a music file. */
export type KnownFile = {
  readonly id: number;
  readonly path: string;
  readonly sizeBytes: number;
  /** Whole milliseconds. */
  readonly mtimeMs: number;
  /** `null` when it was never stored. Only a hint: it tells a renamed file, nothing else. */
  readonly inode: number | null;
  /** The `READER_VERSION` that read its tags. */
  readonly readerVersion: number;
  /** An earlier scan did not find it. */
  readonly isMissing: boolean;
};

/** A file whose tags were read: a new row (`id` is `null`; a row of that path is replaced, keeping its id) or that row with everything anew. Not missing. */
export type ScannedFile = {
  readonly id: number | null;
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly readerVersion: number;
  readonly tags: TrackTags;
};

/** A row whose file was found as it was, elsewhere (moved) or again (reappeared): gets this path and inode, is not missing; all else stays. */
export type RelocatedFile = {
  readonly id: number;
  readonly path: string;
  readonly inode: number;
};

/** What a scan needs from storage. Each call is one small transaction: at most 1,000 rows are asked for or handed over at once. */
export type ScanStorage = {
  /** Pages of all rows below `folder` (their paths begin with `folder` and a slash), missing ones too, in any order. */
  readonly knownFiles: (folder: string) => AsyncIterable<readonly KnownFile[]>;
  readonly saveFiles: (files: readonly ScannedFile[]) => Promise<void>;
  readonly relocateFiles: (files: readonly RelocatedFile[]) => Promise<void>;
  readonly markMissing: (ids: readonly number[]) => Promise<void>;
};
