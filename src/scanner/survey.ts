import { setImmediate } from 'node:timers/promises';
import type { ScanProgress } from '../model/status.ts';
import { type DiffRules, classifyFile } from './diff.ts';
import { isFolderDeleted } from './gone-folder.ts';
import type { PendingFile } from './read-files.ts';
import type { KnownFile, RelocatedFile, ScanStorage } from './scan-storage.ts';
import type { ScanTally } from './scan-tally.ts';
import { type UnreachablePaths, createUnreachablePaths } from './unreachable.ts';
import { type FoundFile, type WalkEvent, walkFolder } from './walk.ts';

export type SurveyRequest = {
  /** The library folder that `folder` is or lies in. */
  readonly root: string;
  readonly folder: string;
  readonly rules: DiffRules;
  readonly storage: ScanStorage;
  readonly tally: ScanTally;
};

/** A folder compared with its rows, before anything is written. */
export type Survey = {
  readonly added: readonly FoundFile[];
  readonly changed: readonly PendingFile[];
  readonly reappeared: readonly RelocatedFile[];
  /** Rows without a file, those known to be missing too. */
  readonly vanished: ReadonlyMap<string, KnownFile>;
  readonly unreachable: UnreachablePaths;
  /** The folder was not seen as it should be: nothing follows from what was not found. */
  readonly isBlind: boolean;
};

const LEFT_ALONE = 'its tracks were left as they are';

/** Walks the folder and compares every file with its row. Yields progress; opens no file. */
export async function* surveyFolder(
  request: SurveyRequest,
  signal?: AbortSignal,
): AsyncGenerator<ScanProgress, Survey> {
  const { folder, root, tally, rules } = request;
  const vanished = await loadKnown(request.storage, folder, signal);
  const isHome = hasPresent(vanished.values());
  const added: FoundFile[] = [];
  const changed: PendingFile[] = [];
  const reappeared: RelocatedFile[] = [];
  const unreachable = createUnreachablePaths();
  let isBlind = false;
  let isThere = true;
  yield tally.progress();
  for await (const event of walkFolder(folder, signal)) {
    if (event.kind === 'files') {
      for (const file of event.files) {
        const known = vanished.get(file.path);
        vanished.delete(file.path);
        const change = classifyFile(known, file, rules);
        if (known === undefined) added.push(file);
        else if (change === 'changed') changed.push({ id: known.id, file, as: known.isMissing ? 'added' : 'changed' });
        else if (change === 'reappeared') reappeared.push({ id: known.id, path: file.path, inode: file.inode });
        else tally.unchanged++;
      }
      tally.found += event.files.length;
      yield tally.progress();
    } else if (event.kind === 'no-root') {
      isThere = false;
      isBlind = !(await wasDeleted(event, folder, root));
      tally.warn(isBlind ? `${event.reason}; ${LEFT_ALONE}` : event.reason);
    } else {
      if (event.kind === 'unreachable') unreachable.add(event);
      if (event.kind === 'unusable' || event.isMusic) tally.fail(event.path, event.reason);
    }
  }
  if (isThere && tally.found === 0) {
    // An empty folder is what a disk leaves behind that is not mounted.
    isBlind = isHome && folder === root;
    if (!isHome) tally.warn('holds no music');
    else if (isBlind) tally.warn(`holds no music any more; ${LEFT_ALONE}`);
  }
  return { added, changed, reappeared, vanished, unreachable, isBlind };
}

async function loadKnown(
  storage: ScanStorage,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, KnownFile>> {
  const known = new Map<string, KnownFile>();
  for await (const page of storage.knownFiles(folder)) {
    for (const file of page) known.set(file.path, file);
    signal?.throwIfAborted();
    // Pages come from a database that answers without ever leaving the event loop's turn.
    await setImmediate();
  }
  return known;
}

function hasPresent(files: Iterable<KnownFile>): boolean {
  for (const file of files) if (!file.isMissing) return true;
  return false;
}

async function wasDeleted(
  event: Extract<WalkEvent, { kind: 'no-root' }>,
  folder: string,
  root: string,
): Promise<boolean> {
  return event.problem === 'missing' && folder !== root && (await isFolderDeleted(folder, root));
}
