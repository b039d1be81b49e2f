import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Play,
  type PlayEffect,
  type PlayEvent,
  playProgress,
  savePlay,
  type SavedPlay,
  trackPlay,
} from '../../src/lastfm/play-tracker.ts';
import { scrobblePointMs } from '../../src/lastfm/scrobble-rule.ts';
import { type Deed, type HeardPlay, simulate } from '../helpers/simulated-player.ts';

const T0 = 1_700_000_000_400;

function started(overrides: Partial<PlayEvent & { kind: 'started' }> = {}): PlayEvent {
  return {
    kind: 'started',
    key: '7',
    positionMs: 0,
    durationMs: 200_000,
    artist: 'Low',
    title: 'Murderer',
    thresholdPercent: 50,
    atMs: T0,
    resumed: null,
    ...overrides,
  };
}

/** A sample that many seconds after the start; sounding at normal speed unless said otherwise. */
function at(
  seconds: number,
  positionSeconds: number,
  overrides: Partial<PlayEvent & { kind: 'position' }> = {},
): PlayEvent {
  return {
    kind: 'position',
    positionMs: positionSeconds * 1000,
    isAdvancing: true,
    isPaused: false,
    speed: 1,
    atMs: T0 + seconds * 1000,
    ...overrides,
  };
}

function steady(fromSeconds: number, toSeconds: number): PlayEvent[] {
  return Array.from({ length: toSeconds - fromSeconds }, (_, i) => at(fromSeconds + i + 1, fromSeconds + i + 1));
}

function ended(seconds: number, reason: 'eof' | 'stopped' | 'error' = 'stopped'): PlayEvent {
  return { kind: 'ended', reason, atMs: T0 + seconds * 1000 };
}

function run(events: readonly PlayEvent[]): { readonly play: Play | null; readonly effects: readonly PlayEffect[] } {
  let play: Play | null = null;
  const effects: PlayEffect[] = [];
  for (const event of events) {
    const tracked = trackPlay(play, event);
    play = tracked.play;
    effects.push(...tracked.effects);
  }
  return { play, effects };
}

const kinds = (effects: readonly PlayEffect[]): string[] => effects.map(({ kind }) => kind);
const counted = (effects: readonly PlayEffect[]): PlayEffect[] => effects.filter(({ kind }) => kind === 'counted');

describe('a play', () => {
  it('begins, is announced after a second and a half of sound, and counts at its scrobble point', () => {
    expect(run([started(), at(0, 0), at(1, 1)]).effects).toEqual([{ kind: 'began', startedAtMs: T0 }]);
    expect(kinds(run([started(), at(0, 0), ...steady(0, 2)]).effects)).toEqual(['began', 'now-playing']);
    const short = run([started(), at(0, 0), ...steady(0, 99)]);
    expect(counted(short.effects)).toEqual([]);
    const enough = run([started(), at(0, 0), ...steady(0, 150)]);
    expect(counted(enough.effects)).toEqual([
      { kind: 'counted', timestamp: 1_700_000_000, listenedMs: 100_000, notSentBecause: null },
    ]);
  });

  it('that is loaded paused starts when it first sounds, not before', () => {
    const paused = at(0, 0, { isAdvancing: false, isPaused: true });
    const loaded = run([started(), paused]);
    expect(loaded.effects).toEqual([]);
    expect(playProgress(loaded.play)).toEqual({ state: 'none' });
    const later = run([started(), paused, at(60, 0), at(61, 1)]);
    expect(later.effects).toEqual([{ kind: 'began', startedAtMs: T0 + 60_000 }]);
  });

  it('does not take a place that settles while it is paused for sound', () => {
    const { effects } = run([started({ positionMs: 60_000 }), at(0.3, 60.2, { isAdvancing: false, isPaused: true })]);
    expect(effects).toEqual([]);
  });

  it('takes its start from the sound when the first sample comes late', () => {
    expect(run([started(), at(3, 1)]).effects).toEqual([{ kind: 'began', startedAtMs: T0 + 2_000 }]);
  });

  it('is not advanced by a pause', () => {
    const { play } = run([
      started(),
      at(0, 0),
      ...steady(0, 10),
      at(10.5, 10.5, { isAdvancing: false, isPaused: true }),
      at(600, 10.5),
      at(601, 11.5),
    ]);
    expect(play?.listenedMs).toBe(11_500);
  });

  it('is not advanced by the jump of a seek, forward or back', () => {
    const { play } = run([
      started(),
      at(0, 0),
      ...steady(0, 10),
      { kind: 'seeking', atMs: T0 + 10_400 },
      at(10.6, 150),
      at(11.6, 151),
      { kind: 'seeking', atMs: T0 + 11_600 },
      at(11.7, 5),
      at(12.7, 6),
    ]);
    expect(play?.listenedMs).toBe(10_400 + 1_000 + 1_000);
  });

  it('hears a passage again after a seek back, and seeking to the start is the same play', () => {
    const again = Array.from({ length: 60 }, (_, i) => at(61 + i, i + 1));
    const { effects } = run([
      started(),
      at(0, 0),
      ...steady(0, 60),
      { kind: 'seeking', atMs: T0 + 60_000 },
      at(60, 0),
      ...again,
    ]);
    expect(kinds(effects)).toEqual(['began', 'now-playing', 'counted']);
    expect(counted(effects)).toMatchObject([{ listenedMs: 100_000, timestamp: 1_700_000_000 }]);
  });

  it('is not taken in by old positions that still come while a seek is under way', () => {
    const { play } = run([
      started(),
      at(0, 0),
      at(1, 1),
      { kind: 'seeking', atMs: T0 + 1_000 },
      at(1.1, 1.1, { isAdvancing: false }),
      at(2, 100),
      at(3, 101),
    ]);
    expect(play?.listenedMs).toBe(2_000);
  });

  it('counts content, so double speed is twice as fast', () => {
    const fast = Array.from({ length: 50 }, (_, i) => at(i + 1, 2 * (i + 1), { speed: 2 }));
    expect(counted(run([started(), at(0, 0, { speed: 2 }), ...fast]).effects)).toMatchObject([{ listenedMs: 100_000 }]);
  });

  it('does not believe a jump that nobody announced', () => {
    const { play } = run([started(), at(0, 0), at(1, 1), at(2, 180), at(3, 20), at(4, 21)]);
    expect(play?.listenedMs).toBe(1_000 + 1_250 + 0 + 1_000);
  });

  it('counts on when the clock is set back or forth', () => {
    const hour = 3_600;
    const { play, effects } = run([started(), at(0, 0), at(1, 1), at(2 - hour, 2), at(3 - hour, 3), at(4 + hour, 4)]);
    expect(play?.listenedMs).toBe(4_000);
    expect(effects[0]).toEqual({ kind: 'began', startedAtMs: T0 });
  });

  it("goes by the player's length once it is known", () => {
    const { play } = run([
      started({ durationMs: 60_000 }),
      { kind: 'duration', durationMs: 300_000 },
      at(0, 0),
      ...steady(0, 40),
    ]);
    expect(playProgress(play)).toEqual({
      state: 'listening',
      startedAt: 1_700_000_000,
      listenedSeconds: 40,
      neededSeconds: 150,
    });
  });

  it('of unknown length counts after four minutes', () => {
    const events = [started({ durationMs: null }), at(0, 0), ...steady(0, 240)];
    expect(counted(run(events.slice(0, -1)).effects)).toEqual([]);
    expect(counted(run(events).effects)).toHaveLength(1);
  });

  it.each([30_000, 12_000])('of %i ms is announced and never counts', (durationMs) => {
    const seconds = durationMs / 1000;
    const { effects } = run([started({ durationMs }), at(0, 0), ...steady(0, seconds), ended(seconds, 'eof')]);
    expect(kinds(effects)).toEqual(['began', 'now-playing', 'finished']);
  });

  it('of 30.001 s counts', () => {
    const { effects } = run([started({ durationMs: 30_001 }), at(0, 0), ...steady(0, 16)]);
    expect(counted(effects)).toHaveLength(1);
  });

  it('without a tag is history only: never announced, counted with the reason', () => {
    const { play, effects } = run([started({ artist: null }), at(0, 0), ...steady(0, 120)]);
    expect(kinds(effects)).toEqual(['began', 'counted']);
    expect(counted(effects)).toMatchObject([{ notSentBecause: 'no artist tag' }]);
    expect(playProgress(play)).toEqual({
      state: 'ineligible',
      startedAt: 1_700_000_000,
      listenedSeconds: 120,
      neededSeconds: null,
      reason: 'no artist tag',
    });
  });

  it('that follows without an end closes the one before', () => {
    const { effects } = run([started(), at(0, 0), at(1, 1), started({ atMs: T0 + 1_500 }), at(1.5, 0), at(2.5, 1)]);
    expect(effects).toEqual([
      { kind: 'began', startedAtMs: T0 },
      { kind: 'finished', listenedMs: 1_500, isCounted: false },
      { kind: 'began', startedAtMs: T0 + 1_500 },
    ]);
  });
});

describe('the end of a track', () => {
  const whole = started({ thresholdPercent: 100 });

  it('half a second before its last sample sounds makes a whole play at 100 %', () => {
    const { effects } = run([whole, at(0, 0), ...steady(0, 199), ended(199.5, 'eof')]);
    expect(effects.slice(-2)).toEqual([
      { kind: 'counted', timestamp: 1_700_000_000, listenedMs: 200_000, notSentBecause: null },
      { kind: 'finished', listenedMs: 200_000, isCounted: true },
    ]);
  });

  it('makes a whole play when the header promised two seconds more', () => {
    const { effects } = run([whole, at(0, 0), ...steady(0, 197), ended(198, 'eof')]);
    expect(counted(effects)).toHaveLength(1);
  });

  it('does not forgive a skipped passage', () => {
    const { effects } = run([
      whole,
      at(0, 0),
      ...steady(0, 90),
      { kind: 'seeking', atMs: T0 + 90_000 },
      at(90, 92),
      ...Array.from({ length: 107 }, (_, i) => at(91 + i, 93 + i)),
      ended(197.5, 'eof'),
    ]);
    expect(counted(effects)).toEqual([]);
  });

  it('right after a jump to it adds nothing', () => {
    const { effects } = run([started(), at(0, 0), at(1, 1), { kind: 'seeking', atMs: T0 + 1_000 }, ended(1.1, 'eof')]);
    expect(effects.at(-1)).toEqual({ kind: 'finished', listenedMs: 1_000, isCounted: false });
  });

  it('by a stop adds what sounded since the last sample, and no more than two seconds', () => {
    const { effects } = run([started(), at(0, 0), at(1, 1), ended(1.7)]);
    expect(effects.at(-1)).toEqual({ kind: 'finished', listenedMs: 1_700, isCounted: false });
    const late = run([started(), at(0, 0), at(1, 1), ended(500)]);
    expect(late.effects.at(-1)).toEqual({ kind: 'finished', listenedMs: 3_000, isCounted: false });
  });

  it('can be what makes a play count, and announces nothing', () => {
    const { effects } = run([started({ durationMs: 31_000 }), at(0, 0, { speed: 30 }), ended(0.6, 'eof')]);
    expect(kinds(effects)).toEqual(['began', 'counted', 'finished']);
  });
});

describe('a play that a crash interrupted', () => {
  it('goes on with its start, what was heard, and without being announced or counted twice', () => {
    const before = run([started(), at(0, 0), ...steady(0, 60)]);
    const saved = savePlay(before.play);
    expect(saved).toEqual({
      key: '7',
      startedAtMs: T0,
      listenedMs: 60_000,
      thresholdPercent: 50,
      isAnnounced: true,
      isCounted: false,
    } satisfies SavedPlay);
    const resumed = started({ positionMs: 60_000, atMs: T0 + 90_000, thresholdPercent: 25, resumed: saved });
    const after = run([
      resumed,
      at(90, 60, { isAdvancing: false, isPaused: true }),
      at(200, 60),
      ...later(200, 60, 41),
    ]);
    expect(after.effects).toEqual([
      { kind: 'counted', timestamp: 1_700_000_000, listenedMs: 100_000, notSentBecause: null },
    ]);
    const again = run([started({ resumed: savePlay(after.play) }), at(0, 0), ...steady(0, 120)]);
    expect(again.effects).toEqual([]);
  });

  it('of another entry is not taken up', () => {
    const saved = savePlay(run([started(), at(0, 0), ...steady(0, 60)]).play);
    expect(run([started({ key: '8', resumed: saved }), at(0, 0), at(1, 1)]).play?.listenedMs).toBe(1_000);
  });

  it('is nothing to keep before it sounded', () => {
    expect(savePlay(run([started()]).play)).toBeNull();
    expect(savePlay(null)).toBeNull();
  });
});

function later(fromSeconds: number, positionSeconds: number, count: number): PlayEvent[] {
  return Array.from({ length: count }, (_, i) => at(fromSeconds + i + 1, positionSeconds + i + 1));
}

describe('against a player that knows what sounded', () => {
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'skip' as const, 'kill-engine' as const) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('seek' as const),
        to: fc.constantFrom(0, 0.1, 0.5, 0.9, 0.999),
        takesMs: fc.integer({ min: 0, max: 400 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('speed' as const), speed: fc.constantFrom(0.5, 1, 1.5, 2, 4) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('stall' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
    },
  );
  const options = fc.record({
    durationMs: fc.integer({ min: 5_000, max: 600_000 }),
    thresholdPercent: fc.integer({ min: 25, max: 100 }),
    endLeadMs: fc.integer({ min: 0, max: 500 }),
  });

  /** Everything that is wrong with what the tracker made of a play. */
  function faultsOf(play: HeardPlay, durationMs: number, thresholdPercent: number): string[] {
    const { soundedMs, firstSoundAtMs, isPlayedOut, effects } = play;
    const count = (kind: PlayEffect['kind']): number => effects.filter((effect) => effect.kind === kind).length;
    const listenedMs = effects.findLast((effect) => effect.kind === 'finished')?.listenedMs ?? Number.NaN;
    const startedAtMs = effects.find((effect) => effect.kind === 'began')?.startedAtMs ?? firstSoundAtMs;
    const pointMs = scrobblePointMs(durationMs, thresholdPercent) ?? Infinity;
    const isClose = Math.abs(soundedMs - pointMs) <= (isPlayedOut ? 600 : 60);
    const faults = {
      'wrong listened time': !(Math.abs(listenedMs - soundedMs) <= 60),
      'wrong start': startedAtMs !== firstSoundAtMs,
      'counted or not against the rule': !isClose && count('counted') !== (soundedMs >= pointMs ? 1 : 0),
      'counted twice': count('counted') > 1,
      'announced twice': count('now-playing') > 1,
      'begun twice': count('began') > 1,
    };
    return Object.entries(faults).flatMap(([name, isFault]) => (isFault ? [name] : []));
  }

  it('listened time, decision and start are right whatever is done', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 25 }), options, (deeds, track) => {
        const plays = simulate(deeds, track);
        expect(plays.flatMap((play) => faultsOf(play, track.durationMs, track.thresholdPercent))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a whole play always counts at 100 %', () => {
    fc.assert(
      fc.property(options, (track) => {
        const [first] = simulate([{ kind: 'wait', ms: track.durationMs + 2_000 }], { ...track, thresholdPercent: 100 });
        expect(first?.effects.filter(({ kind }) => kind === 'counted')).toHaveLength(track.durationMs > 30_000 ? 1 : 0);
      }),
      { numRuns: 100 },
    );
  });

  it('a clock that is set costs a second or two each time, never the play', () => {
    const clock: fc.Arbitrary<Deed> = fc.record({
      kind: fc.constant('set-clock' as const),
      byMs: fc.integer({ min: -7_200_000, max: 7_200_000 }),
    });
    const wait: fc.Arbitrary<Deed> = fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 500, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(clock, wait), { maxLength: 20 }), (deeds) => {
        const sets = deeds.filter(({ kind }) => kind === 'set-clock').length;
        for (const { soundedMs, effects } of simulate(deeds, {
          durationMs: 3_600_000,
          thresholdPercent: 50,
          endLeadMs: 0,
        })) {
          const finished = effects.findLast((effect) => effect.kind === 'finished');
          expect(Math.abs((finished?.listenedMs ?? 0) - soundedMs)).toBeLessThanOrEqual(60 + 2_000 * sets);
        }
      }),
      { numRuns: 100 },
    );
  });
});
