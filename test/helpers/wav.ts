import { writeFileSync } from 'node:fs';

const SAMPLE_RATE = 8000;
const BYTES_PER_SAMPLE = 2;

/** Writes a mono 16-bit WAV file of exactly that length: a soft tone, so that nothing may take it for silence. Returns its path. */
export function writeWav(path: string, durationMs: number, frequencyHz = 440): string {
  const samples = Math.round((durationMs * SAMPLE_RATE) / 1000);
  const file = Buffer.alloc(44 + samples * BYTES_PER_SAMPLE);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * BYTES_PER_SAMPLE, 28);
  file.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  file.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * BYTES_PER_SAMPLE, 40);
  for (let index = 0; index < samples; index += 1) {
    const value = Math.round(1000 * Math.sin((2 * Math.PI * frequencyHz * index) / SAMPLE_RATE));
    file.writeInt16LE(value, 44 + index * BYTES_PER_SAMPLE);
  }
  writeFileSync(path, file);
  return path;
}
