import { createHash } from 'node:crypto';

/** Last.fm's error numbers as the test server uses them. */
export class Refusal extends Error {
  readonly code: number;
  readonly httpStatus: number;
  constructor(code: number, message: string, httpStatus = 400) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
  }
}

export type Params = ReadonlyMap<string, string>;

/** One play as it came over the wire. */
export type ReceivedPlay = {
  readonly artist: string;
  readonly track: string;
  readonly timestamp: number;
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly trackNumber: string | null;
  readonly duration: string | null;
  readonly mbid: string | null;
};

const WRITES = new Set(['track.scrobble', 'track.updateNowPlaying', 'track.love', 'track.unlove']);
const OPTIONAL = ['album', 'albumArtist', 'trackNumber', 'duration', 'mbid'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'auth.getToken': [],
  'auth.getSession': ['token'],
  'user.getInfo': ['sk', 'user'],
  'track.updateNowPlaying': ['sk', 'artist', 'track', ...OPTIONAL],
  'track.scrobble': ['sk', 'artist', 'track', 'timestamp', 'chosenByUser', ...OPTIONAL],
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// oxlint-disable-next-line no-control-regex -- these are what must never arrive
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;

/** Reads a form strictly: UTF-8, no name twice, nothing empty. */
export function parseForm(text: string): Params {
  const params = new Map<string, string>();
  for (const pair of text === '' ? [] : text.split('&')) {
    const cut = pair.indexOf('=');
    if (cut < 0) throw new Refusal(6, `Parameter without a value: ${pair}`);
    const name = decode(pair.slice(0, cut));
    const value = decode(pair.slice(cut + 1));
    if (params.has(name)) throw new Refusal(6, `Parameter sent twice: ${name}`);
    if (value === '') throw new Refusal(6, `Parameter sent empty: ${name}`);
    params.set(name, value);
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal(6, 'Not UTF-8');
  }
}

/** Checks where the parameters travelled and which they are. */
export function checkCall(
  method: string,
  params: Params,
  http: { readonly verb: string; readonly hasQuery: boolean; readonly contentType: string },
): void {
  const allowed = ALLOWED[method];
  if (allowed === undefined) throw new Refusal(3, 'Invalid Method - No method with that name in this package');
  if (WRITES.has(method)) {
    if (http.verb !== 'POST') throw new Refusal(6, 'This method requires a POST request');
    if (http.hasQuery) throw new Refusal(6, 'A write carries everything in its body');
    if (!http.contentType.startsWith('application/x-www-form-urlencoded')) throw new Refusal(6, 'Not a form');
  } else if (http.verb !== 'GET') {
    throw new Refusal(6, 'A read is a GET request');
  }
  if (params.get('format') !== 'json') throw new Refusal(6, 'format=json expected');
  for (const name of params.keys()) {
    const bare = name.replace(/\[\d+\]$/, '');
    if (['method', 'api_key', 'api_sig', 'format'].includes(name)) continue;
    if (!allowed.includes(bare)) throw new Refusal(6, `Unknown parameter: ${name}`);
    if (bare !== name && method !== 'track.scrobble') throw new Refusal(6, `Unexpected index: ${name}`);
  }
}

/** Checks the signature by the bytes of the names, with nothing of the program's own code. */
export function checkSignature(params: Params, sharedSecret: string): void {
  const names = [...params.keys()]
    .filter((name) => name !== 'api_sig' && name !== 'format' && name !== 'callback')
    .map((name) => Buffer.from(name, 'utf8'));
  names.sort((a, b) => Buffer.compare(a, b));
  const hash = createHash('md5');
  for (const name of names) {
    hash.update(name);
    hash.update(Buffer.from(params.get(name.toString('utf8')) ?? '', 'utf8'));
  }
  hash.update(Buffer.from(sharedSecret, 'utf8'));
  if (params.get('api_sig') !== hash.digest('hex')) throw new Refusal(13, 'Invalid method signature supplied', 403);
}

/** The plays of a scrobble request: one bare, or up to 50 with indexes from 0 without gaps. */
export function readPlays(params: Params): readonly ReceivedPlay[] {
  const own = [...params.keys()].filter((name) => !['method', 'api_key', 'api_sig', 'format', 'sk'].includes(name));
  const indexed = own.filter((name) => /\[\d+\]$/.test(name));
  if (indexed.length === 0) return [readPlay(params, '')];
  if (indexed.length !== own.length) throw new Refusal(6, 'Bare and indexed names mixed');
  const indexes = new Set(indexed.map((name) => name.slice(name.indexOf('['))));
  if (indexes.size > 50) throw new Refusal(6, 'More than 50 scrobbles');
  return Array.from({ length: indexes.size }, (_, i) => {
    if (!indexes.has(`[${i}]`)) throw new Refusal(6, 'Indexes with a gap');
    return readPlay(params, `[${i}]`);
  });
}

function readPlay(params: Params, suffix: string): ReceivedPlay {
  const timestamp = required(params, `timestamp${suffix}`);
  if (!/^\d+$/.test(timestamp)) throw new Refusal(6, 'timestamp is not a number');
  return { ...readTrack(params, suffix), timestamp: Number(timestamp) };
}

/** The track of a request, as strictly as the most careful server would take it. */
export function readTrack(params: Params, suffix: string): Omit<ReceivedPlay, 'timestamp'> {
  const optional = (name: string): string | null => params.get(name + suffix) ?? null;
  const play = {
    artist: required(params, `artist${suffix}`),
    track: required(params, `track${suffix}`),
    album: optional('album'),
    albumArtist: optional('albumArtist'),
    trackNumber: optional('trackNumber'),
    duration: optional('duration'),
    mbid: optional('mbid'),
  };
  for (const [name, text] of Object.entries(play)) {
    if (text !== null && (HIDDEN.test(text) || text !== text.trim() || text !== text.normalize('NFC'))) {
      throw new Refusal(6, `Unclean text: ${name}`);
    }
  }
  if (/^\[?unknown(?: artist| title| track)?\]?$|^\(?null\)?$/i.test(play.artist)) throw new Refusal(6, 'A stand-in');
  if (play.albumArtist !== null && /^various artists$|^va$/i.test(play.albumArtist)) {
    throw new Refusal(6, 'Various Artists sent');
  }
  if (play.duration !== null && !(/^\d+$/.test(play.duration) && Number(play.duration) >= 30)) {
    throw new Refusal(6, 'duration below 30 or not a whole number');
  }
  if (play.trackNumber !== null && !/^[1-9]\d*$/.test(play.trackNumber)) throw new Refusal(6, 'trackNumber');
  if (play.mbid !== null && !UUID.test(play.mbid)) throw new Refusal(6, 'mbid is not a UUID');
  return play;
}

function required(params: Params, name: string): string {
  const value = params.get(name);
  if (value === undefined) throw new Refusal(6, `Invalid parameters - Missing a required parameter: ${name}`);
  return value;
}
