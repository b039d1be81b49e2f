import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../model/app-error.ts';
import type { AuthState } from '../model/events.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { LastfmApi } from './api.ts';
import { approvalUrl } from './api-url.ts';
import { classify, toAppError } from './errors.ts';
import { LastfmError } from './lastfm-error.ts';

/** What the sign-in needs from storage. Every write is durable when its promise resolves. */
export type AuthStorage = {
  /** What `keepPending` was last given; holds a token, so it is stored like a secret. */
  readonly pending: () => string | null;
  readonly keepPending: (pending: string | null) => Promise<void>;
  readonly signIn: (session: { readonly username: string; readonly sessionKey: string }) => Promise<void>;
};

export type AuthEvent = {
  readonly state: AuthState;
  readonly username: string | null;
  /** Why it ended without a session, for the user. */
  readonly problem: AppError | null;
};

export type AuthOptions = {
  readonly api: Pick<LastfmApi, 'getToken' | 'getSession'>;
  readonly apiKey: string;
  /** The page where the user allows the application. */
  readonly authUrl: string;
  readonly storage: AuthStorage;
  readonly clock: Clock;
  readonly log: Log;
  readonly onEvent: (event: AuthEvent) => void;
};

/** A sign-in that was begun. */
export type SignInRequest = {
  /** To be opened by the user, anywhere. */
  readonly url: string;
  readonly token: string;
  /** UNIX seconds. */
  readonly expiresAt: number;
};

/** Last.fm's sign-in for programs without a web page: https://www.last.fm/api/desktopauth */
export type LastfmAuth = {
  /** Goes on with a sign-in that an earlier engine began. */
  readonly resume: () => void;
  /** Begins, or gives the one that is under way while it has time left. Throws `AppError`. */
  readonly begin: () => Promise<SignInRequest>;
  /**
   * Trades an approved token in now, in place of waiting for the next poll. A token that was traded in already answers the same
   * user again. Throws `AppError('not-signed-in')` while it is not approved and when it has expired.
   */
  readonly complete: (token: string) => Promise<{ readonly username: string }>;
  /** Whether a token waits for approval. */
  readonly isPending: () => boolean;
  /** Gives up a sign-in under way and forgets which token was traded in last: for Esc, and for signing out. */
  readonly cancel: () => Promise<void>;
  /** Stops polling; a sign-in under way is resumed by the next engine. */
  readonly close: () => void;
};

const MINUTE_MS = 60_000;
const TOKEN_LIFE_MS = 60 * MINUTE_MS;
/** A sign-in with less time left than this is not handed out again. */
const ENOUGH_TIME_MS = 10 * MINUTE_MS;
/** Nobody documents how often to ask; other programs do so every five seconds. */
const POLL_MS = 5_000;
const LONGEST_POLL_MS = MINUTE_MS;
/** An overloaded server calls tokens invalid too: believed when it says so twice in a row. */
const INVALID_ANSWERS = 2;

const NOT_APPROVED = 14;
const EXPIRED = 15;
const INVALID = 4;

const waitingSchema = z.object({ token: z.string(), expiresAtMs: z.number() });
/** A used token is worth nothing, but no reader of the database should have to know that. */
const tradedSchema = z.object({ tradedToken: z.string(), username: z.string() });
type Waiting = z.infer<typeof waitingSchema>;

/** Signs in; begins nothing by itself. */
export function createAuth({ api, apiKey, authUrl, storage, clock, log, onEvent }: AuthOptions): LastfmAuth {
  let cancelPoll = (): void => {};
  let isClosed = false;
  /** The exchange under way: a token works once, so whoever wants it traded in shares it. */
  let exchange: { readonly token: string; readonly done: Promise<{ readonly username: string }> } | null = null;

  const waiting = (): Waiting | null => read(waitingSchema, storage.pending());

  const requestFor = ({ token, expiresAtMs }: Waiting): SignInRequest => ({
    url: approvalUrl(authUrl, apiKey, token),
    token,
    expiresAt: Math.floor(expiresAtMs / 1000),
  });

  const poll = (delayMs: number, invalidAnswers: number): void => {
    cancelPoll();
    if (isClosed) return;
    cancelPoll = clock.after(delayMs, () => void ask(delayMs, invalidAnswers));
  };

  const end = async (state: AuthState, problem: AppError | null): Promise<void> => {
    cancelPoll();
    await storage.keepPending(null);
    onEvent({ state, username: null, problem });
  };

  const ask = async (delayMs: number, invalidAnswers: number): Promise<void> => {
    const request = waiting();
    if (request === null || isClosed) return;
    try {
      if (clock.now() >= request.expiresAtMs) return await end('expired', expired());
      await trade(request.token);
    } catch (error) {
      await afterRefusal(error, { token: request.token, delayMs, invalidAnswers });
    }
  };

  type Asked = { readonly token: string; readonly delayMs: number; readonly invalidAnswers: number };

  const afterRefusal = async (error: unknown, { token, delayMs, invalidAnswers }: Asked): Promise<void> => {
    if (isClosed || waiting()?.token !== token) return;
    if (!(error instanceof LastfmError)) {
      log.error('the sign-in could not be stored', { error: error instanceof Error ? error.message : String(error) });
      return poll(LONGEST_POLL_MS, 0);
    }
    if (error.code === NOT_APPROVED) return poll(POLL_MS, 0);
    if (error.code === EXPIRED) return end('expired', expired());
    const { treatment } = classify(error);
    if (error.code === INVALID) {
      if (invalidAnswers + 1 >= INVALID_ANSWERS) return end('expired', invalid());
      return poll(POLL_MS, invalidAnswers + 1);
    }
    if (treatment === 'configuration' || treatment === 'check-signature') return end('expired', toAppError(error));
    const backOffMs = Math.max(POLL_MS, Math.min(delayMs * 2, LONGEST_POLL_MS), error.retryAfterMs ?? 0);
    return poll(backOffMs, 0);
  };

  const trade = (token: string): Promise<{ readonly username: string }> => {
    if (exchange?.token === token) return exchange.done;
    const done = tradeIn(token).finally(() => {
      exchange = null;
    });
    exchange = { token, done };
    return done;
  };

  const tradeIn = async (token: string): Promise<{ readonly username: string }> => {
    const session = await api.getSession(token);
    const { username } = session;
    cancelPoll();
    await storage.signIn(session);
    await storage.keepPending(JSON.stringify({ tradedToken: fingerprint(token), username }));
    onEvent({ state: 'authenticated', username, problem: null });
    return { username };
  };

  return {
    resume: () => {
      if (waiting() !== null) poll(0, 0);
    },
    begin: async () => {
      const underWay = waiting();
      if (underWay !== null && underWay.expiresAtMs - clock.now() >= ENOUGH_TIME_MS) return requestFor(underWay);
      const request = { token: await getToken(api), expiresAtMs: clock.now() + TOKEN_LIFE_MS };
      await storage.keepPending(JSON.stringify(request));
      onEvent({ state: 'pending', username: null, problem: null });
      poll(POLL_MS, 0);
      return requestFor(request);
    },
    complete: async (token) => {
      const traded = read(tradedSchema, storage.pending());
      if (traded?.tradedToken === fingerprint(token)) return { username: traded.username };
      const isShared = exchange?.token === token;
      try {
        return await trade(token).catch((error: unknown) => {
          // The poll that was under way may have asked just before the user approved.
          if (isShared && error instanceof LastfmError && error.code === NOT_APPROVED) return trade(token);
          throw error;
        });
      } catch (error) {
        throw wordsFor(error);
      }
    },
    isPending: () => waiting() !== null,
    cancel: async () => {
      if (waiting() !== null) await end('disconnected', null);
      else if (storage.pending() !== null) await storage.keepPending(null);
    },
    close: () => {
      isClosed = true;
      cancelPoll();
    },
  };
}

function read<Schema extends z.ZodType>(schema: Schema, stored: string | null): z.infer<Schema> | null {
  if (stored === null) return null;
  try {
    return schema.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}

async function getToken(api: Pick<LastfmApi, 'getToken'>): Promise<string> {
  try {
    return await api.getToken();
  } catch (error) {
    throw wordsFor(error);
  }
}

function wordsFor(error: unknown): unknown {
  if (!(error instanceof LastfmError)) return error;
  if (error.code === EXPIRED) return expired();
  if (error.code === INVALID) return invalid();
  if (error.code === NOT_APPROVED) {
    const { message, hint } = classify(error);
    return new AppError('not-signed-in', message, { hint: hint ?? undefined });
  }
  return toAppError(error);
}

function expired(): AppError {
  return new AppError('not-signed-in', 'The sign-in took longer than an hour.', {
    hint: 'Begin again: tonearm lastfm login.',
  });
}

function invalid(): AppError {
  return new AppError('not-signed-in', 'Last.fm does not know this token, or it was used before.', {
    hint: 'Begin again: tonearm lastfm login.',
  });
}

function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
