/** What went wrong, as a word that callers may branch on; the message is for people only. */
export type ErrorCode =
  | 'failed'
  | 'usage'
  | 'not-found'
  | 'engine-not-running'
  | 'engine-incompatible'
  | 'not-configured'
  | 'not-signed-in'
  | 'mpv-missing'
  | 'mpv-failed'
  | 'database'
  | 'lastfm';

type Details = { readonly hint?: string | undefined; readonly cause?: unknown };

/** An error whose message is written for the user: what happened, and in `hint` what to do next, one line each. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint ?? null;
  }
}

/** The text of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s+/g, ' ').trim();
}
