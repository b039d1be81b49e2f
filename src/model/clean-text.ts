/**
 * Everything a terminal, a log or a reader of text could be tricked by: C0 and C1 controls, bidirectional overrides
 * and isolates, line and paragraph separators, and lone surrogates.
 */
// oxlint-disable-next-line no-control-regex -- removing them is the point
const HOSTILE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** Characters without width that hide in tags: zero-width space and joiner marks, word joiner, byte-order mark, soft hyphen. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/gu;

/** Text from outside, safe to show on a terminal or write to a log: one line, no escape can survive. Never throws. */
export function cleanForDisplay(text: string): string {
  return text.replaceAll(/[\t\n\r]+/g, ' ').replaceAll(HOSTILE, '');
}

/** A tag's text as it is stored and sent: NFC, without control and invisible characters, trimmed; `null` when nothing is left. */
export function cleanTag(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const cleaned = cleanForDisplay(text).replaceAll(INVISIBLE, '').normalize('NFC').trim();
  return cleaned === '' ? null : cleaned;
}
