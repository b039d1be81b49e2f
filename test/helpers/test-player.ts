import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MpvLaunch } from '../../src/player/mpv-session.ts';
import { createMpvPlayer } from '../../src/player/mpv-player.ts';
import type { Player, PlayerEvent, PlayerItem } from '../../src/player/player.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { Log } from '../../src/system/log.ts';

type Kind = PlayerEvent['kind'];
type Of<K extends Kind> = Extract<PlayerEvent, { kind: K }>;

export type TestPlayer = {
  readonly player: Player;
  /** Everything reported so far. */
  readonly events: readonly PlayerEvent[];
  /** The first event of that kind, past or to come, that fits. */
  readonly heard: <K extends Kind>(kind: K, fits?: (event: Of<K>) => boolean) => Promise<Of<K>>;
  /** The same, of what comes from now on. */
  readonly next: <K extends Kind>(kind: K, fits?: (event: Of<K>) => boolean) => Promise<Of<K>>;
  /** `started 1`, `ended 1 eof`, `lost` … without samples, lengths and settings. */
  readonly story: () => string[];
  readonly logged: readonly string[];
  /** A folder of its own for files. */
  readonly folder: string;
  readonly item: (key: number, path: string, startMs?: number) => PlayerItem;
  /** Closes the player and removes the folder. */
  readonly close: () => Promise<void>;
};

const WAIT_MS = 10_000;

/** A player with a real mpv that makes no sound. */
export function createTestPlayer(launch: Partial<MpvLaunch> = {}): TestPlayer {
  const events: PlayerEvent[] = [];
  const logged: string[] = [];
  const write = (message: string, facts: object = {}): void => void logged.push(`${message} ${JSON.stringify(facts)}`);
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const player = createMpvPlayer({
    program: 'mpv',
    args: ['--ao=null'],
    env: process.env,
    log,
    clock: systemClock,
    ...launch,
  });
  player.listen((event) => events.push(event));
  const folder = mkdtempSync(join(tmpdir(), 'tonearm-player-'));

  const next: TestPlayer['next'] = (kind, fits = () => true) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`no such "${kind}" among:\n${events.map((event) => JSON.stringify(event)).join('\n')}`));
      }, WAIT_MS);
      const stop = player.listen((event) => {
        if (!isOf(event, kind) || !fits(event)) return;
        clearTimeout(timer);
        stop();
        resolve(event);
      });
    });

  return {
    player,
    events,
    next,
    heard: (kind, fits = () => true) => {
      const past = events.find((event): event is Of<typeof kind> => isOf(event, kind) && fits(event));
      return past === undefined ? next(kind, fits) : Promise.resolve(past);
    },
    story: () => events.flatMap(tellOf),
    logged,
    folder,
    item: (key, path, startMs = 0) => ({ key, path, startMs }),
    close: async () => {
      await player.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function isOf<K extends Kind>(event: PlayerEvent, kind: K): event is Of<K> {
  return event.kind === kind;
}

function tellOf(event: PlayerEvent): string[] {
  if (event.kind === 'started') return [`started ${event.key}`];
  if (event.kind === 'ended') return [`ended ${event.key} ${event.reason}`];
  return event.kind === 'lost' || event.kind === 'failed' ? [event.kind] : [];
}

/** The ids of living processes of that name, children of `parent`. */
export function childPids(parent: number, name = 'mpv'): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const facts = /^\d+ \((?<name>.*)\) (?<state>\w) (?<parent>\d+)/s.exec(readStat(entry))?.groups;
    const isOurs = facts?.['name'] === name && facts['parent'] === String(parent) && facts['state'] !== 'Z';
    return isOurs ? [Number(entry)] : [];
  });
}

export function isAlive(pid: number): boolean {
  const state = /\) (?<state>\w) /.exec(readStat(String(pid)))?.groups?.['state'];
  return state !== undefined && state !== 'Z';
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
