import { join } from 'node:path';
import { ffmpeg, ffmpegFile } from './ffmpeg.ts';

export const FORMATS = ['mp3', 'm4a', 'flac', 'ogg', 'opus', 'wav'] as const;
export type Format = (typeof FORMATS)[number];

/** One sound in every format, without tags. */
export type SampleSounds = Readonly<Record<Format, string>>;

const ENCODERS: Readonly<Record<Format, readonly string[]>> = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '96k'],
  m4a: ['-c:a', 'aac', '-b:a', '96k'],
  flac: ['-c:a', 'flac'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '2'],
  opus: ['-c:a', 'libopus', '-b:a', '64k'],
  wav: ['-c:a', 'pcm_s16le'],
};

/** Encodes a quiet tone of that length once in each format, into a folder that exists. */
export async function makeSampleSounds(folder: string, durationSeconds: number): Promise<SampleSounds> {
  const sounds = Object.fromEntries(FORMATS.map((format) => [format, join(folder, `sound.${format}`)]));
  const outputs = FORMATS.flatMap((format) =>
    ENCODERS[format].concat('-bitexact', '-flags:a', '+bitexact', ffmpegFile(join(folder, `sound.${format}`))),
  );
  const source = `sine=frequency=330:sample_rate=44100:duration=${durationSeconds},volume=0.1`;
  await ffmpeg('-f', 'lavfi', '-i', source, ...outputs);
  return sounds as SampleSounds;
}
