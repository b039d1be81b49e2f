import { describe, expect, it } from 'vitest';
import { IGNORED_ROWS } from '../../src/lastfm/ignored-codes.ts';
import { isTooOld, judge } from '../../src/lastfm/scrobble-verdict.ts';
import type { QueuedScrobble } from '../../src/model/scrobble.ts';

const NOW_SECONDS = 1_700_000_000;
const DAY = 86_400;

function playedAgo(seconds: number): QueuedScrobble {
  return {
    id: 1,
    artist: 'Low',
    track: 'T',
    album: null,
    albumArtist: null,
    trackNumber: null,
    durationSeconds: null,
    mbid: null,
    timestamp: NOW_SECONDS - seconds,
    attempts: 0,
  };
}

function verdict(ignoredCode: number, ageSeconds = 300, ignoredMessage: string | null = null): unknown {
  return judge(playedAgo(ageSeconds), { ignoredCode, ignoredMessage, corrected: null }, NOW_SECONDS * 1000);
}

const ignored = (code: number, reason: string): unknown => ({
  kind: 'settled',
  outcome: { kind: 'ignored', code, reason },
});
const accepted = { kind: 'settled', outcome: { kind: 'accepted', corrected: null } };

describe("Last.fm's word on one scrobble", () => {
  it.each([
    [0, 300, accepted],
    [91, 300, accepted],
    [1, 300, ignored(1, 'artist ignored')],
    [2, 300, ignored(2, 'track ignored')],
    [3, 15 * DAY, ignored(3, 'too old')],
    [4, 15 * DAY, ignored(4, 'too old')],
    [3, -7_200, { kind: 'too-new' }],
    [4, -7_200, { kind: 'too-new' }],
    [4, 60, { kind: 'too-new' }],
    [5, 300, { kind: 'account-capped' }],
    [6, 300, ignored(6, 'ignored by Last.fm')],
  ])('code %i for a play of %i seconds ago', (code, ageSeconds, expected) => {
    expect(verdict(code, ageSeconds)).toEqual(expected);
  });

  it('is handed on', () => {
    expect(verdict(1, 300, 'Artist was ignored')).toEqual(ignored(1, 'artist ignored (Last.fm: Artist was ignored)'));
  });

  it('has a row above for every row of the table', () => {
    expect(IGNORED_ROWS.map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 91]);
  });
});

describe('a play that is not even tried', () => {
  it('is one of more than fourteen days', () => {
    expect(isTooOld(playedAgo(14 * DAY), NOW_SECONDS * 1000)).toBe(false);
    expect(isTooOld(playedAgo(14 * DAY + 1), NOW_SECONDS * 1000)).toBe(true);
  });
});
