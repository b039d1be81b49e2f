import { addLooseScrobble, type CountedPlay } from '../db/plays.ts';
import type { Db } from '../db/schema.ts';
import { clearSendingMarks } from '../db/scrobble-delivery.ts';
import { adoptScrobbles, countScrobbleQueue } from '../db/scrobble-queue.ts';
import type { LastfmAuth } from '../lastfm/auth.ts';
import { TOO_OLD } from '../lastfm/scrobble-verdict.ts';
import { AppError, messageOf } from '../model/app-error.ts';
import type { LastfmSettingsDocument, RetryDocument } from '../model/results.ts';
import type { ScrobbleAccount, ScrobbleTrack } from '../model/scrobble.ts';
import type { Song } from '../model/song.ts';
import type { Clock } from '../system/clock.ts';
import type { Config } from '../system/config.ts';
import type { Log } from '../system/log.ts';
import type { Environment } from '../system/paths.ts';
import { type LastfmAccount, loadLastfmAccount } from './lastfm-account.ts';
import { describeSettings, refuseFixed } from './lastfm-settings-document.ts';
import { openLastfmLink } from './lastfm-link.ts';
import type { LastfmSettings } from './lastfm-settings.ts';
import { type NamedSong, scrobbleOfNames, scrobbleOfSong } from './named-song.ts';
import { nowPlayingError } from './now-playing-error.ts';
import type { Store } from './store.ts';

type Parts = {
  readonly db: Db;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly env: Environment;
  readonly config: Config['lastfm'];
};

/** Where a play is to be delivered, and as what. */
export type Delivery = { readonly to: ScrobbleAccount; readonly scrobble: ScrobbleTrack };

/** Everything the engine does with Last.fm: the account, the scrobble queue and its sender. */
export type LastfmService = {
  readonly settings: () => LastfmSettings;
  readonly settingsDocument: () => LastfmSettingsDocument;
  readonly changeSettings: LastfmAccount['change'];
  /** Whose scrobbles are queued and shown now. */
  readonly account: () => ScrobbleAccount;
  readonly beginSignIn: LastfmAuth['begin'];
  readonly completeSignIn: LastfmAuth['complete'];
  readonly signOut: () => Promise<void>;
  /** Where a play of this song goes; nowhere with scrobbling off. */
  readonly deliveriesOf: (song: Song) => readonly Delivery[];
  /** Tells Last.fm what plays, once; what becomes of it changes nothing. */
  readonly announce: (song: Song) => Promise<void>;
  /** A counted play was written: tells it, and sends it if it has a delivery. */
  readonly deliver: (play: CountedPlay, isQueued: boolean) => Promise<void>;
  /** Throws `AppError('not-configured' | 'not-signed-in' | 'lastfm')`. */
  readonly sendNowPlaying: (song: NamedSong) => Promise<void>;
  readonly addScrobble: (
    song: NamedSong & { readonly timestamp?: number | undefined },
  ) => Promise<{ id: number; queued: number }>;
  readonly retry: (ids?: readonly number[]) => Promise<RetryDocument>;
  /** Something waits that could be delivered without anybody's help. */
  readonly canDeliver: () => boolean;
  /** Begins to deliver what earlier engines left. */
  readonly start: () => void;
  readonly close: () => Promise<void>;
};

const DAY_SECONDS = 86_400;
/** Last.fm takes no plays older than two weeks. */
const OLDEST_PLAY_SECONDS = 14 * DAY_SECONDS;

export async function createLastfmService({ db, store, clock, log, env, config }: Parts): Promise<LastfmService> {
  const account = await loadLastfmAccount(db, { env, config });
  await clearSendingMarks(db);
  const { service } = account.settings();

  const accountNow = (): ScrobbleAccount => ({ service, account: account.session()?.username.toLowerCase() ?? null });

  const publish = async (): Promise<void> => {
    const { enabled, scrobbleThreshold } = account.settings();
    const username = account.session()?.username ?? null;
    const before = store.get('lastfm');
    const { queued, rejected } = await countScrobbleQueue(db, accountNow());
    store.update('lastfm', {
      configured: link !== null,
      authenticated: username !== null,
      username,
      enabled,
      scrobbleThreshold,
      queued,
      rejected,
      ...link?.sender.state(),
      pausedBecause: enabled ? (link?.sender.state().pausedBecause ?? null) : 'disabled',
    });
    if (before.queued !== queued || before.rejected !== rejected)
      store.emit('lastfm.queueUpdated', { queued, rejected });
  };
  const publishSoon = (): void => {
    publish().catch((error: unknown) =>
      log.error('the scrobble queue could not be counted', { error: messageOf(error) }),
    );
  };

  const adopt = (username: string): Promise<number> =>
    adoptScrobbles(
      db,
      { service, account: username.toLowerCase() },
      { oldestTimestamp: Math.floor(clock.now() / 1000) - OLDEST_PLAY_SECONDS, tooOld: TOO_OLD },
    );

  const link = openLastfmLink({
    db,
    clock,
    log,
    account,
    onSignedIn: async (session) => {
      await account.signIn(session);
      await adopt(session.username);
      await publish();
      link?.sender.wake('signed-in');
    },
    onAuth: ({ state, username, problem }) => {
      // Giving up a sign-in does not sign out whoever is signed in.
      const current = username ?? account.session()?.username ?? null;
      const stays = state === 'disconnected' && current !== null;
      const reason = problem?.message ?? null;
      store.emit('lastfm.auth', { state: stays ? 'authenticated' : state, username: current, reason });
    },
    onSettled: ({ scrobble, status, reason }) => {
      store.emit('lastfm.scrobbleStatus', { status, artist: scrobble.artist, track: scrobble.track, reason });
    },
    onSenderChange: publishSoon,
  });

  const remaining = async (): Promise<number> => (await countScrobbleQueue(db, accountNow())).queued;

  // An engine that was killed while somebody signed in may have left some.
  const session = account.session();
  if (session !== null) await adopt(session.username);
  await publish();
  return {
    settings: account.settings,
    settingsDocument: () => describeSettings(account, link !== null),
    changeSettings: async (changes) => {
      refuseFixed(account, changes);
      await account.change(changes);
      await publish();
      link?.sender.wake('settings-changed');
    },
    account: accountNow,
    beginSignIn: () => orNotConfigured(link).auth.begin(),
    completeSignIn: (token) => orNotConfigured(link).auth.complete(token),
    signOut: async () => {
      await link?.auth.cancel();
      await account.signOut();
      await publish();
      store.emit('lastfm.auth', { state: 'disconnected', username: null, reason: null });
    },
    deliveriesOf: (song) => {
      const scrobble = scrobbleOfSong(song);
      return scrobble === null || !account.settings().enabled ? [] : [{ to: accountNow(), scrobble }];
    },
    announce: async (song) => {
      const session = account.session();
      const track = scrobbleOfSong(song);
      if (link === null || session === null || track === null || !account.settings().enabled) return;
      try {
        await link.api.updateNowPlaying(session.sessionKey, track);
        store.emit('lastfm.nowPlaying', { artist: track.artist, track: track.track });
      } catch (error) {
        log.warn('now playing was not delivered', { error: messageOf(error) });
      }
    },
    deliver: async (play, isQueued) => {
      if (!isQueued) return;
      const { artist, track } = play;
      store.emit('lastfm.scrobbleStatus', { status: 'queued', artist: artist ?? '', track: track ?? '', reason: null });
      await publish();
      link?.sender.wake('play-stored');
    },
    sendNowPlaying: async (song) => {
      const { api } = orNotConfigured(link);
      const session = account.session();
      if (session === null) {
        throw new AppError('not-signed-in', 'Nobody is signed in to Last.fm.', {
          hint: 'Sign in: tonearm lastfm login',
        });
      }
      try {
        await api.updateNowPlaying(session.sessionKey, scrobbleOfNames(song));
      } catch (error) {
        throw nowPlayingError(error);
      }
      store.emit('lastfm.nowPlaying', { artist: song.artist, track: song.track });
    },
    addScrobble: async (song) => {
      const now = Math.floor(clock.now() / 1000);
      if ((song.timestamp ?? now) > now + DAY_SECONDS) {
        throw new AppError('usage', 'The timestamp lies in the future.', {
          hint: 'It is in seconds, not milliseconds.',
        });
      }
      const scrobble = { ...scrobbleOfNames(song), ...accountNow(), timestamp: song.timestamp ?? now };
      const id = await addLooseScrobble(db, scrobble, now);
      const { artist, track } = scrobble;
      store.emit('lastfm.scrobbleStatus', { status: 'queued', artist, track, reason: null });
      await publish();
      link?.sender.wake('play-stored');
      return { id, queued: await remaining() };
    },
    retry: async (ids) => {
      if (link === null) {
        const { message } = notConfigured();
        return {
          sent: 0,
          ignored: 0,
          rejected: 0,
          remaining: await remaining(),
          error: { code: 'not-configured', message },
        };
      }
      const outcome = await link.sender.retry(ids);
      return { ...outcome, remaining: await remaining() };
    },
    canDeliver: () => {
      const { queued, pausedBecause, authenticated, enabled } = store.get('lastfm');
      const needsAPerson = pausedBecause === 'sign-in-again' || pausedBecause === 'configuration';
      return link !== null && authenticated && enabled && queued > 0 && !needsAPerson;
    },
    start: () => {
      link?.auth.resume();
      link?.sender.wake('start');
    },
    close: async () => {
      if (link === null) return;
      link.auth.close();
      await link.sender.close();
      await link.api.close();
    },
  };
}

function notConfigured(): AppError {
  return new AppError('not-configured', 'tonearm has no API key for Last.fm.', {
    hint: 'Get one at https://www.last.fm/api/account/create, then see the README.',
  });
}

function orNotConfigured<Part>(part: Part | null): Part {
  if (part === null) throw notConfigured();
  return part;
}
