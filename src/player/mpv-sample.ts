import { z } from 'zod';

/** Everything about the sound at one moment. */
export type MpvSample = {
  /** The playlist entry that it belongs to. */
  readonly entryId: number;
  /** `null` while the file is being opened. */
  readonly positionMs: number | null;
  readonly durationMs: number | null;
  readonly isAdvancing: boolean;
  readonly isPaused: boolean;
  readonly isSeeking: boolean;
  readonly speed: number;
};

const PROPERTIES = [
  'playlist-playing-pos',
  'playlist/0/id',
  'playlist/1/id',
  'time-pos',
  'duration',
  'core-idle',
  'pause',
  'seeking',
  'speed',
] as const;

/**
 * One command for all of it, because mpv carries a command out between two steps of playback: asked one by one, the values may
 * belong to two files. Asked once a second, because observing `time-pos` costs some thirty messages a second.
 */
export const SAMPLE_COMMAND = ['expand-text', PROPERTIES.map((name) => `\${=${name}:}`).join('|')] as const;

/** Reads the reply to `SAMPLE_COMMAND`; `null` while mpv plays nothing. Throws on anything else. */
export function parseMpvSample(reply: unknown): MpvSample | null {
  const [at, firstId, secondId, position, duration, idle, pause, seeking, speed] = z.string().parse(reply).split('|');
  const entryId = { '0': firstId, '1': secondId }[at ?? ''];
  if (entryId === undefined || entryId === '') return null;
  return {
    entryId: z.coerce.number().int().parse(entryId),
    positionMs: toMs(position),
    durationMs: toMs(duration),
    isAdvancing: idle === 'no' && seeking !== 'yes',
    isPaused: pause === 'yes',
    isSeeking: seeking === 'yes',
    speed: z.coerce.number().positive().parse(speed),
  };
}

/** Just after a start mpv may give a place slightly before the beginning. */
function toMs(seconds: string | undefined): number | null {
  if (seconds === undefined || seconds === '') return null;
  return Math.max(0, Math.round(z.coerce.number().parse(seconds) * 1000));
}
