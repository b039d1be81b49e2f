/** What becomes of a play that Last.fm took note of but did not record. */
export type IgnoredTreatment =
  /** It is recorded, now or before. */
  | 'accepted'
  /** Its final answer: it moves to the history with Last.fm's words. */
  | 'ignored'
  /** Too old or too new; which of the two, its timestamp says. */
  | 'by-time'
  /** The account's daily limit: it waits for hours. */
  | 'account-capped';

export type IgnoredRow = {
  readonly code: number;
  readonly meaning: string;
  readonly treatment: IgnoredTreatment;
  readonly reason: string;
};

/** Every `ignoredMessage` code. https://www.last.fm/api/show/track.scrobble; 91 is GNU FM's. */
export const IGNORED_ROWS: readonly IgnoredRow[] = [
  { code: 0, meaning: 'not ignored', treatment: 'accepted', reason: '' },
  {
    code: 1,
    meaning: 'artist ignored; in practice a catch-all (spam filter, too short, odd characters)',
    treatment: 'ignored',
    reason: 'artist ignored',
  },
  { code: 2, meaning: 'track ignored', treatment: 'ignored', reason: 'track ignored' },
  { code: 3, meaning: 'timestamp too old (about 14 days); GNU FM: too new', treatment: 'by-time', reason: 'too old' },
  { code: 4, meaning: 'timestamp too new; GNU FM: too old', treatment: 'by-time', reason: 'too new' },
  { code: 5, meaning: 'daily limit reached', treatment: 'account-capped', reason: 'daily limit' },
  { code: 91, meaning: 'already recorded (GNU FM)', treatment: 'accepted', reason: '' },
];

const UNKNOWN: Omit<IgnoredRow, 'code'> = {
  meaning: 'any other code',
  treatment: 'ignored',
  reason: 'ignored by Last.fm',
};

/** What this code means. Never throws. */
export function ignoredRow(code: number): IgnoredRow {
  return IGNORED_ROWS.find((row) => row.code === code) ?? { ...UNKNOWN, code };
}
