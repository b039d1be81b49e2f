import { readSettings, writeSettings } from '../db/settings.ts';
import type { Db } from '../db/schema.ts';
import type { Config } from '../system/config.ts';
import type { Environment } from '../system/paths.ts';
import { type LastfmSettings, resolveLastfmSettings } from './lastfm-settings.ts';

/** A signed-in user. */
export type LastfmSession = { readonly username: string; readonly sessionKey: string };

type Changes = {
  readonly enabled?: boolean | undefined;
  readonly scrobbleThreshold?: number | undefined;
  readonly weeklySync?: boolean | undefined;
};

/** The Last.fm settings and the session, in memory and in the database at once. */
export type LastfmAccount = {
  readonly settings: () => LastfmSettings;
  readonly session: () => LastfmSession | null;
  readonly signIn: (session: LastfmSession) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly change: (changes: Changes) => Promise<void>;
  /** The sign-in that waits for approval, as `keepPending` was given it. */
  readonly pending: () => string | null;
  readonly keepPending: (pending: string | null) => Promise<void>;
};

export async function loadLastfmAccount(
  db: Db,
  sources: { readonly env: Environment; readonly config: Config['lastfm'] },
): Promise<LastfmAccount> {
  let stored = await readSettings(db);
  let settings = resolveLastfmSettings({ ...sources, stored });
  const write = async (changes: Parameters<typeof writeSettings>[1]): Promise<void> => {
    await writeSettings(db, changes);
    stored = await readSettings(db);
    settings = resolveLastfmSettings({ ...sources, stored });
  };
  const word = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'on' : 'off');
  return {
    settings: () => settings,
    session: () => {
      const { lastfm_session_key: sessionKey, lastfm_username: username, lastfm_service: service } = stored;
      // A session belongs to the server that gave it: with another one configured there is none.
      if (sessionKey === undefined || username === undefined || service !== settings.service) return null;
      return { username, sessionKey };
    },
    signIn: ({ username, sessionKey }) =>
      write({
        lastfm_session_key: sessionKey,
        lastfm_username: username,
        lastfm_service: settings.service,
      }),
    signOut: () => write({ lastfm_session_key: null, lastfm_username: null, lastfm_service: null }),
    change: ({ enabled, scrobbleThreshold, weeklySync }) => {
      const changes = {
        lastfm_scrobbling_enabled: word(enabled),
        lastfm_scrobble_threshold: scrobbleThreshold?.toString(),
        lastfm_weekly_sync: word(weeklySync),
      };
      return write(
        Object.fromEntries(
          Object.entries(changes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
        ),
      );
    },
    pending: () => stored.lastfm_pending_token ?? null,
    keepPending: (pending) => write({ lastfm_pending_token: pending }),
  };
}
