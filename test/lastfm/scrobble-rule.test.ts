import { describe, expect, it } from 'vitest';
import { scrobblePointMs, whyNotScrobbled } from '../../src/lastfm/scrobble-rule.ts';

describe('the scrobble point', () => {
  it.each([
    [30_000, 50, undefined],
    [30_001, 50, 15_000.5],
    [59_900, 50, 29_950],
    [220_000, 50, 110_000],
    [220_000, 25, 55_000],
    [220_000, 100, 220_000],
    [479_999, 50, 239_999.5],
    [480_000, 50, 240_000],
    [3_600_000, 25, 240_000],
    [3_600_000, 100, 240_000],
    [null, 25, 240_000],
    [0, 100, undefined],
  ])('of %s ms at a threshold of %i is %s ms', (durationMs, threshold, expected) => {
    expect(scrobblePointMs(durationMs, threshold)).toBe(expected);
  });
});

describe('a play that is not sent', () => {
  it.each([
    [{ artist: 'A', title: 'T', durationMs: 60_000 }, null],
    [{ artist: 'A', title: 'T', durationMs: null }, null],
    [{ artist: null, title: 'T', durationMs: 60_000 }, 'no artist tag'],
    [{ artist: 'A', title: null, durationMs: 60_000 }, 'no title tag'],
    [{ artist: null, title: null, durationMs: 10_000 }, 'no artist and title tags'],
    [{ artist: 'A', title: 'T', durationMs: 30_000 }, '30 seconds or shorter'],
  ])('says why: %j → %s', (eligibility, reason) => {
    expect(whyNotScrobbled(eligibility)).toBe(reason);
  });
});
