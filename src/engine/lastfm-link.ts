import type { Db } from '../db/schema.ts';
import { scrobbleDelivery } from '../db/scrobble-delivery.ts';
import { createLastfmApi, type LastfmApi } from '../lastfm/api.ts';
import { type AuthEvent, createAuth, type LastfmAuth } from '../lastfm/auth.ts';
import { createRateLimiter } from '../lastfm/rate-limit.ts';
import { createScrobbleSender, type ScrobbleSender } from '../lastfm/scrobble-sender.ts';
import { readSchedule } from '../lastfm/send-schedule.ts';
import type { SenderEvent } from '../lastfm/send-run.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { version } from '../system/version.ts';
import type { LastfmAccount, LastfmSession } from './lastfm-account.ts';

type Parts = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly account: LastfmAccount;
  readonly onSignedIn: (session: LastfmSession) => Promise<void>;
  readonly onAuth: (event: AuthEvent) => void;
  readonly onSettled: (event: SenderEvent) => void;
  readonly onSenderChange: () => void;
};

/** What speaks to Last.fm. */
export type LastfmLink = {
  readonly api: LastfmApi;
  readonly auth: LastfmAuth;
  readonly sender: ScrobbleSender;
};

/** Opens the link with the keys and the server in force; `null` without keys. Throws `AppError('usage')` for a bad address. */
export function openLastfmLink(parts: Parts): LastfmLink | null {
  const { db, clock, log, account } = parts;
  const { apiUrl, authUrl, apiKey, apiSecret, service } = account.settings();
  if (apiKey === null || apiSecret === null) return null;
  const api = createLastfmApi({
    apiUrl,
    apiKey,
    sharedSecret: apiSecret,
    userAgent: `tonearm/${version}`,
    limiter: createRateLimiter(clock),
    clock,
    log,
  });
  const auth = createAuth({
    api,
    apiKey,
    authUrl,
    storage: { pending: account.pending, keepPending: account.keepPending, signIn: parts.onSignedIn },
    clock,
    log,
    onEvent: parts.onAuth,
  });
  const sender = createScrobbleSender({
    api,
    storage: scrobbleDelivery(db, clock, readSchedule),
    session: () => {
      const session = account.session();
      if (session === null) return null;
      return { service, account: session.username.toLowerCase(), sessionKey: session.sessionKey };
    },
    isEnabled: () => account.settings().enabled,
    clock,
    log,
    onSettled: parts.onSettled,
    onChange: parts.onSenderChange,
  });
  return { api, auth, sender };
}
