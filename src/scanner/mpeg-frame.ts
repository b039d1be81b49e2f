import type { FileBytes } from './file-bytes.ts';

/** The header of one MPEG audio frame: MP3, or its elder brothers MP1 and MP2. */
export type MpegFrame = {
  /** What all frames of one stream have in common. */
  readonly kind: string;
  readonly sizeBytes: number;
  readonly bitrate: number;
  readonly sampleRate: number;
  readonly samples: number;
  /** Where a Xing or Info header begins, counted from the start of the frame. */
  readonly infoOffset: number;
};

/** How far past the tags the first frame may lie: some files have padding or rubbish there. */
const SEARCHED_BYTES = 128 * 1024;
/** That many frames in a row are no coincidence. */
const FRAMES_IN_A_ROW = 3;
/** About that much is read to see them. */
const FOLLOWING_BYTES = 4 * 1024;

// In kbit/s, by the header's bitrate index. ISO 11172-3, 2.4.2.3 and ISO 13818-3, 2.4.2.3
const MPEG1_LAYER1 = [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
const MPEG1_LAYER2 = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const MPEG1_LAYER3 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_LAYER1 = [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
const MPEG2_LAYER23 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG1_SAMPLE_RATES = [44_100, 48_000, 32_000];

/** Reads the four bytes at `offset` as a frame header, or answers `null`. */
export function parseMpegFrame(bytes: Buffer, offset: number): MpegFrame | null {
  if (offset + 4 > bytes.length) return null;
  const header = bytes.readUInt32BE(offset);
  if (header >>> 21 !== 0x7ff) return null;
  const version = (header >>> 19) & 3; // 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1
  const layer = 4 - ((header >>> 17) & 3);
  const fullRate = MPEG1_SAMPLE_RATES[(header >>> 10) & 3];
  if (version === 1 || layer === 4 || fullRate === undefined) return null;
  const isMpeg1 = version === 3;
  const kilobits = bitrates(isMpeg1, layer)[((header >>> 12) & 15) - 1];
  if (kilobits === undefined) return null;
  const bitrate = kilobits * 1000;
  const sampleRate = isMpeg1 ? fullRate : fullRate / (version === 2 ? 2 : 4);
  const samples = layer === 1 ? 384 : layer === 3 && !isMpeg1 ? 576 : 1152;
  const slotBytes = layer === 1 ? 4 : 1;
  const padding = (header >>> 9) & 1;
  const sizeBytes = (Math.floor((samples * bitrate) / (8 * slotBytes * sampleRate)) + padding) * slotBytes;
  const isMono = ((header >>> 6) & 3) === 3;
  const sideInfoBytes = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  return {
    kind: `${version}/${layer}/${sampleRate}`,
    sizeBytes,
    bitrate,
    sampleRate,
    samples,
    infoOffset: 4 + sideInfoBytes,
  };
}

function bitrates(isMpeg1: boolean, layer: number): readonly number[] {
  if (layer === 1) return isMpeg1 ? MPEG1_LAYER1 : MPEG2_LAYER1;
  if (!isMpeg1) return MPEG2_LAYER23;
  return layer === 2 ? MPEG1_LAYER2 : MPEG1_LAYER3;
}

/** The first frame at or after `from` that others follow, and where it is; `null` where there is none within 128 KiB. */
export function findMpegFrame(
  bytes: FileBytes,
  from: number,
  searchedBytes = SEARCHED_BYTES,
): { readonly position: number; readonly frame: MpegFrame } | null {
  // A copy, because looking at the following frames may move the window.
  const searched = Buffer.from(bytes.read(from, searchedBytes, searchedBytes));
  for (let at = searched.indexOf(0xff); at !== -1; at = searched.indexOf(0xff, at + 1)) {
    const frame = parseMpegFrame(searched, at);
    if (frame !== null && isFollowed(bytes, from + at, frame)) return { position: from + at, frame };
  }
  return null;
}

/** Other frames of the same stream follow; in a file that ends before, at least one. */
function isFollowed(bytes: FileBytes, position: number, first: MpegFrame): boolean {
  let at = position + first.sizeBytes;
  for (let seen = 1; seen < FRAMES_IN_A_ROW; seen++) {
    if (seen > 1 && at + 4 > bytes.sizeBytes) return true;
    const next = parseMpegFrame(bytes.read(at, 4, FOLLOWING_BYTES), 0);
    if (next?.kind !== first.kind) return false;
    at += next.sizeBytes;
  }
  return true;
}
