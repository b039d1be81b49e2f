import { sqliteVersion } from '../../db/open.ts';
import { takeSnapshot } from '../../model/take-snapshot.ts';
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
    subscribe: () => Promise.resolve(takeSnapshot(store.get)),
  };
}
