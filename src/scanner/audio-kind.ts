import type { FileBytes } from './file-bytes.ts';
import { type MpegFrame, findMpegFrame } from './mpeg-frame.ts';

/** What a file really holds, whatever its name says; `position` is where it begins, behind ID3v2 tags. */
export type AudioKind =
  | { readonly kind: 'flac' | 'ogg' | 'wav' | 'mp4' | 'adts'; readonly position: number }
  | { readonly kind: 'mpeg'; readonly position: number; readonly frame: MpegFrame };

/** Recognises the file by its first bytes; `null` for what is not audio that tonearm reads. */
export function findAudioKind(bytes: FileBytes): AudioKind | null {
  const position = behindId3(bytes);
  const start = bytes.read(position, 12).toString('latin1');
  if (start.startsWith('fLaC')) return { kind: 'flac', position };
  if (start.startsWith('OggS')) return { kind: 'ogg', position };
  if (start.startsWith('RIFF') && start.endsWith('WAVE')) return { kind: 'wav', position };
  if (start.startsWith('ftyp', 4)) return { kind: 'mp4', position };
  if (isAdts(bytes, position)) return { kind: 'adts', position };
  const found = findMpegFrame(bytes, position);
  return found === null ? null : { kind: 'mpeg', ...found };
}

function behindId3(bytes: FileBytes): number {
  let position = 0;
  for (;;) {
    const header = bytes.read(position, 10);
    if (header.length < 10 || header.toString('latin1', 0, 3) !== 'ID3') return position;
    const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((header[at] ?? 0) & 0x7f), 0);
    const hasFooter = ((header[5] ?? 0) & 0x10) !== 0;
    position += 10 + size + (hasFooter ? 10 : 0);
  }
}

/** Raw AAC: two frame headers, the second where the first says. */
function isAdts(bytes: FileBytes, position: number): boolean {
  const isHeader = (header: Buffer): boolean =>
    header.length >= 7 && header[0] === 0xff && ((header[1] ?? 0) & 0xf6) === 0xf0;
  const first = Buffer.from(bytes.read(position, 7));
  if (!isHeader(first)) return false;
  const length = (first.readUIntBE(3, 3) >>> 5) & 0x1fff;
  return length >= 7 && isHeader(bytes.read(position + length, 7));
}
