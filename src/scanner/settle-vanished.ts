import { type DiffRules, createMoveFinder, needsReading } from './diff.ts';
import { inSlices } from './in-slices.ts';
import type { PendingFile } from './read-files.ts';
import type { KnownFile, RelocatedFile, ScanStorage } from './scan-storage.ts';
import type { ScanTally } from './scan-tally.ts';
import type { Survey } from './survey.ts';

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
  const moves = await findMoves(vanished, survey);
  const pending: PendingFile[] = [...survey.changed];
  const relocated: RelocatedFile[] = [...survey.reappeared];
  for (const file of survey.added) {
    const row = moves.get(file.path);
    if (row === undefined) pending.push({ id: null, file, as: 'added' });
    else {
      relocated.push({ id: row.id, path: file.path, inode: file.inode });
      if (rules.isFull || needsReading(row, rules.readerVersion)) pending.push({ id: row.id, file, as: 'moved' });
    }
  }
  for await (const slice of inSlices(relocated, SLICE)) {
    signal?.throwIfAborted();
    await storage.relocateFiles(slice);
  }
  tally.added += survey.reappeared.length;
  tally.moved += moves.size;
  const moved = new Set([...moves.values()].map(({ id }) => id));
  const missing = vanished.filter((file) => !file.isMissing && !moved.has(file.id)).map(({ id }) => id);
  for await (const slice of inSlices(missing, SLICE)) {
    signal?.throwIfAborted();
    await storage.markMissing(slice);
    tally.missing += slice.length;
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

/** The rows of moved files by their new path. */
async function findMoves(vanished: readonly KnownFile[], { added }: Survey): Promise<ReadonlyMap<string, KnownFile>> {
  const moves = new Map<string, KnownFile>();
  if (vanished.length === 0) return moves;
  const finder = createMoveFinder();
  for await (const slice of inSlices(vanished, SLICE)) for (const file of slice) finder.addVanished(file);
  for await (const slice of inSlices(added, SLICE)) for (const file of slice) finder.addNew(file);
  for await (const slice of inSlices(added, SLICE)) {
    for (const file of slice) {
      const row = finder.find(file);
      if (row !== undefined) moves.set(file.path, row);
    }
  }
  return moves;
}
