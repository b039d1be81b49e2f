import type { FileBytes } from './file-bytes.ts';

/** The largest page there can be: header, 255 lengths, 255 × 255 bytes. https://xiph.org/ogg/doc/framing.html */
export const LARGEST_OGG_PAGE_BYTES = 27 + 255 + 255 * 255;

const CAPTURE_PATTERN = Buffer.from('OggS');

/** The header of one page of an Ogg file. */
export type OggPage = {
  readonly position: number;
  readonly serial: number;
  readonly isFirst: boolean;
  /** Samples up to the end of this page; `null` where no packet ends on it. */
  readonly granule: number | null;
  readonly bodyPosition: number;
  readonly endPosition: number;
};

/** The page whose header begins exactly there, or `null`. */
export function readOggPage(bytes: FileBytes, position: number): OggPage | null {
  return parseOggPage(bytes.read(position, 27 + 255), 0, position);
}

/** The last page of the wanted streams in those bytes, which begin at `position` in the file. */
export function findLastOggPage(bytes: Buffer, position: number, isWanted: (page: OggPage) => boolean): OggPage | null {
  for (let at = bytes.lastIndexOf(CAPTURE_PATTERN); at !== -1;) {
    const page = parseOggPage(bytes, at, position);
    if (page !== null && isWanted(page)) return page;
    at = at === 0 ? -1 : bytes.lastIndexOf(CAPTURE_PATTERN, at - 1);
  }
  return null;
}

function parseOggPage(bytes: Buffer, at: number, bytesPosition: number): OggPage | null {
  if (at + 27 > bytes.length || bytes[at + 4] !== 0 || !bytes.subarray(at, at + 4).equals(CAPTURE_PATTERN)) return null;
  const segments = bytes[at + 26] ?? 0;
  const granule = bytes.readBigInt64LE(at + 6);
  let bodyBytes = 0;
  for (let i = 0; i < segments; i++) bodyBytes += bytes[at + 27 + i] ?? 0;
  const bodyPosition = bytesPosition + at + 27 + segments;
  return {
    position: bytesPosition + at,
    serial: bytes.readUInt32LE(at + 14),
    isFirst: ((bytes[at + 5] ?? 0) & 2) !== 0,
    granule: granule < 0n ? null : Number(granule),
    bodyPosition,
    endPosition: bodyPosition + bodyBytes,
  };
}
