import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tagsOf } from '../helpers/tags-of.ts';

const folder = join(import.meta.dirname, '../../demo');

test('the demo tracks are four of 40 seconds in four formats, well tagged and less than a megabyte', async () => {
  const names = readdirSync(folder).filter((name) => !name.endsWith('.md'));
  const tags = await Promise.all(names.map((name) => tagsOf(join(folder, name))));
  expect(tags.map(({ title, trackNumber, codec }) => [trackNumber, title, codec])).toEqual([
    [1, 'Lead-In', 'Opus'],
    [2, 'Waltz for a Belt Drive', 'Vorbis'],
    [3, 'Dust and Static', 'MP3'],
    [4, 'Run-Out Groove', 'AAC'],
  ]);
  for (const { durationMs, ...rest } of tags) {
    expect(Math.abs(durationMs - 40_000)).toBeLessThanOrEqual(50);
    expect(rest).toMatchObject({
      artist: 'The Tonearms',
      albumArtist: 'The Tonearms',
      album: 'Demonstration Disc',
      trackTotal: 4,
      discNumber: 1,
      date: '2026',
      genres: ['Ambient'],
    });
  }
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeLessThan(1_000_000);
});
