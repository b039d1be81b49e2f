import type { FileBytes } from './file-bytes.ts';

const SAMPLES_A_FRAME = 1024;
const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];
const WALK_STEP_BYTES = 256 * 1024;

/** How long raw AAC sounds, in milliseconds, by counting its frames; `null` when it cannot be told. ISO 13818-7, 6.2 */
export function measureAdts(bytes: FileBytes, start: number): number | null {
  const sampleRate = SAMPLE_RATES[((bytes.read(start, 4)[2] ?? 0xff) >>> 2) & 15];
  if (sampleRate === undefined) return null;
  let samples = 0;
  for (let at = start; ;) {
    const header = bytes.read(at, 7, WALK_STEP_BYTES);
    if (header.length < 7 || header[0] !== 0xff || ((header[1] ?? 0) & 0xf6) !== 0xf0) break;
    const length = (header.readUIntBE(3, 3) >>> 5) & 0x1fff;
    if (length < 7) break;
    samples += SAMPLES_A_FRAME * (((header[6] ?? 0) & 3) + 1);
    at += length;
  }
  return samples === 0 ? null : (samples * 1000) / sampleRate;
}
