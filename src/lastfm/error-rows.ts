/** What a failed request means for the plays that wait. Nothing in this list ever deletes one. */
export type Treatment =
  /** Trouble on the way or on the server: everything waits, tried again by itself with growing pauses. */
  | 'transient'
  /** The session may be revoked, or the server overloaded: a few tries over minutes, then the user is asked to sign in. */
  | 'doubt-session'
  /** The session is invalid: confirmed once, then everything waits for a new sign-in. */
  | 'sign-in-again'
  /** Nothing can be sent until the user, or a new release, changes something. */
  | 'configuration'
  /** The signature was refused: if other calls pass, one item's text is the cause. */
  | 'check-signature'
  /** One of the items is at fault: the batch is halved until it is found and parked with Last.fm's words. */
  | 'permanent-item'
  /** Too many requests: minutes of silence, for scrobbles only. */
  | 'rate-limited'
  /** Too many scrobbles for this account: hours of silence, for scrobbles only. */
  | 'account-capped'
  /** An answer that only the sign-in knows what to do with. */
  | 'sign-in-only'
  /** Nobody has documented this one: three tries, then as `permanent-item`. */
  | 'unknown-code';

export type ErrorMeaning = {
  readonly meaning: string;
  readonly treatment: Treatment;
  /** Whether a write may have been carried out all the same. */
  readonly mayHaveHappened: boolean;
  /** The user's words, and what to do next. */
  readonly message: string;
  readonly hint: string | null;
};

export type ErrorRow = ErrorMeaning & {
  readonly code: number;
  /** Only for an answer whose words match: error 29 has two meanings and nothing else to tell them apart. */
  readonly saying?: RegExp;
};

export type HttpRow = ErrorMeaning & { readonly from: number; readonly to: number };

const WAITS = 'Nothing is lost: it is tried again by itself.';
const NEW_KEY = 'Check the API key and shared secret: https://www.last.fm/api/accounts';
const UPDATE = 'Look for a newer tonearm, or another API URL if you use your own server.';
const SIGN_IN = 'Sign in again: tonearm lastfm login. The plays that wait are kept.';

const transient = { treatment: 'transient', mayHaveHappened: true, hint: WAITS } as const;
const configuration = { treatment: 'configuration', mayHaveHappened: false } as const;
const item = {
  treatment: 'permanent-item',
  mayHaveHappened: false,
  hint: 'The play is kept aside with this reason: tonearm lastfm queue.',
} as const;
const signInOnly = { treatment: 'sign-in-only', mayHaveHappened: false } as const;

/**
 * Every error number of Last.fm's documentation and what experience adds to it, in the order in which they are tried.
 * https://www.last.fm/api/errorcodes
 */
export const ERROR_ROWS: readonly ErrorRow[] = [
  { code: 2, meaning: 'invalid service; seen in outages', ...transient, message: 'Last.fm has a service problem.' },
  { code: 3, meaning: 'no such method', ...configuration, message: 'This server does not offer that.', hint: UPDATE },
  {
    code: 4,
    meaning: 'authentication failed: access revoked, unknown token, or an overloaded server',
    treatment: 'doubt-session',
    mayHaveHappened: false,
    message: 'Last.fm does not accept the sign-in.',
    hint: SIGN_IN,
  },
  { code: 5, meaning: 'invalid format', ...configuration, message: 'Last.fm did not understand.', hint: UPDATE },
  {
    code: 6,
    meaning: 'invalid parameters, something not found, or a batch with too many bytes',
    ...item,
    message: 'Last.fm refused what was sent.',
  },
  { code: 7, meaning: 'invalid resource', ...item, message: 'Last.fm does not know what was sent.' },
  {
    code: 8,
    meaning: 'operation failed; the whole API answers this in an outage',
    ...transient,
    message: 'Last.fm could not do it just now.',
  },
  {
    code: 9,
    meaning: 'invalid session key',
    treatment: 'sign-in-again',
    mayHaveHappened: false,
    message: 'Last.fm no longer knows this sign-in.',
    hint: SIGN_IN,
  },
  { code: 10, meaning: 'invalid API key', ...configuration, message: 'Last.fm refuses the API key.', hint: NEW_KEY },
  { code: 11, meaning: 'service offline', ...transient, message: 'Last.fm is offline for the moment.' },
  {
    code: 12,
    meaning: 'subscribers only',
    ...configuration,
    message: 'Last.fm keeps this for subscribers.',
    hint: null,
  },
  {
    code: 13,
    meaning: 'invalid method signature',
    treatment: 'check-signature',
    mayHaveHappened: false,
    message: "Last.fm refuses the request's signature.",
    hint: NEW_KEY,
  },
  {
    code: 14,
    meaning: 'token not yet authorised',
    ...signInOnly,
    message: 'The sign-in is not approved yet.',
    hint: 'Open the address and allow tonearm.',
  },
  {
    code: 15,
    meaning: 'token expired (elsewhere: item not available for streaming)',
    ...signInOnly,
    message: 'The sign-in took longer than an hour.',
    hint: 'Begin again: tonearm lastfm login.',
  },
  {
    code: 16,
    meaning: 'temporarily unavailable; a write may have happened',
    ...transient,
    message: 'Last.fm is busy for the moment.',
  },
  {
    code: 17,
    meaning: 'login required, or private data of another user',
    ...configuration,
    message: 'Last.fm shows this only to its owner.',
    hint: SIGN_IN,
  },
  { code: 18, meaning: 'trial expired (legacy)', ...item, message: 'Last.fm refused: trial expired.' },
  { code: 20, meaning: 'not enough content (legacy radio)', ...item, message: 'Last.fm refused: not enough content.' },
  { code: 21, meaning: 'not enough members (legacy radio)', ...item, message: 'Last.fm refused: not enough members.' },
  { code: 22, meaning: 'not enough fans (legacy radio)', ...item, message: 'Last.fm refused: not enough fans.' },
  { code: 23, meaning: 'not enough neighbours (legacy)', ...item, message: 'Last.fm refused: not enough neighbours.' },
  { code: 24, meaning: 'no peak radio (legacy)', ...item, message: 'Last.fm refused: no radio at peak times.' },
  { code: 25, meaning: 'radio not found (legacy)', ...item, message: 'Last.fm refused: radio not found.' },
  { code: 26, meaning: 'API key suspended', ...configuration, message: 'The API key is suspended.', hint: NEW_KEY },
  { code: 27, meaning: 'deprecated', ...configuration, message: 'Last.fm no longer offers that.', hint: UPDATE },
  {
    code: 29,
    saying: /scrobbles/i,
    meaning: 'too many scrobbles for this account (a rolling day)',
    treatment: 'account-capped',
    mayHaveHappened: false,
    message: "Last.fm's limit of scrobbles for this account is reached.",
    hint: 'It goes on by itself in some hours.',
  },
  {
    code: 29,
    meaning: 'too many requests from this address',
    treatment: 'rate-limited',
    mayHaveHappened: false,
    message: 'Last.fm asks for a pause between requests.',
    hint: 'It goes on by itself in a while.',
  },
];

/** Any number that is not in the table. */
export const UNKNOWN_CODE: ErrorMeaning = {
  meaning: 'any other number',
  treatment: 'unknown-code',
  mayHaveHappened: true,
  message: 'Last.fm answered an error that nobody has documented.',
  hint: 'It is tried three times, then the play is kept aside: tonearm lastfm queue.',
};

/** What an answer without an error number means by its HTTP status, first match first. */
export const HTTP_ROWS: readonly HttpRow[] = [
  {
    from: 200,
    to: 299,
    meaning: 'not JSON, empty, cut off, or without what was asked for',
    ...transient,
    message: 'Last.fm answered something unreadable.',
  },
  {
    from: 300,
    to: 399,
    meaning: 'sent elsewhere, as a hotel or airport network does before its own sign-in',
    ...transient,
    mayHaveHappened: false,
    message: 'Something between here and Last.fm redirects requests.',
  },
  {
    from: 401,
    to: 401,
    meaning: 'as error 4',
    treatment: 'doubt-session',
    mayHaveHappened: false,
    message: 'Last.fm does not accept the sign-in.',
    hint: SIGN_IN,
  },
  {
    from: 403,
    to: 403,
    meaning: 'as error 4',
    treatment: 'doubt-session',
    mayHaveHappened: false,
    message: 'Last.fm does not accept the sign-in.',
    hint: SIGN_IN,
  },
  { from: 413, to: 413, meaning: 'the batch has too many bytes', ...item, message: 'Last.fm refused: too large.' },
  {
    from: 429,
    to: 429,
    meaning: 'as error 29',
    treatment: 'rate-limited',
    mayHaveHappened: false,
    message: 'Last.fm asks for a pause between requests.',
    hint: 'It goes on by itself in a while.',
  },
  { from: 400, to: 499, meaning: 'a page instead of an answer', ...transient, message: 'Last.fm answered a web page.' },
  { from: 500, to: 599, meaning: 'an outage', ...transient, message: 'Last.fm has an outage.' },
];

/** No HTTP answer at all: no network, no such host, refused, reset, timed out. */
export const NO_ANSWER: ErrorMeaning = {
  meaning: 'no answer: no network, connection refused, reset or timed out',
  ...transient,
  message: 'Last.fm cannot be reached.',
};
