import type { FileBytes } from './file-bytes.ts';
import { LARGEST_OGG_PAGE_BYTES, type OggPage, findLastOggPage, readOggPage } from './ogg-page.ts';

/** How to turn the granule positions of one logical stream into time. */
type OggStream = { readonly serial: number; readonly samplesPerSecond: number; readonly skippedSamples: number };

/** How long an Ogg file sounds, in milliseconds, from its last page; `null` when it holds no sound that is known. */
export function measureOgg(bytes: FileBytes): number | null {
  const streams = firstStreams(bytes);
  const sound = streams.find((stream) => stream.sound !== null)?.sound;
  if (sound === undefined || sound === null) return null;
  const tailAt = Math.max(0, bytes.sizeBytes - LARGEST_OGG_PAGE_BYTES);
  const tail = bytes.read(tailAt, LARGEST_OGG_PAGE_BYTES);
  const last = findLastOggPage(tail, tailAt, (page) => page.serial === sound.serial && page.granule !== null);
  const lastOfAll = findLastOggPage(tail, tailAt, () => true);
  const isOneStream = streams.some(({ serial }) => serial === lastOfAll?.serial);
  if (last === null || !isOneStream) return measureChain(bytes);
  return toMs(sound, last.granule ?? 0);
}

function toMs(stream: OggStream, granule: number): number {
  return Math.max(((granule - stream.skippedSamples) * 1000) / stream.samplesPerSecond, 0);
}

/** The streams that begin together at the start of the file. */
function firstStreams(bytes: FileBytes): readonly { readonly serial: number; readonly sound: OggStream | null }[] {
  const streams = [];
  let page = readOggPage(bytes, 0);
  while (page?.isFirst === true) {
    streams.push({ serial: page.serial, sound: identify(bytes, page) });
    page = readOggPage(bytes, page.endPosition);
  }
  return streams;
}

/** A chain of streams one after the other, as recorded from a radio: the sum of all, by walking over the page headers. */
function measureChain(bytes: FileBytes): number {
  let totalMs = 0;
  let current: OggStream | null = null;
  let currentMs = 0;
  let page = readOggPage(bytes, 0);
  while (page !== null) {
    const begun: OggStream | null = page.isFirst ? identify(bytes, page) : null;
    if (begun !== null) {
      totalMs += currentMs;
      current = begun;
      currentMs = 0;
    }
    if (current?.serial === page.serial && page.granule !== null) currentMs = toMs(current, page.granule);
    page = readOggPage(bytes, page.endPosition);
  }
  return totalMs + currentMs;
}

/** What the first page of a stream says of its sound; `null` for pictures and what is not known. */
function identify(bytes: FileBytes, page: OggPage): OggStream | null {
  const header = bytes.read(page.bodyPosition, 64);
  const stream = (samplesPerSecond: number, skippedSamples = 0): OggStream | null =>
    samplesPerSecond > 0 ? { serial: page.serial, samplesPerSecond, skippedSamples } : null;
  const startsWith = (text: string): boolean => header.toString('latin1', 0, text.length) === text;
  // Opus always counts at 48 kHz, whatever the source had. RFC 7845, section 4
  if (startsWith('OpusHead') && header.length >= 12) return stream(48_000, header.readUInt16LE(10));
  if (startsWith('\u0001vorbis') && header.length >= 16) return stream(header.readUInt32LE(12));
  if (startsWith('\u007fFLAC') && header.length >= 30) return stream(header.readUIntBE(27, 3) >>> 4);
  if (startsWith('Speex   ') && header.length >= 40) return stream(header.readUInt32LE(36));
  return null;
}
