import { expect, test } from 'vitest';
import type { PlaybackState } from '../../src/model/status.ts';
import { nextTickMs, positionAt } from '../../src/ui/playback-position.ts';

const playing: PlaybackState = {
  status: 'playing',
  positionSeconds: 10.25,
  sampledAtMs: 1000,
  durationSeconds: 60,
  volumePercent: 100,
  muted: false,
  speed: 1,
  isAdvancing: true,
  track: null,
  entryId: 1,
};

test('adds the time since the sample while playing', () => {
  expect(positionAt(playing, 3000)).toBe(12.25);
  expect(positionAt({ ...playing, speed: 2 }, 3000)).toBe(14.25);
});

test('stands still while paused, buffering or stopped', () => {
  expect(positionAt({ ...playing, status: 'paused' }, 9000)).toBe(10.25);
  expect(positionAt({ ...playing, isAdvancing: false }, 9000)).toBe(10.25);
  expect(nextTickMs({ ...playing, status: 'paused' }, 9000)).toBeNull();
  expect(nextTickMs({ ...playing, isAdvancing: false }, 9000)).toBeNull();
});

test('never goes beyond the end, or back before the sample when clocks differ', () => {
  expect(positionAt(playing, 1_000_000)).toBe(60);
  expect(positionAt(playing, 0)).toBe(10.25);
  expect(nextTickMs(playing, 1_000_000)).toBeNull();
});

test('ticks when the clock shows another second', () => {
  expect(nextTickMs(playing, 1000)).toBe(750);
  expect(nextTickMs(playing, 1750)).toBe(1000);
});

test('ticks no faster than twice a second, however fast the music', () => {
  expect(nextTickMs({ ...playing, positionSeconds: 10, speed: 10 }, 1000)).toBe(500);
  expect(nextTickMs({ ...playing, positionSeconds: 10.75 }, 1000)).toBe(1250);
});
