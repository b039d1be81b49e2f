import type { ScanProgress } from '../model/status.ts';
import type { Clock } from '../system/clock.ts';
import { readFiles } from './read-files.ts';
import { READER_VERSION } from './reader-version.ts';
import type { ScanStorage } from './scan-storage.ts';
import { ScanTally, type ScanSummary } from './scan-tally.ts';
import { settleVanished } from './settle-vanished.ts';
import { surveyFolder } from './survey.ts';
import type { TagReader } from './tag-reader.ts';

export type { ScanSummary } from './scan-tally.ts';

export type ScanRequest = {
  /** The library folder, absolute, without a slash at its end. */
  readonly root: string;
  /** Only this folder at or below `root`. */
  readonly folder?: string | undefined;
  /** Reads unchanged files again too. */
  readonly isFull?: boolean | undefined;
  readonly storage: ScanStorage;
  readonly reader: Pick<TagReader, 'read' | 'parallelBatches'>;
  readonly clock: Clock;
  /** For tests; else `READER_VERSION`. */
  readonly readerVersion?: number | undefined;
};

/**
 * Brings storage's rows of one folder up to date with the disk, yields where it stands, and returns what it found. A file
 * that cannot be read is not stored, so that every scan tries and reports it again; a row that was once read well stays.
 * Reappeared files count as added, `missing` counts those that newly are. Each write is whole in itself: aborted, the
 * next scan goes on from there. Throws what storage throws, `AppError` when no tags can be read at all, and the
 * signal's reason.
 */
export async function* scanFolder(
  request: ScanRequest,
  signal?: AbortSignal,
): AsyncGenerator<ScanProgress, ScanSummary> {
  const { root, folder = root, storage, reader, clock, readerVersion = READER_VERSION } = request;
  const beganMs = clock.now();
  const tally = new ScanTally(folder);
  const rules = { readerVersion, isFull: request.isFull ?? false };
  const survey = yield* surveyFolder({ root, folder, rules, storage, tally }, signal);
  const pending = await settleVanished({ survey, rules, storage, tally }, signal);
  yield* readFiles({ pending, readerVersion, reader, storage, tally }, signal);
  return tally.summary((clock.now() - beganMs) / 1000);
}
