import { Agent, type Dispatcher, EnvHttpProxyAgent, errors } from 'undici';
import { messageOf } from '../model/app-error.ts';
import type { Clock } from '../system/clock.ts';
import type { RawAnswer } from './answer.ts';
import type { ApiServer } from './api-url.ts';
import { LastfmError } from './lastfm-error.ts';

const CONNECT_TIMEOUT_MS = 15_000;
const HEADERS_TIMEOUT_MS = 45_000;
const BODY_TIMEOUT_MS = 30_000;
/** The whole of one attempt, so that a server which sends a byte now and then cannot hold the sender. */
const ATTEMPT_TIMEOUT_MS = 60_000;
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

/** Failures from before the request left: trying again cannot do anything twice. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The network as requests see it. */
export type Network = Dispatcher;

/** Kept connections with time-outs, through the proxy that the environment names. */
export function openDispatcher({ isLoopback }: ApiServer): Network {
  const settings = {
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: BODY_TIMEOUT_MS,
    maxResponseSize: LARGEST_ANSWER_BYTES,
    // What every client of this protocol speaks; a request here and there gains nothing from HTTP/2.
    allowH2: false,
  };
  // A proxy could not reach this machine's own address.
  return isLoopback ? new Agent(settings) : new EnvHttpProxyAgent(settings);
}

export type Exchange = {
  readonly dispatcher: Network;
  readonly url: URL;
  readonly isRead: boolean;
  readonly form: string;
  readonly userAgent: string;
  readonly clock: Clock;
};

/** One request and its answer, whatever it says. Redirects are not followed: they would carry the session elsewhere. */
export async function exchange({ dispatcher, url, isRead, form, userAgent, clock }: Exchange): Promise<RawAnswer> {
  const abort = new AbortController();
  const cancelTimer = clock.after(ATTEMPT_TIMEOUT_MS, () => abort.abort(new Error('no answer within a minute')));
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: url.origin,
      path: isRead ? `${url.pathname}?${form}` : url.pathname,
      method: isRead ? 'GET' : 'POST',
      headers: {
        'user-agent': userAgent,
        accept: 'application/json',
        ...(isRead ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      },
      body: isRead ? null : form,
      signal: abort.signal,
    });
    const text = await body.text();
    return {
      httpStatus: statusCode,
      text,
      dateHeader: one(headers['date']),
      retryAfterHeader: one(headers['retry-after']),
    };
  } finally {
    cancelTimer();
  }
}

function one(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** The network's own code, which Node hides one level down when it tried several addresses. */
function networkCode(error: unknown): string | null {
  if (error instanceof AggregateError) return networkCode(error.errors[0]);
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return networkCode(error.cause);
}

/** Whether this failed before anything had left this machine. */
export function isNeverSent(error: unknown): boolean {
  return NEVER_SENT.has(networkCode(error) ?? '');
}

/** A request that got no answer, as `LastfmError`. */
export function networkError(error: unknown): LastfmError {
  return new LastfmError({
    code: null,
    httpStatus: null,
    outcome: isNeverSent(error) ? 'refused' : 'unknown',
    serverMessage: networkWords(error),
    cause: error,
  });
}

function networkWords(error: unknown): string {
  if (error instanceof errors.ResponseExceededMaxSizeError) return 'the answer is too large';
  return networkCode(error) ?? messageOf(error);
}
