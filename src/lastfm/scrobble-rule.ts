/** Tracks this short never count. https://www.last.fm/api/scrobbling */
const SHORTEST_TRACK_MS = 30_000;
const LONGEST_WAIT_MS = 4 * 60_000;

/**
 * Listened time after which a play counts, in milliseconds, or `undefined` if it never does. A length that is not known,
 * as of a stream, counts at four minutes.
 */
export function scrobblePointMs(durationMs: number | null, thresholdPercent: number): number | undefined {
  if (durationMs === null) return LONGEST_WAIT_MS;
  if (durationMs <= SHORTEST_TRACK_MS) return undefined;
  return Math.min((durationMs * thresholdPercent) / 100, LONGEST_WAIT_MS);
}

/** What decides whether a play can be sent at all. */
export type Eligibility = {
  readonly artist: string | null;
  readonly title: string | null;
  readonly durationMs: number | null;
};

/** Why this is never scrobbled, in words that finish "not scrobbled: …"; `null` when it is. */
export function whyNotScrobbled({ artist, title, durationMs }: Eligibility): string | null {
  if (artist === null && title === null) return 'no artist and title tags';
  if (artist === null) return 'no artist tag';
  if (title === null) return 'no title tag';
  if (durationMs !== null && durationMs <= SHORTEST_TRACK_MS) return '30 seconds or shorter';
  return null;
}
