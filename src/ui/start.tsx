import type { ReadStream, WriteStream } from 'node:tty';
import { render } from 'ink';
import type { Engine } from '../engine/engine.ts';
import { systemClock, type Clock } from '../system/clock.ts';
import { App } from './app.tsx';
import { completeFolder, expandPath } from './complete-folder.ts';
import type { EndReason } from './context.ts';
import { createController, type Controller } from './controller.ts';
import { keepEngine } from './lasting-engine.ts';
import { TerminalOutput } from './terminal-output.ts';
import { themeFor } from './theme.ts';

export type WindowOptions = {
  /** Connected and subscribed; the window closes it. */
  readonly engine: Engine;
  /** Connects again after the engine was lost, starting one if there is none. */
  readonly reconnect: () => Promise<Engine>;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  /** The folder of the demo tracks, or `null` where they are not installed. */
  readonly demoFolder: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
};

export type WindowEnd = {
  /** `quit`: closed, the engine goes on. `shutdown`: the engine was stopped. `lost`: the terminal is gone, say nothing. */
  readonly reason: EndReason;
  /** Whether music was playing when the window ended. */
  readonly isPlaying: boolean;
};

/** Drawings a second at most: a key is on the screen within 16 ms even right after another drawing. */
const FASTEST_DRAWING = 60;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Opens the window and settles when it has ended and the terminal is as it was. Rejects, the terminal restored as well,
 * with what broke the window. The engine goes on in every case but `shutdown`.
 */
export async function openWindow(options: WindowOptions): Promise<WindowEnd> {
  const { stdin, stdout, clock = systemClock } = options;
  const engine = keepEngine({ engine: options.engine, reconnect: options.reconnect, clock });
  const output = new TerminalOutput(stdout);
  let redraw = (): void => {};
  const controller = await createController({
    engine,
    clock,
    host: { demoFolder: options.demoFolder, expandPath, completeFolder },
    size: { columns: stdout.columns, rows: stdout.rows },
    redraw: () => redraw(),
  });
  // Before Ink's own listener, so that what it draws after a change of size already fits.
  output.on('resize', () => controller.resize({ columns: output.columns, rows: output.rows }));

  const draw = () => (
    <App parts={{ controller, engine, clock, theme: themeFor(options.env) }} hasDemo={options.demoFolder !== null} />
  );
  const screen = render(draw(), {
    stdin,
    // Ink uses no more of the terminal than this offers.
    stdout: output as unknown as WriteStream,
    interactive: stdout.isTTY,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: FASTEST_DRAWING,
  });
  redraw = () => {
    screen.clear();
    screen.rerender(draw());
  };

  const stopWatching = watchTerminal(controller, { stdin, stdout });
  try {
    const reason = await Promise.race([controller.ended, failure(screen.waitUntilExit())]);
    return { reason, isPlaying: engine.state('playback').status === 'playing' };
  } finally {
    screen.unmount();
    await screen.waitUntilExit().catch(() => {});
    stopWatching();
    output.release();
    await engine.release();
  }
}

/** Ink exits by itself only when drawing threw. */
async function failure(exit: Promise<unknown>): Promise<never> {
  await exit;
  throw new Error('the window ended by itself');
}

/** Ends the window when a signal says so or the terminal is gone, and when anything else throws. */
function watchTerminal(
  controller: Controller,
  { stdin, stdout }: { readonly stdin: ReadStream; readonly stdout: WriteStream },
): () => void {
  const onSignal = (signal: NodeJS.Signals): void => controller.end(signal === 'SIGHUP' ? 'lost' : 'quit');
  const onLost = (): void => controller.end('lost');
  const onError = (error: unknown): void => controller.fail(error);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  // These stay: a dead terminal goes on failing while the window is taken down, and after.
  stdin.on('error', onLost);
  stdout.on('error', onLost);
  stdin.on('end', onLost);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
    stdin.off('end', onLost);
  };
}
