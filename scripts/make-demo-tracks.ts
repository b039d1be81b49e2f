import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mix, type Piece, SAMPLE_RATE, synthesize } from './synthesize.ts';

/**
 * Makes the tracks of `demo/`, which are kept in the repository: run it only to change them. Needs ffmpeg; the same
 * ffmpeg makes the same bytes.
 */
const folder = join(import.meta.dirname, '../demo');

type Track = {
  readonly file: string;
  readonly title: string;
  readonly encoder: readonly string[];
  readonly piece: Piece;
};

const SECONDS = 40;

const tracks: readonly Track[] = [
  {
    file: '01 Lead-In.opus',
    title: 'Lead-In',
    encoder: ['-c:a', 'libopus', '-b:a', '40k', '-vbr', 'constrained'],
    piece: {
      seconds: SECONDS,
      beatsPerMinute: 92,
      beatsPerBar: 4,
      chords: [
        [45, 52, 57, 60, 64],
        [41, 48, 57, 60, 64],
        [48, 55, 60, 64, 71],
        [43, 50, 59, 62, 69],
      ],
      pattern: [0, 2, 3, 4, 7, 4, 3, 2],
    },
  },
  {
    file: '02 Waltz for a Belt Drive.ogg',
    title: 'Waltz for a Belt Drive',
    encoder: ['-c:a', 'libvorbis', '-q:a', '-1', '-ac', '1', '-ar', '44100'],
    piece: {
      seconds: SECONDS,
      beatsPerMinute: 126,
      beatsPerBar: 3,
      chords: [
        [50, 57, 62, 66],
        [45, 52, 61, 64],
        [47, 54, 62, 66],
        [43, 50, 59, 62],
        [40, 52, 55, 59],
        [45, 52, 57, 61],
      ],
      pattern: [0, 3, 5, 3, 6, 3],
    },
  },
  {
    file: '03 Dust and Static.mp3',
    title: 'Dust and Static',
    encoder: ['-c:a', 'libmp3lame', '-b:a', '48k', '-ac', '1', '-ar', '32000', '-id3v2_version', '3'],
    piece: {
      seconds: SECONDS,
      beatsPerMinute: 76,
      beatsPerBar: 4,
      chords: [
        [40, 52, 55, 59, 66],
        [48, 52, 55, 59, 62],
        [45, 52, 57, 60, 67],
        [47, 54, 57, 62, 64],
      ],
      pattern: [4, 2, 6, 3, 7, 2, 6, 3],
    },
  },
  {
    file: '04 Run-Out Groove.m4a',
    title: 'Run-Out Groove',
    encoder: ['-c:a', 'aac', '-b:a', '44k', '-ac', '1', '-ar', '44100'],
    piece: {
      seconds: SECONDS,
      beatsPerMinute: 112,
      beatsPerBar: 4,
      chords: [
        [41, 53, 57, 60, 64],
        [48, 52, 55, 62, 64],
        [50, 53, 57, 60, 65],
        [46, 53, 58, 62, 69],
      ],
      pattern: [0, 3, 1, 4, 2, 5, 3, 6],
    },
  },
];

await mkdir(folder, { recursive: true });
for (const [index, track] of tracks.entries()) {
  const path = join(folder, track.file);
  await encode(synthesize(track.piece), [...track.encoder, ...tagOptions(track, index + 1), path]);
  process.stdout.write(`${path}: ${(await stat(path)).size} bytes\n`);
}

function tagOptions({ title }: Track, number: number): readonly string[] {
  const tags = {
    title,
    artist: 'The Tonearms',
    album: 'Demonstration Disc',
    album_artist: 'The Tonearms',
    track: `${number}/${tracks.length}`,
    disc: '1/1',
    date: '2026',
    genre: 'Ambient',
    copyright: 'CC0 1.0',
  };
  return Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
}

async function encode(mix: Mix, options: readonly string[]): Promise<void> {
  const input = ['-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', 'pipe:0'];
  const fixed = ['-fflags', '+bitexact', '-flags:a', '+bitexact'];
  const args = ['-hide_banner', '-loglevel', 'error', '-y', ...input, ...fixed, ...options];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'inherit', 'inherit'] });
  ffmpeg.stdin.end(Buffer.from(mix.buffer, mix.byteOffset, mix.byteLength));
  const [code] = await once(ffmpeg, 'exit');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}
