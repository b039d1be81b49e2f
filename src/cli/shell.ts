import type { Engine } from '../engine/engine.ts';
import type { Paths } from '../system/paths.ts';

/** What a command of the shell may use. */
export type Shell = {
  readonly paths: Paths;
  readonly isJson: boolean;
  /** Connects to the running engine, or starts one. */
  readonly connect: (options?: { readonly subscribe?: boolean; readonly mayStart?: boolean }) => Promise<Engine>;
  /** Prints an answer: the document with `--json`, else the text, cleaned for the terminal. */
  readonly answer: (document: unknown, text: string) => void;
  /** Prints one line on standard error, for people only. */
  readonly say: (line: string) => void;
};
