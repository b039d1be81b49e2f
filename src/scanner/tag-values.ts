import { isUtf8 } from 'node:buffer';
import { cleanTag } from '../model/clean-text.ts';

/** No title is longer; more is rubbish or an attack, and would be carried through database, window and network. */
const LONGEST_TEXT = 1000;
const MOST_VALUES = 64;

/** A tag's text, cleaned and cut to 1,000 characters; `null` for anything that is no text. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = cleanTag(value.slice(0, LONGEST_TEXT * 4));
  if (text === null || text.length <= LONGEST_TEXT) return text;
  return cleanTag(text.slice(0, LONGEST_TEXT));
}

/** A tag's several values, each once, without empty ones. */
export function textsOf(values: readonly unknown[]): readonly string[] {
  const texts = values.slice(0, MOST_VALUES).flatMap((value) => textOf(value) ?? []);
  return [...new Set(texts)];
}

/** A count such as a track number; `null` for zero, negatives and nonsense. */
export function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 100_000 ? value : null;
}

const DATE = /^\s*(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?)?(?!\d)/;

/** A date as `2001`, `2001-05` or `2001-05-14`, from the ways in which tags write it; `null` where there is no year. */
export function dateOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const [, year, month, day] = DATE.exec(value) ?? [];
  if (year === undefined) return /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(value)?.[0] ?? null;
  if (year === '0000') return null;
  if (month === undefined || month === '00' || month > '12') return year;
  if (day === undefined || day === '00' || day > '31') return `${year}-${month}`;
  return `${year}-${month}-${day}`;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The first MusicBrainz identifier in a tag's value or values. */
export function uuidOf(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? (UUID.exec(first.slice(0, LONGEST_TEXT))?.[0].toLowerCase() ?? null) : null;
}

/** A number at the start of a text such as `-7.5 dB` or `+0,3dB`, if it lies within the limits. */
export function numberWithin(value: unknown, lowest: number, highest: number): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const number = Number.parseFloat(String(value).trim().slice(0, 40).replace(',', '.').replace('−', '-'));
  return number >= lowest && number <= highest ? number : null;
}

/** Text decoded as Latin-1 that is really UTF-8, decoded rightly: any other Latin-1 text is hardly ever valid UTF-8. */
export function repairLatin1(text: string): string {
  // oxlint-disable-next-line no-control-regex -- all of Latin-1
  if (!/[\u0080-\u00ff]/.test(text) || /[^\u0000-\u00ff]/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}
