import { describe, expect, it } from 'vitest';
import { parseSeekTarget, resolveSeekTarget } from '../../src/model/seek-target.ts';
import { resolveVolumeTarget } from '../../src/model/volume-target.ts';

const NOW = { positionMs: 60_000, durationMs: 200_000 };

describe('where to seek', () => {
  it.each([
    ['90', 90_000],
    ['1:30', 90_000],
    ['1:02.5', 62_500],
    ['0:01:30', 90_000],
    ['+10', 70_000],
    ['-10', 50_000],
    ['-1:30', 0],
    ['+1:00:00', 200_000],
    ['50%', 100_000],
    ['100%', 200_000],
    ['0', 0],
  ])('%s is %i ms', (text, expected) => {
    const target = parseSeekTarget(text);
    expect(target && resolveSeekTarget(target, NOW)).toBe(expected);
  });

  it.each(['', 'x', '1:2:3:4', '101%', '+', '--5', '1e3', '5 ', '+50%', '1.2345'])('%j is nowhere', (text) => {
    expect(parseSeekTarget(text)).toBeUndefined();
  });

  it('has no end to stop at while the length is unknown', () => {
    expect(resolveSeekTarget({ kind: 'relative', ms: 5_000 }, { positionMs: 1_000, durationMs: null })).toBe(6_000);
  });
});

describe('how loud', () => {
  it.each([
    ['40', 40],
    ['+5', 75],
    ['-5', 65],
    ['+50', 100],
    ['-99', 0],
    ['130', 100],
    ['x', undefined],
    ['', undefined],
  ])('%s from 70 %% is %s', (text, expected) => {
    expect(resolveVolumeTarget(text, 70)).toBe(expected);
  });
});
