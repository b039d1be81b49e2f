import { createLastfmApi, type LastfmApi } from '../../src/lastfm/api.ts';
import type { RateLimiter } from '../../src/lastfm/rate-limit.ts';
import { type Clock, systemClock } from '../../src/system/clock.ts';
import { type Log, silentLog } from '../../src/system/log.ts';
import type { LastfmServer } from './lastfm-server.ts';

/** A limiter without a limit, for tests of something else. */
export const noLimit: RateLimiter = { take: () => Promise.resolve() };

type Overrides = {
  readonly apiKey?: string;
  readonly sharedSecret?: string;
  readonly apiUrl?: string;
  readonly clock?: Clock;
  readonly limiter?: RateLimiter;
  readonly log?: Log;
};

/** The program's own Last.fm client, speaking to the test server. */
export function connectTo(server: LastfmServer, overrides: Overrides = {}): LastfmApi {
  return createLastfmApi({
    apiUrl: server.url,
    apiKey: server.apiKey,
    sharedSecret: server.sharedSecret,
    userAgent: 'tonearm/test (tests)',
    limiter: noLimit,
    clock: systemClock,
    log: silentLog,
    random: () => 0,
    ...overrides,
  });
}
