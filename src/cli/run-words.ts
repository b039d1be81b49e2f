import { allCommands, type CommandId, type EngineCommandId, type ShellCommandId } from '../commands/all.ts';
import { connectEngine } from '../ipc/connect-engine.ts';
import { checkParams } from '../ipc/check-params.ts';
import { connectOrStartEngine } from '../ipc/spawn-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import { cleanForDisplay } from '../model/clean-text.ts';
import type { EngineResults } from '../model/results.ts';
import { findPaths } from '../system/paths.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { formats, printable } from './format.ts';
import { labelOf, parseWords } from './parse-words.ts';
import { showScanBar } from './scan-bar.ts';
import type { Shell } from './shell.ts';
import { shellCommands } from './shell-commands.ts';

/** Carries out the words after `tonearm`, which are not those of the window or the engine, and answers the exit code. */
export async function runWords(words: readonly string[], entry: string): Promise<number> {
  const isJson = words.includes('--json');
  try {
    const invocation = parseWords(words);
    if (invocation.kind === 'text') {
      process.stdout.write(`${invocation.text}\n`);
      return EXIT.done;
    }
    const { id, params } = invocation;
    checkParams(allCommands[id], params, (name) => labelOf(allCommands[id], name));
    return await withShell({ entry, isJson }, (shell) => runCommand(shell, id, params));
  } catch (error) {
    return reportError(error, isJson);
  }
}

/** Prints an error as the contract says, one line and a hint or one JSON document, and answers its exit code. */
export function reportError(error: unknown, isJson: boolean): number {
  const known = error instanceof AppError ? error : new AppError('failed', messageOf(error));
  const message = cleanForDisplay(known.message);
  const hint = known.hint === null ? null : cleanForDisplay(known.hint);
  if (isJson) process.stdout.write(`${JSON.stringify({ error: { code: known.code, message, hint } })}\n`);
  else process.stderr.write(`tonearm: ${message}\n${hint === null ? '' : `${hint}\n`}`);
  return exitCodeOf(known);
}

async function withShell<T>(
  { entry, isJson }: { readonly entry: string; readonly isJson: boolean },
  use: (shell: Shell) => Promise<T>,
): Promise<T> {
  const paths = findPaths(process.env);
  const engines: Engine[] = [];
  try {
    return await use({
      paths,
      isJson,
      connect: async ({ subscribe = false, mayStart = true } = {}) => {
        const engine = mayStart
          ? await connectOrStartEngine({ socketPath: paths.socket, isForeign: paths.isSocketForeign, entry, subscribe })
          : await connectEngine(paths.socket, { subscribe });
        engines.push(engine);
        return engine;
      },
      answer: (document, text) => process.stdout.write(`${isJson ? JSON.stringify(document) : printable(text)}\n`),
      say: (line) => process.stderr.write(`${cleanForDisplay(line)}\n`),
    });
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

async function runCommand(shell: Shell, id: CommandId, params: object): Promise<number> {
  if (allCommands[id].place === 'shell') {
    const run = shellCommands[id as Exclude<ShellCommandId, 'shell.engine'>];
    return run(shell, params as never);
  }
  return runEngineCommand(shell, id as EngineCommandId, params);
}

async function runEngineCommand(shell: Shell, id: EngineCommandId, params: object): Promise<number> {
  const isScan = id === 'library.scan' || id === 'library.add';
  const showsBar = isScan && process.stderr.isTTY && !shell.isJson;
  const engine = await shell.connect({
    subscribe: showsBar,
    mayStart: !('needsRunningEngine' in allCommands[id]),
  });
  const hideBar = showsBar ? showScanBar(engine) : undefined;
  try {
    const result = await engine.run(id, params);
    const format = formats[id] as ((document: typeof result) => string) | undefined;
    hideBar?.();
    shell.answer(result, format?.(result) ?? JSON.stringify(result));
    // The next command must not meet an engine that is still leaving.
    if (id === 'engine.shutdown') await engine.closed;
    return exitCodeOfResult(id, result);
  } finally {
    hideBar?.();
  }
}

/** Some answers are failures though the command could begin. */
function exitCodeOfResult(id: EngineCommandId, result: EngineResults[EngineCommandId]): number {
  if (id !== 'lastfm.queueRetry') return EXIT.done;
  const { remaining, error } = result as EngineResults['lastfm.queueRetry'];
  if (remaining === 0) return EXIT.done;
  if (error?.code === 'not-signed-in' || error?.code === 'not-configured') return EXIT.notSignedIn;
  return EXIT.failed;
}
