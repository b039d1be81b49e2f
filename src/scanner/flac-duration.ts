import type { FileBytes } from './file-bytes.ts';

/** Larger than nearly every last frame. */
const SEARCHED_BYTES = 256 * 1024;

/**
 * How long a FLAC file sounds whose header does not say, as when it was recorded into a pipe: from the number of its
 * last frame. In milliseconds; `null` when that fails. `start` is where `fLaC` stands. RFC 9639, section 9.1
 */
export function measureFlac(bytes: FileBytes, start: number): number | null {
  const info = bytes.read(start + 8, 18);
  if (info.length < 18) return null;
  const blockSamples = info.readUInt16BE(2);
  const sampleRate = info.readUIntBE(10, 3) >>> 4;
  if (sampleRate === 0) return null;
  const tail = bytes.read(Math.max(0, bytes.sizeBytes - SEARCHED_BYTES), SEARCHED_BYTES);
  for (let at = tail.lastIndexOf(0xff); at > 0; at = tail.lastIndexOf(0xff, at - 1)) {
    const samples = samplesAfterFrame(tail, at, blockSamples);
    if (samples !== null) return (samples * 1000) / sampleRate;
  }
  return null;
}

/** How many samples there are up to the end of the frame that begins there; `null` if none does. */
function samplesAfterFrame(bytes: Buffer, at: number, blockSamples: number): number | null {
  const [, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
  if (second >>> 1 !== 0x7c || third >>> 4 === 0 || (third & 15) === 15 || fourth >>> 4 > 10 || (fourth & 1) === 1) {
    return null;
  }
  const coded = readCodedNumber(bytes, at + 4);
  if (coded === null) return null;
  const sizeCode = third >>> 4;
  const rateCode = third & 15;
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  const rateBytes = rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  const checksumAt = coded.end + sizeBytes + rateBytes;
  if (checksumAt >= bytes.length || crc8(bytes.subarray(at, checksumAt)) !== bytes[checksumAt]) return null;
  const samples = sizeBytes > 0 ? bytes.readUIntBE(coded.end, sizeBytes) + 1 : samplesByCode(sizeCode);
  const countsSamples = (second & 1) === 1;
  return (countsSamples ? coded.value : coded.value * blockSamples) + samples;
}

function samplesByCode(code: number): number {
  if (code === 1) return 192;
  return code < 6 ? 144 * 2 ** code : 2 ** code;
}

/** A number coded as UTF-8 codes characters, but up to 36 bits long. */
function readCodedNumber(bytes: Buffer, at: number): { readonly value: number; readonly end: number } | null {
  const first = bytes[at] ?? 0xff;
  const length = first < 0x80 ? 1 : Math.clz32(~(first << 24));
  if (first >= 0x80 && (length < 2 || length > 7)) return null;
  let value = length === 1 ? first : first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if (next >>> 6 !== 2) return null;
    value = value * 64 + (next & 0x3f);
  }
  return { value, end: at + length };
}

function crc8(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80) === 0 ? crc << 1 : ((crc << 1) ^ 0x07) & 0xff;
  }
  return crc;
}
