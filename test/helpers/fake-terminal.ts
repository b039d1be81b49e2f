import { PassThrough, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';

export type FakeTerminal = {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly type: (text: string) => void;
  /** Everything written so far. */
  readonly written: () => string;
  readonly isRaw: () => boolean;
  /** Settles when the text has been written. */
  readonly until: (text: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
};

/** A terminal of streams: remembers what is written and whether it is in raw mode. */
export function createFakeTerminal(columns = 80, rows = 24): FakeTerminal {
  let written = '';
  let isRaw = false;
  const waiting = new Set<() => void>();
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      isRaw = mode;
    },
    ref: () => {},
    unref: () => {},
  });
  const stdout = Object.assign(
    new Writable({
      write: (chunk, _encoding, done) => {
        written += String(chunk);
        for (const check of waiting) check();
        done();
      },
    }),
    { isTTY: true, columns, rows },
  );
  return {
    stdin: stdin as unknown as ReadStream,
    stdout: stdout as unknown as WriteStream,
    type: (text) => stdin.write(text),
    written: () => written,
    isRaw: () => isRaw,
    until: (text) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!written.includes(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    resize: (columns, rows) => {
      Object.assign(stdout, { columns, rows });
      stdout.emit('resize');
    },
  };
}
