type Facts = {
  readonly code: number | null;
  readonly httpStatus: number | null;
  readonly outcome: 'refused' | 'unknown';
  readonly retryAfterMs?: number | null;
  readonly serverTimeMs?: number | null;
  readonly serverMessage?: string | null;
  readonly cause?: unknown;
};

/**
 * A request to Last.fm that did not succeed, as facts; `classify` says what they mean. It never holds a key, a token or
 * what was sent.
 */
export class LastfmError extends Error {
  override readonly name = 'LastfmError';
  /** Last.fm's own error number; `null` when none came. */
  readonly code: number | null;
  /** `null` when no answer came. */
  readonly httpStatus: number | null;
  /** `refused`: nothing was recorded. `unknown`: it may have been, so the same thing has to be sent again, unchanged. */
  readonly outcome: 'refused' | 'unknown';
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number | null;
  /** UNIX milliseconds by the server's clock. */
  readonly serverTimeMs: number | null;
  /** The server's own words, cleaned; `null` when it said none. */
  readonly serverMessage: string | null;

  constructor(facts: Facts) {
    super(describe(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.httpStatus = facts.httpStatus;
    this.outcome = facts.outcome;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.serverTimeMs = facts.serverTimeMs ?? null;
    this.serverMessage = facts.serverMessage ?? null;
  }
}

function describe({ code, httpStatus, serverMessage }: Facts): string {
  const words = serverMessage ? `: ${serverMessage}` : '';
  if (code !== null) return `Last.fm answered error ${code}${words}`;
  if (httpStatus !== null) return `Last.fm answered HTTP ${httpStatus} without a usable answer${words}`;
  return `Last.fm did not answer${words}`;
}
