import { type IAudioMetadata, parseFromTokenizer } from 'music-metadata';
import type { TrackTags } from '../model/track.ts';
import { measureAdts } from './adts-duration.ts';
import { type AudioKind, findAudioKind } from './audio-kind.ts';
import { BytesTokenizer } from './bytes-tokenizer.ts';
import { FileBytes, NotAFileError } from './file-bytes.ts';
import { failureReason, isGone } from './file-failure.ts';
import { measureFlac } from './flac-duration.ts';
import { measureMpeg } from './mpeg-duration.ts';
import { measureOgg } from './ogg-duration.ts';
import { type SoundFacts, toTrackTags } from './track-tags.ts';

/** What became of reading one file. `reason` is for people, to follow the path; `gone` is a file that vanished. */
export type TagReading =
  | { readonly kind: 'read'; readonly tags: TrackTags }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'gone' };

const MIME_TYPES: Readonly<Record<AudioKind['kind'], string>> = {
  mpeg: 'audio/mpeg',
  adts: 'audio/aac',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'audio/mp4',
};

const DAMAGED = 'is damaged or not complete';

/** Reads one file's tags and length. Synchronous inside, so for worker threads; never throws. */
export async function readTags(path: string): Promise<TagReading> {
  let bytes: FileBytes;
  try {
    bytes = new FileBytes(path);
  } catch (error) {
    if (error instanceof NotAFileError) return { kind: 'failed', reason: 'is not a file' };
    return isGone(error) ? { kind: 'gone' } : { kind: 'failed', reason: failureReason(error) };
  }
  try {
    return await readOpened(bytes);
  } catch (error) {
    // Besides what the system reports: numbers that lead out of a damaged file.
    const isOfSystem = error instanceof Error && 'syscall' in error;
    return { kind: 'failed', reason: isOfSystem ? failureReason(error) : DAMAGED };
  } finally {
    bytes.close();
  }
}

async function readOpened(bytes: FileBytes): Promise<TagReading> {
  if (bytes.sizeBytes === 0) return { kind: 'failed', reason: 'is empty' };
  const audio = findAudioKind(bytes);
  if (audio === null) return { kind: 'failed', reason: 'is not an audio file' };
  const metadata = await parseWhatIsThere(bytes, audio);
  const sound = measureSound(bytes, audio, metadata);
  if (sound === null) return { kind: 'failed', reason: DAMAGED };
  return { kind: 'read', tags: toTrackTags(metadata, sound) };
}

/** The tags; of damaged ones, those before the damage. */
async function parseWhatIsThere(bytes: FileBytes, audio: AudioKind): Promise<IAudioMetadata> {
  let soFar: Partial<IAudioMetadata> = {};
  try {
    return await parseFromTokenizer(new BytesTokenizer(bytes, MIME_TYPES[audio.kind]), {
      skipCovers: true,
      observer: ({ metadata }) => {
        soFar = metadata;
      },
    });
  } catch {
    const none = { no: null, of: null };
    return {
      format: soFar.format ?? { tagTypes: [], trackInfo: [] },
      native: soFar.native ?? {},
      quality: { warnings: [] },
      common: soFar.common ?? { track: none, disk: none, movementIndex: none },
    };
  }
}

/** Our own measure where music-metadata would walk over the whole file or trust a header that was cut off. */
function measureSound(bytes: FileBytes, audio: AudioKind, { format }: IAudioMetadata): SoundFacts | null {
  if (audio.kind === 'mpeg') {
    const sound = measureMpeg(bytes, audio.position, audio.frame);
    const bitrate = format.codecProfile === 'CBR' ? (format.bitrate ?? sound.bitrate) : sound.bitrate;
    return isLength(sound.durationMs) ? { ...sound, bitrate } : null;
  }
  const durationMs = durationOf(bytes, audio, format);
  if (durationMs === null || !isLength(durationMs)) return null;
  const average = (bytes.sizeBytes * 8000) / durationMs;
  return { durationMs, bitrate: audio.kind === 'ogg' ? average : (format.bitrate ?? average) };
}

function durationOf(bytes: FileBytes, audio: AudioKind, format: IAudioMetadata['format']): number | null {
  const told = format.duration === undefined ? null : format.duration * 1000;
  switch (audio.kind) {
    case 'ogg':
      return measureOgg(bytes) ?? told;
    case 'flac':
      return told ?? measureFlac(bytes, audio.position);
    case 'adts':
      return measureAdts(bytes, audio.position);
    case 'wav':
      return told ?? (format.bitrate === undefined ? null : (bytes.sizeBytes * 8000) / format.bitrate);
    case 'mp4':
    case 'mpeg':
      return told;
  }
}

/** At least a millisecond; a century is no length either but a damaged header. */
function isLength(durationMs: number): boolean {
  return durationMs >= 1 && durationMs < 100 * 365 * 86_400_000;
}
