import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { root } from '../setup/root.mjs';

/** The built program as a user's script calls it: words in, one JSON document out. */
export type Tonearm = {
  /** Throws what the document says when a command fails. */
  readonly run: <Document>(...words: readonly string[]) => Promise<Document>;
  /** Calls back for every line of `tonearm watch --json`; the returned function ends that. */
  readonly watch: (onEvent: (event: WatchedEvent) => void) => () => void;
};

export type WatchedEvent = { readonly event: string; readonly data: unknown };

const program = join(root, 'dist/main.js');

/** Runs the built program with that environment until the signal says to stop. */
export function useTonearm(env: NodeJS.ProcessEnv, signal: AbortSignal): Tonearm {
  const start = (words: readonly string[]): ChildProcess & { readonly stdout: NodeJS.ReadableStream } => {
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    return spawn(process.execPath, [program, ...words, '--json'], { env, stdio: [...stdio], signal });
  };
  return {
    run: async <Document>(...words: readonly string[]) => {
      const child = start(words);
      const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
      const document = JSON.parse(output) as Document | { readonly error: { readonly message: string } };
      if (child.exitCode === 0) return document as Document;
      const { error } = document as { readonly error: { readonly message: string } | null };
      throw new Error(`tonearm ${words.join(' ')}: ${error?.message ?? `exit ${child.exitCode}`}`);
    },
    watch: (onEvent) => {
      const child = start(['watch']);
      child.on('error', () => {});
      createInterface({ input: child.stdout }).on('line', (line) => onEvent(JSON.parse(line) as WatchedEvent));
      return () => child.kill();
    },
  };
}
