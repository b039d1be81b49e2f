import { render } from 'ink-testing-library';
import { App } from '../../src/ui/app.tsx';
import type { WindowHost } from '../../src/ui/context.ts';
import { createController, type Controller } from '../../src/ui/controller.ts';
import { keepEngine } from '../../src/ui/lasting-engine.ts';
import type { Size } from '../../src/ui/layout.ts';
import { themeFor } from '../../src/ui/theme.ts';
import { createFakeEngine, type FakeEngine, type FakeEngineOptions } from './fake-engine.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export type OpenedApp = {
  readonly engine: FakeEngine;
  readonly controller: Controller;
  readonly clock: ManualClock;
  /** Types keys by the names of the command table, or text one character a key, and waits until all is drawn. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Waits until everything that is ready has been done and drawn. */
  readonly settle: () => Promise<void>;
  readonly paste: (text: string) => Promise<void>;
  /** The screen as lines, without styles and without blanks at the ends of lines. */
  readonly lines: () => readonly string[];
  /** The screen as one text, with styles where `FORCE_COLOR` is set. */
  readonly frame: () => string;
  readonly frames: readonly string[];
  /** The texts that are drawn reversed, from the top: the open view, the selected row. Needs `FORCE_COLOR`. */
  readonly reversed: () => readonly string[];
  readonly close: () => void;
};

export type OpenAppOptions = FakeEngineOptions & {
  readonly engine?: FakeEngine;
  readonly reconnect?: () => Promise<FakeEngine>;
  readonly size?: Size;
  readonly host?: Partial<WindowHost>;
  readonly env?: Readonly<Record<string, string>>;
};

const SEQUENCES: Readonly<Record<string, string>> = {
  Enter: '\r',
  // As terminals with the kitty protocol send it: a bare escape waits for what may follow.
  Esc: '\u001B[27u',
  Space: ' ',
  Tab: '\t',
  'Shift-Tab': '\u001B[Z',
  Backspace: '\u007F',
  Up: '\u001B[A',
  Down: '\u001B[B',
  Right: '\u001B[C',
  Left: '\u001B[D',
  Home: '\u001B[H',
  End: '\u001B[F',
  PageUp: '\u001B[5~',
  PageDown: '\u001B[6~',
};

/** Opens the window's app on a fake engine, drawn to memory. */
export async function openApp(options: OpenAppOptions = {}): Promise<OpenedApp> {
  const engine = options.engine ?? createFakeEngine(options);
  const clock = createManualClock(Date.UTC(2026, 4, 14, 12));
  const lasting = keepEngine({
    engine,
    reconnect: options.reconnect ?? (async () => Promise.reject(new Error('no engine'))),
    clock,
  });
  const host: WindowHost = {
    demoFolder: null,
    expandPath: (typed) => typed.replace(/^~/, '/home/me'),
    completeFolder: async () => [],
    ...options.host,
  };
  const controller = await createController({
    engine: lasting,
    clock,
    host,
    size: options.size ?? { columns: 80, rows: 24 },
    redraw: () => {},
  });
  const parts = { controller, engine: lasting, clock, theme: themeFor(options.env ?? {}) };
  const screen = render(<App parts={parts} hasDemo={host.demoFolder !== null} />);
  const settle = () => clock.advance(0).then(() => clock.advance(0));
  const write = async (text: string): Promise<void> => {
    screen.stdin.write(text);
    await settle();
    // Rows arrive after a key, and what hangs on them after those.
    for (let round = 0; round < 5; round++) await settle();
  };
  await write('');
  return {
    engine,
    controller,
    clock,
    press: async (...keys) => {
      for (const key of keys) await write(SEQUENCES[key] ?? controlKey(key) ?? key);
    },
    settle: () => write(''),
    paste: (text) => write(`\u001B[200~${text}\u001B[201~`),
    lines: () =>
      plain(screen.lastFrame() ?? '')
        .split('\n')
        .map((line) => line.trimEnd()),
    frame: () => screen.lastFrame() ?? '',
    frames: screen.frames,
    reversed: () => reversedTexts(screen.lastFrame() ?? ''),
    close: screen.unmount,
  };
}

function controlKey(key: string): string | undefined {
  const letter = /^Ctrl-([a-z])$/.exec(key)?.[1];
  return letter === undefined ? undefined : String.fromCodePoint(letter.charCodeAt(0) - 96);
}

function plain(text: string): string {
  return text.replaceAll(new RegExp(String.raw`\u001B\[[\d;]*m`, 'g'), '');
}

function reversedTexts(text: string): readonly string[] {
  const pattern = new RegExp(String.raw`\u001B\[7m(.*?)\u001B\[27m`, 'g');
  return [...text.matchAll(pattern)].map((match) =>
    plain(match[1] ?? '')
      .trim()
      .replaceAll(/ {2,}/g, '  '),
  );
}
