import type { FileBytes } from './file-bytes.ts';
import { type MpegFrame, findMpegFrame, parseMpegFrame } from './mpeg-frame.ts';

/** What the stream itself says. `bitrate` is the average, in bits per second. */
export type MeasuredSound = { readonly durationMs: number; readonly bitrate: number };

type Stream = { readonly start: number; readonly end: number; readonly first: MpegFrame };

/** Where the bitrate is looked at to tell whether it is constant. */
const PROBES = 8;
const PROBE_BYTES = 4 * 1024;
/** Beyond this the rest of a file without any header is taken to be like its beginning. */
const LONGEST_WALK_BYTES = 64 * 1024 * 1024;
const WALK_STEP_BYTES = 256 * 1024;
/** No encoder delays or pads more samples than this. */
const LARGEST_PADDING = 4095;

/** How long an MP3 sounds, from its Xing, Info or VBRI header, else from its constant bitrate, else from all its frames. */
export function measureMpeg(bytes: FileBytes, start: number, first: MpegFrame): MeasuredSound {
  const stream: Stream = { start, end: soundEnd(bytes), first };
  const counted = countedByHeader(bytes, stream);
  if (counted !== null) return measured(stream, counted);
  if (hasConstantBitrate(bytes, stream)) {
    return { durationMs: ((stream.end - start) * 8000) / first.bitrate, bitrate: first.bitrate };
  }
  return measured(stream, countFrames(bytes, stream) * first.samples);
}

function measured({ start, end, first }: Stream, samples: number): MeasuredSound {
  const seconds = samples / first.sampleRate;
  return { durationMs: seconds * 1000, bitrate: seconds > 0 ? ((end - start) * 8) / seconds : first.bitrate };
}

/** Where the sound ends: before an ID3v1 tag and an APE tag. */
function soundEnd(bytes: FileBytes): number {
  let end = bytes.sizeBytes;
  if (bytes.read(end - 128, 3).toString('latin1') === 'TAG') end -= 128;
  const footer = bytes.read(end - 32, 32);
  if (footer.length === 32 && footer.toString('latin1', 0, 8) === 'APETAGEX') {
    const hasHeader = footer.readUInt32LE(20) >>> 31 === 1;
    end -= footer.readUInt32LE(12) + (hasHeader ? 32 : 0);
  }
  return end;
}

/** Samples, as the encoder noted them in the first frame; of a file that was cut off, its share of them. */
function countedByHeader(bytes: FileBytes, { start, end, first }: Stream): number | null {
  const frame = bytes.read(start, first.sizeBytes);
  const info = readXing(frame, first) ?? readVbri(frame);
  if (info === null || info.frames === 0) return null;
  const samples = Math.max(info.frames * first.samples - info.padding, 0);
  const isCutOff = info.streamBytes !== null && end - start < info.streamBytes * 0.98;
  return isCutOff && info.streamBytes !== null ? samples * ((end - start) / info.streamBytes) : samples;
}

type InfoHeader = { readonly frames: number; readonly streamBytes: number | null; readonly padding: number };

/** http://gabriel.mp3-tech.org/mp3infotag.html */
function readXing(frame: Buffer, { infoOffset }: MpegFrame): InfoHeader | null {
  const name = frame.toString('latin1', infoOffset, infoOffset + 4);
  if ((name !== 'Xing' && name !== 'Info') || frame.length < infoOffset + 8) return null;
  const flags = frame.readUInt32BE(infoOffset + 4);
  let at = infoOffset + 8;
  const take = (flag: number, length: number): number | null => {
    if ((flags & flag) === 0 || at + length > frame.length) return null;
    const value = frame.readUInt32BE(at);
    at += length;
    return value;
  };
  const frames = take(1, 4);
  const streamBytes = take(2, 4);
  take(4, 100);
  take(8, 4);
  if (frames === null) return null;
  return { frames, streamBytes: streamBytes === 0 ? null : streamBytes, padding: encoderPadding(frame, at) };
}

/** Samples of silence that the encoder added at both ends: players leave them out. */
function encoderPadding(frame: Buffer, lameAt: number): number {
  const isKnown = /^(?:LAME|Lav[cf])/.test(frame.toString('latin1', lameAt, lameAt + 4));
  if (!isKnown || lameAt + 24 > frame.length) return 0;
  const both = frame.readUIntBE(lameAt + 21, 3);
  const delay = both >>> 12;
  const padding = both & 0xfff;
  return delay < LARGEST_PADDING && padding < LARGEST_PADDING ? delay + padding : 0;
}

/** Fraunhofer's header, always 32 bytes behind the frame's own. */
function readVbri(frame: Buffer): InfoHeader | null {
  if (frame.length < 54 || frame.toString('latin1', 36, 40) !== 'VBRI') return null;
  return { streamBytes: frame.readUInt32BE(46), frames: frame.readUInt32BE(50), padding: 0 };
}

function hasConstantBitrate(bytes: FileBytes, { start, end, first }: Stream): boolean {
  for (let probe = 0; probe < PROBES; probe++) {
    const at = start + Math.floor(((end - start) * probe) / PROBES);
    const found = findMpegFrame(bytes, at, PROBE_BYTES);
    if (found !== null && found.frame.bitrate !== first.bitrate) return false;
  }
  return true;
}

function countFrames(bytes: FileBytes, { start, end, first }: Stream): number {
  const walkEnd = Math.min(end, start + LONGEST_WALK_BYTES);
  let frames = 0;
  let at = start;
  while (at < walkEnd) {
    const frame = parseMpegFrame(bytes.read(at, 4, WALK_STEP_BYTES), 0);
    const next = frame?.kind === first.kind ? { position: at, frame } : findMpegFrame(bytes, at, WALK_STEP_BYTES);
    if (next === null) break;
    frames++;
    at = next.position + next.frame.sizeBytes;
  }
  return walkEnd < end ? frames * ((end - start) / (at - start)) : frames;
}
