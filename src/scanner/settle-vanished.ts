import { type DiffRules, type MoveFinder, createMoveFinder, needsReading } from './diff.ts';
import { inSlices } from './in-slices.ts';
import type { PendingFile } from './read-files.ts';
import type { KnownFile, RelocatedFile, ScanStorage } from './scan-storage.ts';
import type { ScanTally } from './scan-tally.ts';
import type { Survey } from './survey.ts';
import type { FoundFile } from './walk.ts';

/** Rows looked at, or written in one transaction, before others get their turn. */
const SLICE = 500;

type Request = {
  readonly survey: Survey;
  readonly rules: DiffRules;
  readonly storage: ScanStorage;
  readonly tally: ScanTally;
};

/** Gives moved and reappeared files their rows back, marks the others that vanished as missing, and answers what is to be read. */
export async function settleVanished(request: Request, signal?: AbortSignal): Promise<readonly PendingFile[]> {
  const { survey, rules, storage, tally } = request;
  const vanished = await findVanished(survey, tally);
  const finder = await prepareMoves(vanished, survey.added);
  const pending: PendingFile[] = [...survey.changed];
  const relocated: RelocatedFile[] = [...survey.reappeared];
  const moved = new Set<number>();
  for await (const slice of inSlices(survey.added, SLICE)) {
    for (const file of slice) {
      const row = finder.find(file);
      if (row === undefined) pending.push({ id: null, file, as: 'added' });
      else {
        moved.add(row.id);
        relocated.push({ id: row.id, path: file.path, inode: file.inode });
        if (rules.isFull || needsReading(row, rules.readerVersion)) pending.push({ id: row.id, file, as: 'moved' });
      }
    }
  }
  for await (const slice of inSlices(relocated, SLICE)) {
    signal?.throwIfAborted();
    await storage.relocateFiles(slice);
  }
  tally.added += survey.reappeared.length;
  tally.moved += moved.size;
  for await (const slice of inSlices(vanished, SLICE)) {
    signal?.throwIfAborted();
    const missing = slice.filter((file) => !file.isMissing && !moved.has(file.id)).map(({ id }) => id);
    if (missing.length > 0) await storage.markMissing(missing);
    tally.missing += missing.length;
  }
  return pending;
}

/** Rows whose file is surely not where it was; a broken link that hides some of the others is reported now. */
async function findVanished(
  { vanished, unreachable, isBlind }: Survey,
  tally: ScanTally,
): Promise<readonly KnownFile[]> {
  if (isBlind) return [];
  const gone: KnownFile[] = [];
  const reported = new Set<string>();
  for await (const slice of inSlices(vanished.values(), SLICE)) {
    for (const file of slice) {
      const above = unreachable.above(file.path);
      if (above === undefined) gone.push(file);
      else if (!above.isMusic && !reported.has(above.path)) {
        reported.add(above.path);
        tally.fail(above.path, above.reason);
      }
    }
  }
  return gone;
}

async function prepareMoves(vanished: readonly KnownFile[], added: readonly FoundFile[]): Promise<MoveFinder> {
  const finder = createMoveFinder();
  for await (const slice of inSlices(vanished, SLICE)) for (const file of slice) finder.addVanished(file);
  if (vanished.length === 0) return finder;
  for await (const slice of inSlices(added, SLICE)) for (const file of slice) finder.addNew(file);
  return finder;
}
