import { expect, test } from 'vitest';
import { parseMpvSample, SAMPLE_COMMAND } from '../../src/player/mpv-sample.ts';

test('everything is asked for in one command', () => {
  expect(SAMPLE_COMMAND).toEqual([
    'expand-text',
    '${=playlist-playing-pos:}|${=playlist/0/id:}|${=playlist/1/id:}|${=time-pos:}|${=duration:}|${=core-idle:}|${=pause:}|${=seeking:}|${=speed:}',
  ]);
});

test('a sample belongs to the playlist entry that plays', () => {
  expect(parseMpvSample('1|4|5|12.345678|3.000000|no|no|no|1.500000')).toEqual({
    entryId: 5,
    positionMs: 12_346,
    durationMs: 3000,
    isAdvancing: true,
    isPaused: false,
    isSeeking: false,
    speed: 1.5,
  });
});

test('nothing advances while paused or seeking', () => {
  expect(parseMpvSample('0|4||1.0|3.0|yes|yes|no|1.0')).toMatchObject({ isAdvancing: false, isPaused: true });
  expect(parseMpvSample('0|4||1.0|3.0|no|no|yes|1.0')).toMatchObject({ isAdvancing: false, isSeeking: true });
});

test('place and length are unknown while the file is being opened', () => {
  expect(parseMpvSample('0|4||||yes|no||1.0')).toMatchObject({ entryId: 4, positionMs: null, durationMs: null });
});

test('a place before the beginning is the beginning', () => {
  expect(parseMpvSample('0|4||-0.023|3.0|no|no|no|1.0')).toMatchObject({ positionMs: 0 });
});

test('an idle mpv gives none', () => {
  expect(parseMpvSample('-1|4||||yes|no||1.0')).toBeNull();
});

test('anything else is refused', () => {
  expect(() => parseMpvSample({ data: 1 })).toThrow('expected string');
  expect(() => parseMpvSample('0|4||soon|3.0|no|no|no|1.0')).toThrow('expected number');
});
