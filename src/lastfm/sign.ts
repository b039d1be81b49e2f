import { createHash } from 'node:crypto';

/** A request's parameters in any order: the one list that is both signed and sent. */
export type ApiParams = readonly (readonly [name: string, value: string])[];

/** Never part of a signature, though they may be sent. */
const UNSIGNED = new Set(['format', 'callback', 'api_sig']);

/** Keeps what has a value: a parameter that is signed but not sent, or sent empty, breaks the signature. */
export function presentParams(params: readonly (readonly [name: string, value: string | number | null])[]): ApiParams {
  return params.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)] as const]));
}

/** Last.fm's `api_sig` for these parameters: 32 lower-case hex digits. https://www.last.fm/api/authspec#8 */
export function signParams(params: ApiParams, sharedSecret: string): string {
  // Byte order, so `artist[10]` comes before `artist[1]` and `track[0]` after `trackNumber[0]`; never a locale's order.
  const signed = params
    .filter(([name]) => !UNSIGNED.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => name + value)
    .join('');
  return createHash('md5')
    .update(signed + sharedSecret, 'utf8')
    .digest('hex');
}
