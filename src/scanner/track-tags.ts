import type { IAudioMetadata, ICommonTagsResult } from 'music-metadata';
import type { ReplayGain, TrackTags } from '../model/track.ts';
import { countOf, dateOf, numberWithin, repairLatin1, textOf, textsOf, uuidOf } from './tag-values.ts';

/** What was found out about the sound, apart from tags. */
export type SoundFacts = { readonly durationMs: number; readonly bitrate: number | null };

type NativeTag = { readonly id: string; readonly value: unknown };

/** Puts what music-metadata read into our shape; every text is cleaned and cut. Never throws. */
export function toTrackTags({ common, format, native }: IAudioMetadata, sound: SoundFacts): TrackTags {
  const repaired = withUtf8(common, [...(native['exif'] ?? []), ...(native['ID3v1'] ?? [])]);
  const artist = textOf(wholeArtist(repaired.artist, native['ID3v2.3'] ?? []));
  const artists = textsOf(repaired.artists ?? []);
  return {
    title: textOf(repaired.title),
    artist,
    artists: artist !== null && artists.join('/') === artist ? [artist] : artists,
    album: textOf(repaired.album),
    albumArtist: textOf(repaired.albumartist),
    trackNumber: countOf(common.track.no),
    trackTotal: countOf(common.track.of),
    discNumber: countOf(common.disk.no),
    discTotal: countOf(common.disk.of),
    date: dateOf(common.date) ?? id3v23Date(native['ID3v2.3'] ?? []) ?? dateOf(String(common.year ?? '')),
    genres: textsOf(repaired.genre ?? []),
    durationMs: Math.round(sound.durationMs),
    codec: codecName(format.codec),
    bitrate: sound.bitrate === null ? null : Math.round(sound.bitrate),
    sampleRate: countRate(format.sampleRate),
    replayGain: replayGainOf(Object.values(native).flat()),
    musicBrainz: {
      recordingId: uuidOf(common.musicbrainz_recordingid),
      trackId: uuidOf(common.musicbrainz_trackid),
      albumId: uuidOf(common.musicbrainz_albumid),
      artistId: uuidOf(common.musicbrainz_artistid),
      albumArtistId: uuidOf(common.musicbrainz_albumartistid),
    },
  };
}

type Texts = Pick<ICommonTagsResult, 'title' | 'artist' | 'artists' | 'album' | 'albumartist' | 'genre'>;

/** RIFF INFO and ID3v1 declare no encoding and are read as Latin-1; programs of today write UTF-8 into them. */
function withUtf8(common: Texts, undeclared: readonly NativeTag[]): Texts {
  if (undeclared.length === 0) return common;
  const raw = new Set(undeclared.map(({ value }) => value));
  const repair = <T extends string | undefined>(text: T): T | string =>
    text !== undefined && raw.has(text) ? repairLatin1(text) : text;
  return {
    ...(common.title !== undefined && { title: repair(common.title) }),
    ...(common.artist !== undefined && { artist: repair(common.artist) }),
    ...(common.artists !== undefined && { artists: common.artists.map(repair) }),
    ...(common.album !== undefined && { album: repair(common.album) }),
    ...(common.albumartist !== undefined && { albumartist: repair(common.albumartist) }),
    ...(common.genre !== undefined && { genre: common.genre.map(repair) }),
  };
}

/** music-metadata takes the slash in an artist of ID3v2.3 for a separator, which makes AC of AC/DC. */
function wholeArtist(artist: string | undefined, id3v23: readonly NativeTag[]): string | undefined {
  const parts = id3v23.filter(({ id }) => id === 'TPE1').map(({ value }) => value);
  return parts.length > 1 && parts[0] === artist ? parts.join('/') : artist;
}

/** ID3v2.3 keeps the day and month, `DDMM`, apart from the year. */
function id3v23Date(tags: readonly NativeTag[]): string | null {
  const valueOf = (wanted: string): string => {
    const value = tags.find(({ id }) => id === wanted)?.value;
    return typeof value === 'string' ? value : '';
  };
  const year = valueOf('TYER');
  const [, day, month] = /^(\d\d)(\d\d)$/.exec(valueOf('TDAT')) ?? [];
  return dateOf(day === undefined || month === undefined ? year : `${year}-${month}-${day}`);
}

function replayGainOf(tags: readonly NativeTag[]): ReplayGain {
  const valueOf = (name: string): unknown => tags.find(({ id }) => id.toUpperCase().endsWith(name))?.value;
  const gain = (of: 'TRACK' | 'ALBUM'): number | null =>
    numberWithin(valueOf(`REPLAYGAIN_${of}_GAIN`), -64, 64) ?? r128Gain(valueOf(`R128_${of}_GAIN`));
  const peak = (of: 'TRACK' | 'ALBUM'): number | null => numberWithin(valueOf(`REPLAYGAIN_${of}_PEAK`), 0, 100);
  return {
    trackGainDb: gain('TRACK'),
    trackPeak: peak('TRACK'),
    albumGainDb: gain('ALBUM'),
    albumPeak: peak('ALBUM'),
  };
}

/** Opus counts in 1/256 dB and from −23 LUFS, ReplayGain from −18. RFC 7845, section 5.2.1 */
function r128Gain(value: unknown): number | null {
  const steps = numberWithin(value, -32_768, 32_767);
  return steps === null ? null : steps / 256 + 5;
}

const CODECS: readonly (readonly [RegExp, string])[] = [
  [/Layer 3/, 'MP3'],
  [/Layer 2/, 'MP2'],
  [/Layer 1/, 'MP1'],
  [/Vorbis/, 'Vorbis'],
  [/AAC/, 'AAC'],
];

function codecName(codec: string | undefined): string | null {
  return CODECS.find(([pattern]) => pattern.test(codec ?? ''))?.[1] ?? textOf(codec);
}

function countRate(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value > 0 ? Math.round(value) : null;
}
