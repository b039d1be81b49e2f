import type { TrackTags } from '../../src/model/track.ts';
import { readTags } from '../../src/scanner/read-tags.ts';

/** The tags of a file that can be read. */
export async function tagsOf(path: string): Promise<TrackTags> {
  const reading = await readTags(path);
  if (reading.kind !== 'read') throw new Error(`${path}: ${JSON.stringify(reading)}`);
  return reading.tags;
}
