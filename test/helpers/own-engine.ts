import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine, type OwnEngine } from '../../src/engine/create-engine.ts';
import { silentLog } from '../../src/system/log.ts';
import { systemClock } from '../../src/system/clock.ts';
import type { LastfmServer } from './lastfm-server.ts';

type Options = {
  readonly home: string;
  readonly lastfm?: LastfmServer;
  readonly env?: Readonly<Record<string, string>>;
};

/** An engine in this process, on a real database, with a real mpv that plays into nothing. */
export async function createOwnEngine({ home, lastfm, env = {} }: Options): Promise<OwnEngine> {
  const engine = await createEngine({
    databasePath: join(home, 'library.db'),
    config: { engine: { idleExitMinutes: 30 }, lastfm: {}, mpv: {} },
    env: {
      ...process.env,
      TONEARM_MPV_ARGS: '--ao=null',
      LASTFM_API_KEY: lastfm?.apiKey ?? '',
      LASTFM_API_SECRET: lastfm?.sharedSecret ?? '',
      LASTFM_API_URL: lastfm?.url ?? '',
      LASTFM_AUTH_URL: lastfm?.authUrl ?? '',
      ...env,
    },
    clock: systemClock,
    log: silentLog,
  });
  onTestFinished(() => engine.close());
  return engine;
}

/** Resolves when a notice with these words is shown. */
export function noticed(engine: OwnEngine, words: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const stop = engine.listen((event) => {
      if (event.name !== 'notice' || !words.test(event.data.message)) return;
      stop();
      resolve(event.data.message);
    });
  });
}
