import { realpath, stat } from 'node:fs/promises';
import { addFolder, type Folder, isInside, listFolders, markFolderScanned, removeFolder } from '../db/folders.ts';
import { countTracks } from '../db/library.ts';
import { scannedFiles } from '../db/scanned-files.ts';
import type { Db } from '../db/schema.ts';
import { AppError } from '../model/app-error.ts';
import type { ScanDocument } from '../model/results.ts';
import { scanFolder } from '../scanner/scan.ts';
import type { ScanSummary } from '../scanner/scan-tally.ts';
import type { TagReader } from '../scanner/tag-reader.ts';
import { walkFolder } from '../scanner/walk.ts';
import type { Clock } from '../system/clock.ts';
import { createSerial } from './serial.ts';
import type { Store } from './store.ts';

type Parts = {
  readonly db: Db;
  readonly store: Store;
  readonly clock: Clock;
  readonly reader: TagReader;
  /** Called after rows of the library came, changed or went; `hasMoved` when known tracks went elsewhere or left. */
  readonly onChanged: (hasMoved: boolean) => Promise<void>;
};

/** The library's folders and their scans, one at a time. */
export type LibraryService = {
  /** Adds a folder and scans it. A folder that is inside the library already is only scanned. */
  readonly add: (path: string) => Promise<ScanDocument>;
  /** Takes a folder out with its tracks; answers how many that were. */
  readonly remove: (path: string) => Promise<number>;
  /** Scans one folder, or all of the library. */
  readonly scan: (path: string | null, isFull: boolean) => Promise<ScanDocument>;
  /** The music files below a folder on disk, by path. */
  readonly walkFiles: (path: string) => Promise<readonly string[]>;
  /** Whether the library looks after what lies there. */
  readonly holds: (path: string) => Promise<boolean>;
  readonly isScanning: () => boolean;
  /** Stops a scan that runs, whatever it had found being kept. */
  readonly close: () => Promise<void>;
};

const PROGRESS_EVERY_MS = 100;
const COUNT_EVERY_MS = 2000;

export function createLibraryService({ db, store, clock, reader, onChanged }: Parts): LibraryService {
  const serially = createSerial();
  const ending = new AbortController();

  const folderOf = async (path: string): Promise<Folder | undefined> =>
    (await listFolders(db)).find((folder) => isInside(path, folder.path));

  const publish = async (hasMoved: boolean): Promise<void> => {
    store.update('library', { ...(await countTracks(db)), revision: store.get('library').revision + 1 });
    await onChanged(hasMoved);
  };

  const scanOne = async (folder: Folder, path: string, isFull: boolean): Promise<ScanSummary> => {
    const storage = scannedFiles(db, folder.id, clock);
    const steps = scanFolder({ root: folder.path, folder: path, isFull, storage, reader, clock }, ending.signal);
    let shownAtMs = -Infinity;
    let countedAtMs = clock.now();
    let hasMoved = true;
    try {
      for (;;) {
        const step = await steps.next();
        if (step.done === true) {
          if (path === folder.path) await markFolderScanned(db, folder.id, Math.floor(clock.now() / 1000));
          hasMoved = step.value.moved > 0;
          return step.value;
        }
        if (clock.now() - shownAtMs < PROGRESS_EVERY_MS) continue;
        shownAtMs = clock.now();
        if (shownAtMs - countedAtMs >= COUNT_EVERY_MS) {
          // What was read so far is there to be seen and played.
          countedAtMs = shownAtMs;
          store.update('library', { ...(await countTracks(db)), revision: store.get('library').revision + 1 });
        }
        store.patch('library', { scan: step.value });
        store.emit('library.scanProgress', step.value);
      }
    } finally {
      store.update('library', { scan: null });
      if (!ending.signal.aborted) await publish(hasMoved);
    }
  };

  const scan: LibraryService['scan'] = (path, isFull) =>
    serially(async () => {
      const targets: { folder: Folder; path: string }[] = [];
      if (path === null) targets.push(...(await listFolders(db)).map((folder) => ({ folder, path: folder.path })));
      else {
        const real = await realFolder(path).catch(() => path);
        const folder = await folderOf(real);
        if (folder === undefined) {
          throw new AppError('not-found', `${path} is not in the library.`, {
            hint: `Add it: tonearm library add ${path}`,
          });
        }
        targets.push({ folder, path: real });
      }
      const summaries: ScanSummary[] = [];
      for (const target of targets) summaries.push(await scanOne(target.folder, target.path, isFull));
      return sumUp(summaries);
    });

  return {
    scan,
    add: async (path) => {
      const real = await realFolder(path);
      await serially(async () => {
        if ((await folderOf(real)) === undefined) await addFolder(db, real, Math.floor(clock.now() / 1000));
      });
      return scan(real, false);
    },
    remove: (path) =>
      serially(async () => {
        const real = await realFolder(path).catch(() => path);
        const folder = (await listFolders(db)).find((known) => known.path === real || known.path === path);
        if (folder === undefined) {
          throw new AppError('not-found', `${path} is not a folder of the library.`, {
            hint: 'See them with: tonearm library folders',
          });
        }
        const removed = await removeFolder(db, folder.id);
        await publish(true);
        return removed;
      }),
    walkFiles: async (path) => {
      const files: string[] = [];
      for await (const event of walkFolder(path, ending.signal)) {
        if (event.kind === 'files') files.push(...event.files.map((file) => file.path));
      }
      return files.toSorted();
    },
    holds: async (path) => (await folderOf(path)) !== undefined,
    isScanning: () => store.get('library').scan !== null,
    close: async () => {
      ending.abort(new AppError('failed', 'The engine was stopped.'));
      await serially(() => Promise.resolve());
      reader.close();
    },
  };
}

/** The folder behind links and dots, so that one folder has one name. Throws `AppError('not-found')`. */
async function realFolder(path: string): Promise<string> {
  const problem = (message: string, cause?: unknown): AppError =>
    new AppError('not-found', message, { hint: 'Check the path.', cause });
  const real = await realpath(path).catch((cause: unknown) => {
    throw problem(`There is no folder ${path}.`, cause);
  });
  if (!(await stat(real)).isDirectory()) throw problem(`${path} is not a folder.`);
  return real;
}

function sumUp(scans: readonly ScanSummary[]): ScanDocument {
  const sum = (name: 'found' | 'added' | 'changed' | 'moved' | 'missing' | 'unchanged' | 'seconds'): number =>
    scans.reduce((total, scan) => total + scan[name], 0);
  return {
    found: sum('found'),
    added: sum('added'),
    changed: sum('changed'),
    moved: sum('moved'),
    missing: sum('missing'),
    unchanged: sum('unchanged'),
    failed: scans.flatMap((scan) => scan.failed),
    warnings: scans.flatMap((scan) => scan.warnings),
    newlyLoved: 0,
    seconds: sum('seconds'),
  };
}
