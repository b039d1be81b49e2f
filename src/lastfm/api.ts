import pRetry from 'p-retry';
import { z } from 'zod';
import type { ScrobbleTrack } from '../model/scrobble.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { type Answer, lenientText, readAnswer, unusableAnswer } from './answer.ts';
import { parseApiUrl } from './api-url.ts';
import { LastfmError } from './lastfm-error.ts';
import type { RateLimiter, RequestKind } from './rate-limit.ts';
import { readScrobbleAnswer, type ScrobbleAnswer } from './scrobble-answer.ts';
import { trackParams } from './scrobble-track.ts';
import { presentParams, signParams } from './sign.ts';
import { exchange, isNeverSent, networkError, openDispatcher, type Network } from './transport.ts';

const MOST_SCROBBLES = 50;

const SHORT_RETRIES = 2;
const SHORT_RETRY_MS = 500;

export type ApiOptions = {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sharedSecret: string;
  readonly userAgent: string;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1. */
  readonly random?: () => number;
  /** Stands in for the network. */
  readonly dispatcher?: Network;
};

export type DatedScrobble = ScrobbleTrack & {
  /** UNIX seconds when the play began. */
  readonly timestamp: number;
};

/** Last.fm's calls. Each throws `LastfmError` when it did not succeed. */
export type LastfmApi = {
  readonly getToken: () => Promise<string>;
  readonly getSession: (token: string) => Promise<{ readonly username: string; readonly sessionKey: string }>;
  readonly updateNowPlaying: (sessionKey: string, track: ScrobbleTrack) => Promise<void>;
  /** At most 50, oldest first. */
  readonly scrobble: (sessionKey: string, items: readonly DatedScrobble[]) => Promise<ScrobbleAnswer>;
  /** Whose session this is: the cheapest way to learn whether it still lives. */
  readonly userInfo: (
    sessionKey: string,
  ) => Promise<{ readonly username: string; readonly serverTimeMs: number | null }>;
  /** Ends kept connections. */
  readonly close: () => Promise<void>;
};

type Call = {
  readonly method: string;
  readonly kind: RequestKind;
  readonly params: readonly (readonly [string, string | number | null])[];
  /** Whether a failure that never reached the server is tried again at once. */
  readonly retries: number;
  /** Of the parameters, what no error may repeat. */
  readonly secrets: readonly string[];
};

/** Speaks to Last.fm, or to a server of the same protocol. Throws `AppError('usage')` for an address that is neither http nor https. */
export function createLastfmApi(options: ApiOptions): LastfmApi {
  const { apiKey, sharedSecret, clock, limiter, log } = options;
  const random = options.random ?? Math.random;
  const server = parseApiUrl(options.apiUrl);
  if (server.warning !== null) log.warn(server.warning);
  const dispatcher = options.dispatcher ?? openDispatcher(server);

  const call = async ({ method, kind, params, retries, secrets }: Call): Promise<Answer> => {
    const present = presentParams([['method', method], ['api_key', apiKey], ...params]);
    const signed = [...present, ['api_sig', signParams(present, sharedSecret)], ['format', 'json']] as const;
    const form = new URLSearchParams(signed.map(([name, value]): [string, string] => [name, value])).toString();
    const attempt = async (): Promise<Answer> => {
      await limiter.take(kind);
      const raw = await exchange({
        dispatcher,
        url: server.url,
        isRead: kind === 'read',
        form,
        userAgent: options.userAgent,
        clock,
      });
      return readAnswer(raw, [apiKey, sharedSecret, ...secrets]);
    };
    try {
      return await pRetry(attempt, {
        retries,
        // The pause is made below, by the injected clock.
        minTimeout: 0,
        shouldRetry: async ({ error, attemptNumber }) => {
          if (!isNeverSent(error)) return false;
          await pause(clock, SHORT_RETRY_MS * attemptNumber * (0.5 + random()));
          return true;
        },
      });
    } catch (error) {
      const failure = error instanceof LastfmError ? error : networkError(error);
      log.info('request to Last.fm failed', {
        method,
        code: failure.code,
        httpStatus: failure.httpStatus,
        message: failure.message,
      });
      throw failure;
    }
  };

  const userCall = (method: string, sessionKey: string): Pick<Call, 'method' | 'secrets'> => ({
    method,
    secrets: [sessionKey],
  });

  return {
    getToken: async () => {
      const answer = await call({
        method: 'auth.getToken',
        kind: 'read',
        params: [],
        retries: SHORT_RETRIES,
        secrets: [],
      });
      return parseOr(tokenBody, answer).token;
    },
    getSession: async (token) => {
      const answer = await call({
        method: 'auth.getSession',
        kind: 'read',
        params: [['token', token]],
        retries: SHORT_RETRIES,
        secrets: [token],
      });
      const { session } = parseOr(sessionBody, answer);
      return { username: session.name, sessionKey: session.key };
    },
    updateNowPlaying: async (sessionKey, track) => {
      const params = [...trackParams(track), ['sk', sessionKey]] as const;
      // It is about this moment: a second try would come too late.
      await call({ ...userCall('track.updateNowPlaying', sessionKey), kind: 'write', params, retries: 0 });
    },
    scrobble: async (sessionKey, items) => {
      if (items.length === 0 || items.length > MOST_SCROBBLES) throw new RangeError('1 to 50 scrobbles a request');
      const params = [...items.flatMap(scrobbleParams), ['sk', sessionKey]] as const;
      const answer = await call({
        ...userCall('track.scrobble', sessionKey),
        kind: 'write',
        params,
        retries: SHORT_RETRIES,
      });
      return readScrobbleAnswer(answer, items);
    },
    userInfo: async (sessionKey) => {
      const params = [['sk', sessionKey]] as const;
      const answer = await call({
        ...userCall('user.getInfo', sessionKey),
        kind: 'read',
        params,
        retries: SHORT_RETRIES,
      });
      return { username: parseOr(userBody, answer).user.name, serverTimeMs: answer.serverTimeMs };
    },
    close: async () => {
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

/** Always the indexed form, from 0 and without gaps: bare and indexed names must not be mixed. */
function scrobbleParams(item: DatedScrobble, index: number): readonly (readonly [string, string | number | null])[] {
  const params = [...trackParams(item), ['timestamp', item.timestamp]] as const;
  return params.map(([name, value]) => [`${name}[${index}]`, value]);
}

const username = lenientText.pipe(z.string());
/** Tokens and session keys are opaque: today's are no longer hexadecimal. */
const opaque = z.string().min(1).max(500);
const tokenBody = z.object({ token: opaque });
const sessionBody = z.object({ session: z.object({ name: username, key: opaque }) });
const userBody = z.object({ user: z.object({ name: username }) });

function parseOr<Schema extends z.ZodType>(schema: Schema, answer: Answer): z.infer<Schema> {
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) throw unusableAnswer(answer);
  return parsed.data;
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}
