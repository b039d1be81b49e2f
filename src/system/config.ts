import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { AppError, messageOf } from '../model/app-error.ts';

/** The hand-written configuration; whatever it does not say is `undefined`. */
export type Config = {
  readonly engine: { readonly idleExitMinutes: number };
  readonly lastfm: {
    readonly apiKey?: string | undefined;
    readonly apiSecret?: string | undefined;
    readonly apiUrl?: string | undefined;
    readonly authUrl?: string | undefined;
    readonly enabled?: boolean | undefined;
    readonly scrobbleThreshold?: number | undefined;
    readonly weeklySync?: boolean | undefined;
  };
  readonly mpv: { readonly program?: string | undefined; readonly args?: string | undefined };
};

const schema = z.strictObject({
  engine: z.strictObject({ idleExitMinutes: z.number().min(0).default(30) }).prefault({}),
  lastfm: z
    .strictObject({
      apiKey: z.string().min(1),
      apiSecret: z.string().min(1),
      apiUrl: z.url({ protocol: /^https?$/ }),
      authUrl: z.url({ protocol: /^https?$/ }),
      enabled: z.boolean(),
      scrobbleThreshold: z.int().min(25).max(100),
      weeklySync: z.boolean(),
    })
    .partial()
    .prefault({}),
  mpv: z
    .strictObject({ program: z.string().min(1), args: z.string() })
    .partial()
    .prefault({}),
});

/** The configuration of that file, or the defaults where there is none. Throws `AppError` that names the file and the line or key. */
export function readConfig(path: string): Config {
  const text = readText(path);
  const parsed = schema.safeParse(text === null ? {} : parseToml(path, text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue === undefined ? '' : issue.path.join('.');
  const what = issue?.message ?? 'is not valid';
  throw new AppError('usage', `${path}: ${key === '' ? '' : `${key}: `}${what}`, { hint: 'Correct the config file.' });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new AppError('usage', `${path}: cannot be read: ${messageOf(error)}`, {
      hint: 'Check its permissions.',
      cause: error,
    });
  }
}

function parseToml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // The parser quotes the faulty lines, which may hold the shared secret: keep only its first line.
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'is not TOML';
    throw new AppError('usage', `${path}: ${reason}`, { hint: 'Correct the config file.' });
  }
}
