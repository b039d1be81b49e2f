import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine/engine.ts';
import { EXIT } from './cli/exit-code.ts';
import { resolvePath } from './cli/read-argument.ts';
import { reportError } from './cli/run-words.ts';
import { connectOrStartEngine } from './ipc/spawn-engine.ts';
import { AppError } from './model/app-error.ts';
import { findPaths } from './system/paths.ts';

/** Opens the window, after adding the paths to the play queue, and answers the exit code when it is closed. */
export async function runWindow(paths: readonly string[], entry: string): Promise<number> {
  try {
    if (!process.stdin.isTTY || !process.stdout.isTTY) {
      throw new AppError('usage', 'The window needs a terminal.', {
        hint: 'Without one use commands: tonearm status, play, pause, next, queue, library, lastfm; see tonearm --help',
      });
    }
    const { socket, isSocketForeign } = findPaths(process.env);
    const connect = (): Promise<Engine> =>
      connectOrStartEngine({ socketPath: socket, isForeign: isSocketForeign, entry, subscribe: true });
    const [engine, { openWindow }] = await Promise.all([connect(), import('./ui/start.tsx')]);
    if (paths.length > 0) await engine.run('queue.add', { paths: paths.map(resolvePath) });
    const end = await openWindow({
      engine,
      reconnect: connect,
      stdin: process.stdin,
      stdout: process.stdout,
      demoFolder: findDemoFolder(),
      env: process.env,
    });
    if (end.reason === 'shutdown') process.stdout.write('tonearm was stopped. Everything is saved.\n');
    if (end.reason === 'quit' && end.isPlaying) {
      process.stdout.write('The music goes on. Come back with: tonearm   Stop it with: tonearm shutdown\n');
    }
    return EXIT.done;
  } catch (error) {
    return reportError(error, false);
  }
}

/** The demo tracks beside `dist/` or `src/`, where they are installed. */
function findDemoFolder(): string | null {
  const folder = fileURLToPath(new URL('../demo', import.meta.url));
  return existsSync(folder) ? folder : null;
}
