import { z } from 'zod';
import { cleanTag } from '../model/clean-text.ts';
import { classify } from './errors.ts';
import { LastfmError } from './lastfm-error.ts';

/** What came back, before anybody has understood it. */
export type RawAnswer = {
  readonly httpStatus: number;
  readonly text: string;
  readonly dateHeader: string | null;
  readonly retryAfterHeader: string | null;
};

/** A successful answer: a JSON object, and the server's clock. */
export type Answer = {
  readonly body: Readonly<Record<string, unknown>>;
  readonly httpStatus: number;
  /** UNIX milliseconds of the `Date` header. */
  readonly serverTimeMs: number | null;
};

const LONGEST_RETRY_AFTER_MS = 12 * 3_600_000;
const LONGEST_MESSAGE = 200;

/** A number that Last.fm writes as a string and some compatible servers as a number. */
export const lenientNumber = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** Text, whatever a server made of it: `null` and objects that a machine made of XML included. */
export const lenientText = z
  .union([
    z.string(),
    z.number().transform(String),
    z.object({ '#text': z.string() }).transform((leaf) => leaf['#text']),
  ])
  .nullish()
  .catch(null)
  .transform((text) => cleanTag(text));

/**
 * The five ways in which servers of this protocol say that something failed: Last.fm's flat one, GNU FM's nested one (also
 * inside `lfm`), Maloja's object, ListenBrainz' (whose `code` is an HTTP status), and a bare `status` of `failed`.
 */
const errorShapes = z.union([
  z
    .object({ error: lenientNumber, message: lenientText })
    .transform(({ error, message }) => ({ code: error, httpStatus: null, message })),
  z
    .object({ error: z.object({ code: lenientNumber, '#text': lenientText }) })
    .transform(({ error }) => ({ code: error.code, httpStatus: null, message: error['#text'] })),
  z
    .object({ code: lenientNumber, error: lenientText })
    .transform(({ code, error }) => ({ code: null, httpStatus: code, message: error })),
  z
    .object({ error: z.object({ type: lenientText, desc: lenientText }) })
    .transform(({ error }) => ({ code: null, httpStatus: null, message: error.desc ?? error.type })),
  z
    .object({ error: z.string(), message: lenientText })
    .transform(({ error, message }) => ({ code: null, httpStatus: null, message: message ?? cleanTag(error) })),
  z
    .object({ status: z.enum(['failed', 'failure', 'error']), message: lenientText })
    .transform(({ message }) => ({ code: null, httpStatus: null, message })),
]);

const XML_ERROR = /<error\s+code="(?<code>\d+)"\s*>(?<message>[^<]*)</;

/**
 * Reads an answer in the order body, error number, HTTP status: a 200 may carry an error and a 500 may carry a page.
 * Throws `LastfmError` unless it is a JSON object of success. `secrets` are blotted out of whatever the server says.
 */
export function readAnswer(raw: RawAnswer, secrets: readonly string[]): Answer {
  const serverTimeMs = parseDate(raw.dateHeader);
  const body = parseObject(raw.text);
  const said = body === null ? xmlError(raw.text) : jsonError(body);
  const isSuccess = raw.httpStatus >= 200 && raw.httpStatus < 300;
  if (body !== null && said === null && isSuccess) return { body, httpStatus: raw.httpStatus, serverTimeMs };

  const facts = {
    code: said?.code ?? null,
    httpStatus: said?.httpStatus ?? raw.httpStatus,
    retryAfterMs: parseRetryAfter(raw.retryAfterHeader, serverTimeMs),
    serverTimeMs,
    serverMessage: blot(said?.message ?? null, secrets),
  };
  const { mayHaveHappened } = classify(new LastfmError({ ...facts, outcome: 'unknown' }));
  throw new LastfmError({ ...facts, outcome: mayHaveHappened ? 'unknown' : 'refused' });
}

/** An answer of success that does not hold what it should: whether the request was carried out is unknown. */
export function unusableAnswer({ httpStatus, serverTimeMs }: Answer): LastfmError {
  return new LastfmError({ code: null, httpStatus, outcome: 'unknown', serverTimeMs });
}

type Said = { readonly code: number | null; readonly httpStatus: number | null; readonly message: string | null };

function jsonError(body: Readonly<Record<string, unknown>>): Said | null {
  const said = errorShapes.safeParse(body);
  if (said.success) return said.data;
  return body['lfm'] === undefined ? null : (errorShapes.safeParse(body['lfm']).data ?? null);
}

function xmlError(text: string): Said | null {
  const found = XML_ERROR.exec(text)?.groups;
  if (found === undefined) return null;
  return { code: Number(found['code']), httpStatus: null, message: cleanTag(found['message']) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function parseDate(header: string | null): number | null {
  const atMs = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(atMs) ? null : atMs;
}

function parseRetryAfter(header: string | null, serverTimeMs: number | null): number | null {
  if (header === null) return null;
  const atMs = parseDate(header);
  const waitMs = /^\d+$/.test(header)
    ? Number(header) * 1000
    : atMs === null
      ? null
      : atMs - (serverTimeMs ?? Date.now());
  return waitMs === null || waitMs <= 0 ? null : Math.min(waitMs, LONGEST_RETRY_AFTER_MS);
}

function blot(message: string | null, secrets: readonly string[]): string | null {
  if (message === null) return null;
  const blotted = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message);
  return blotted.length > LONGEST_MESSAGE ? `${blotted.slice(0, LONGEST_MESSAGE)}…` : blotted;
}
