import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ffmpeg, ffmpegFile, ffmpegTags } from './ffmpeg.ts';
import { type Format, type SampleSounds, makeSampleSounds } from './sample-sounds.ts';

/** Makes sound files of all kinds out of one sound in a temporary folder. */
export type SoundFiles = {
  readonly folder: () => string;
  /** The untouched sound. */
  readonly sound: (format: Format) => string;
  readonly bytes: (format: Format) => Buffer;
  /** The sound with these tags, in a new file. */
  readonly tagged: (format: Format, tags: Readonly<Record<string, string>>, ...options: string[]) => Promise<string>;
  /** The sound encoded anew with ffmpeg's options, in a new file of that name. */
  readonly encoded: (name: string, ...options: string[]) => Promise<string>;
  /** Any bytes, in a new file of that name. */
  readonly written: (name: string, ...parts: readonly (Buffer | string)[]) => string;
};

/** Sets up sound files of that length for the tests of one file, and removes them afterwards. */
export function useSoundFiles(durationSeconds: number): SoundFiles {
  let folder = '';
  let sounds: SampleSounds | undefined;
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'tonearm-test-')));
    sounds = await makeSampleSounds(folder, durationSeconds);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const sound = (format: Format): string => {
    if (sounds === undefined) throw new Error('sounds are made before the first test');
    return sounds[format];
  };
  const newPath = (name: string): string => join(mkdtempSync(join(folder, 'made-')), name);
  return {
    sound,
    folder: () => folder,
    bytes: (format) => readFileSync(sound(format)),
    tagged: async (format, tags, ...options) => {
      const path = newPath(`song.${format}`);
      await ffmpeg('-i', sound(format), '-c', 'copy', ...ffmpegTags(tags), ...options, ffmpegFile(path));
      return path;
    },
    encoded: async (name, ...options) => {
      const path = newPath(name);
      await ffmpeg('-i', sound('wav'), ...options, ffmpegFile(path));
      return path;
    },
    written: (name, ...parts) => {
      const path = newPath(name);
      writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
      return path;
    },
  };
}
