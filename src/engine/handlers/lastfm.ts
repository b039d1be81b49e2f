import { listScrobbleQueue } from '../../db/scrobble-queue.ts';
import type { Context, Handlers } from '../context.ts';
import { pageOf } from '../list-page.ts';

/** What the commands of Last.fm do. */
export function lastfmHandlers({ db, store, lastfm }: Context): Handlers<`lastfm.${string}`> {
  return {
    'lastfm.status': () => Promise.resolve(store.get('lastfm')),
    'lastfm.authUrl': () => lastfm.beginSignIn(),
    'lastfm.authCallback': ({ token }) => lastfm.completeSignIn(token),
    'lastfm.disconnect': async () => {
      await lastfm.signOut();
      return { disconnected: true, queued: store.get('lastfm').queued };
    },
    'lastfm.getSettings': () => Promise.resolve(lastfm.settingsDocument()),
    'lastfm.updateSettings': async (changes) => {
      await lastfm.changeSettings(changes);
      return lastfm.settingsDocument();
    },
    'lastfm.nowPlaying': async (song) => {
      await lastfm.sendNowPlaying(song);
      return { artist: song.artist, track: song.track };
    },
    'lastfm.scrobble': (song) => lastfm.addScrobble(song),
    'lastfm.queueStatus': async (page) => {
      const items = await listScrobbleQueue(db, lastfm.account(), pageOf(page));
      const { queued, rejected, sending, nextAttemptAt, pausedBecause, lastError } = store.get('lastfm');
      return { queued, rejected, sending, nextAttemptAt, pausedBecause, lastError, total: queued + rejected, items };
    },
    'lastfm.queueRetry': ({ ids }) => lastfm.retry(ids),
  };
}
