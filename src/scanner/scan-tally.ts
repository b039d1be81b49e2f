import { cleanForDisplay } from '../model/clean-text.ts';
import type { FileFailure, ScanDocument } from '../model/results.ts';
import type { ScanProgress } from '../model/status.ts';

/** What a scan found, all but the loved tracks, which its caller matches. */
export type ScanSummary = Omit<ScanDocument, 'newlyLoved'>;

/** What a scan has counted so far. */
export class ScanTally {
  found = 0;
  added = 0;
  changed = 0;
  moved = 0;
  missing = 0;
  unchanged = 0;
  read = 0;
  toRead: number | null = null;
  readonly #folder: string;
  readonly #failed: FileFailure[] = [];
  readonly #warnings: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path is cleaned for showing: it may hold anything. */
  fail(path: string, reason: string): void {
    this.#failed.push({ path: cleanForDisplay(path), reason });
  }

  /** Says something of the folder itself. */
  warn(what: string): void {
    this.#warnings.push(`${cleanForDisplay(this.#folder)} ${what}`);
  }

  progress(): ScanProgress {
    const { found, read, toRead } = this;
    const phase = toRead === null ? 'walking' : 'reading';
    return { phase, root: this.#folder, found, read, toRead, failed: this.#failed.length };
  }

  summary(seconds: number): ScanSummary {
    const { found, added, changed, moved, missing, unchanged } = this;
    const failed = this.#failed;
    return { found, added, changed, moved, missing, unchanged, failed, warnings: this.#warnings, seconds };
  }
}
