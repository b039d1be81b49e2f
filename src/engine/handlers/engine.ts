import { sqliteVersion } from '../../db/open.ts';
import { version } from '../../system/version.ts';
import type { Context, Handlers } from '../context.ts';
import { statusDocument } from '../status-document.ts';

/** What the commands of the engine itself do. */
export function engineHandlers(context: Context): Handlers<`engine.${string}` | 'subscribe'> {
  const { db, player, store, requestShutdown } = context;
  return {
    'engine.status': () => Promise.resolve(statusDocument(context)),
    'engine.shutdown': async () => {
      await requestShutdown();
      return { stopped: true };
    },
    'engine.info': async () => ({
      version,
      pid: process.pid,
      node: process.versions.node,
      sqlite: await sqliteVersion(db),
      mpv: player.version(),
    }),
    subscribe: () =>
      Promise.resolve({
        playback: store.get('playback'),
        queue: store.get('queue'),
        lastfm: store.get('lastfm'),
        library: store.get('library'),
      }),
  };
}
