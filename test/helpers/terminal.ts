import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

const exec = promisify(execFile);

/** A real terminal, tmux's, of a server of its own. */
export type Terminal = {
  /** What it shows, lines without the spaces at their ends. */
  readonly screen: () => Promise<string>;
  /** Presses keys, in tmux's words: `Enter`, `C-d`, `Escape`; a text is typed. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Waits until the screen shows this. */
  readonly shows: (text: string | RegExp) => Promise<string>;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** The program in it. */
  readonly pid: () => Promise<number>;
  /** Takes the terminal away, as a dropped connection does. */
  readonly close: () => Promise<void>;
};

type Options = {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly rows?: number;
};

/** Opens a terminal and runs a program in it; it is gone when the test ends. */
export async function openTerminal({ command, env, columns = 120, rows = 40 }: Options): Promise<Terminal> {
  const server = `tonearm-test-${randomUUID()}`;
  const tmux = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await exec('tmux', ['-L', server, '-f', '/dev/null', ...words], { env: { ...env, TMUX: '' } });
    return stdout;
  };
  const close = async (): Promise<void> => {
    await tmux('kill-server').catch(() => {});
  };
  onTestFinished(close);
  const size = ['-x', String(columns), '-y', String(rows)];
  // A program that ends leaves its last screen to be looked at.
  const start = ['new-session', '-d', '-s', 'main', ...size, ...command];
  await tmux(...start, ';', 'set', '-g', 'remain-on-exit', 'on');
  const screen = async (): Promise<string> => {
    const text = await tmux('capture-pane', '-p', '-t', 'main');
    return text.replaceAll(/ +$/gm, '').trimEnd();
  };
  return {
    screen,
    press: async (...keys) => {
      await tmux('send-keys', '-t', 'main', ...keys);
    },
    shows: (text) =>
      eventually(`the screen shows ${String(text)}`, async () => {
        const shown = await screen();
        return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) ? shown : null;
      }).catch(async (error: unknown) => {
        throw new Error(`${String(error)}; it shows:\n${await screen()}`, { cause: error });
      }),
    resize: async (toColumns, toRows) => {
      await tmux('resize-window', '-t', 'main', '-x', String(toColumns), '-y', String(toRows));
    },
    pid: async () => Number(await tmux('display-message', '-p', '-t', 'main', '#{pane_pid}')),
    close,
  };
}
