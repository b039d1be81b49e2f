import { describe, expect, test } from 'vitest';
import { withComments } from '../helpers/flac-comments.ts';
import { HOSTILE_TAG } from '../helpers/hard-library.ts';
import { tagsOf } from '../helpers/tags-of.ts';
import { FORMATS } from '../helpers/sample-sounds.ts';
import { useSoundFiles } from '../helpers/sound-files.ts';

const SECONDS = 4;
const files = useSoundFiles(SECONDS);

const TAGS = {
  title: 'Tönende Stille',
  artist: 'Die Übung',
  album: 'Älteres',
  date: '2001-05-14',
  genre: 'Rock',
  track: '3/12',
};
const MORE_TAGS = {
  ...TAGS,
  album_artist: 'Verschiedene',
  disc: '1/2',
};
const GAIN_TAGS = {
  REPLAYGAIN_TRACK_GAIN: '-7.89 dB',
  REPLAYGAIN_TRACK_PEAK: '0.988553',
  REPLAYGAIN_ALBUM_GAIN: '+1.5 dB',
  REPLAYGAIN_ALBUM_PEAK: '1.002',
};

const EXPECTED = {
  title: 'Tönende Stille',
  artist: 'Die Übung',
  artists: ['Die Übung'],
  album: 'Älteres',
  albumArtist: 'Verschiedene',
  trackNumber: 3,
  trackTotal: 12,
  discNumber: 1,
  discTotal: 2,
  date: '2001-05-14',
  genres: ['Rock'],
};

describe('every format', () => {
  test.each([
    ['mp3', { codec: 'MP3', bitrate: 96_000, sampleRate: 44_100 }],
    ['m4a', { codec: 'AAC', sampleRate: 44_100 }],
    ['flac', { codec: 'FLAC', sampleRate: 44_100 }],
    ['ogg', { codec: 'Vorbis', sampleRate: 44_100 }],
    ['opus', { codec: 'Opus', sampleRate: 48_000 }],
  ] as const)('%s: all tags, length and codec', async (format, sound) => {
    expect(await tagsOf(await files.tagged(format, MORE_TAGS))).toMatchObject({ ...EXPECTED, ...sound });
  });

  test('wav: what RIFF INFO can hold, read as the UTF-8 that it is', async () => {
    expect(await tagsOf(await files.tagged('wav', TAGS))).toMatchObject({
      ...EXPECTED,
      albumArtist: null,
      discNumber: null,
      discTotal: null,
      codec: 'PCM',
      bitrate: 705_600,
      sampleRate: 44_100,
    });
  });

  test.each(FORMATS)('%s: the length within 50 ms', async (format) => {
    const { durationMs, bitrate } = await tagsOf(files.sound(format));
    expect(Math.abs(durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
    expect(Number.isInteger(durationMs)).toBe(true);
    expect(bitrate).toBeGreaterThan(0);
  });

  test.each(FORMATS)('%s: without tags, title and artist stay null', async (format) => {
    expect(await tagsOf(files.sound(format))).toMatchObject({
      title: null,
      artist: null,
      artists: [],
      album: null,
      date: null,
    });
  });

  test.each(['mp3', 'flac', 'ogg', 'opus'] as const)('%s: ReplayGain, in dB and as peaks', async (format) => {
    expect((await tagsOf(await files.tagged(format, GAIN_TAGS))).replayGain).toEqual({
      trackGainDb: -7.89,
      trackPeak: 0.988553,
      albumGainDb: 1.5,
      albumPeak: 1.002,
    });
  });

  test.each(['mp3', 'flac', 'ogg', 'opus'] as const)('%s: MusicBrainz ids in lower case', async (format) => {
    const id = (digit: number): string => `ABCDEF01-2345-6789-ABCD-EF000000000${digit}`;
    const names =
      format === 'mp3'
        ? [
            'MusicBrainz Release Track Id',
            'MusicBrainz Album Id',
            'MusicBrainz Artist Id',
            'MusicBrainz Album Artist Id',
          ]
        : ['MUSICBRAINZ_RELEASETRACKID', 'MUSICBRAINZ_ALBUMID', 'MUSICBRAINZ_ARTISTID', 'MUSICBRAINZ_ALBUMARTISTID'];
    const tags = Object.fromEntries(names.map((name, index) => [name, id(index)]));
    expect((await tagsOf(await files.tagged(format, tags))).musicBrainz).toMatchObject({
      trackId: id(0).toLowerCase(),
      albumId: id(1).toLowerCase(),
      artistId: id(2).toLowerCase(),
      albumArtistId: id(3).toLowerCase(),
    });
  });

  test('a file is read as what it is, whatever its ending says', async () => {
    const path = files.written('liar.mp3', files.bytes('flac'));
    expect(await tagsOf(path)).toMatchObject({ codec: 'FLAC', durationMs: SECONDS * 1000 });
  });
});

describe('texts', () => {
  test('control characters and escapes do not survive in any tag', async () => {
    for (const format of FORMATS) {
      const { title, artist, album } = await tagsOf(
        await files.tagged(format, { title: HOSTILE_TAG, artist: HOSTILE_TAG, album: HOSTILE_TAG }),
      );
      expect([title, artist, album]).toEqual([']0;pwned[2JHostile', ']0;pwned[2JHostile', ']0;pwned[2JHostile']);
    }
  });

  test('a title of ten megabytes is cut to a thousand characters', async () => {
    const comment = Buffer.from(`TITLE=${'x'.repeat(10_000_000)}`);
    const { title, artist } = await tagsOf(
      files.written('huge.flac', withComments(files.bytes('flac'), [comment, 'ARTIST=A'])),
    );
    expect(title).toBe('x'.repeat(1000));
    expect(artist).toBe('A');
  });

  test('RIFF INFO in Latin-1 stays what it is', async () => {
    const bytes = files.bytes('wav');
    const info = riffChunk(
      'LIST',
      Buffer.concat([Buffer.from('INFO'), riffChunk('INAM', Buffer.from('Caf\u00e9\0', 'latin1'))]),
    );
    const wav = Buffer.concat([bytes.subarray(0, bytes.indexOf('data')), info, bytes.subarray(bytes.indexOf('data'))]);
    wav.writeUInt32LE(wav.length - 8, 4);
    expect(await tagsOf(files.written('latin1.wav', wav))).toMatchObject({ title: 'Café' });
  });

  test('an artist with a slash is one artist, in ID3v2.3 too', async () => {
    for (const version of ['3', '4']) {
      const path = await files.tagged('mp3', { artist: 'AC/DC' }, '-id3v2_version', version);
      expect(await tagsOf(path)).toMatchObject({ artist: 'AC/DC', artists: ['AC/DC'] });
    }
  });

  test('several artists: the first is credited, all are kept', async () => {
    const path = files.written('two.flac', withComments(files.bytes('flac'), ['ARTIST=One', 'ARTIST=Two']));
    expect(await tagsOf(path)).toMatchObject({ artist: 'One', artists: ['One', 'Two'] });
  });

  test('a credited artist and a list of them', async () => {
    const comments = ['ARTIST=One feat. Two', 'ARTISTS=One', 'ARTISTS=Two'];
    const path = files.written('feat.flac', withComments(files.bytes('flac'), comments));
    expect(await tagsOf(path)).toMatchObject({ artist: 'One feat. Two', artists: ['One', 'Two'] });
  });

  test('ID3v2.3 keeps the date in two places', async () => {
    const path = await files.tagged('mp3', { date: '2001-05-14' }, '-id3v2_version', '3');
    expect(await tagsOf(path)).toMatchObject({ date: '2001-05-14' });
  });

  test('the gain of Opus counts from another loudness', async () => {
    const path = await files.tagged('opus', { R128_TRACK_GAIN: '-1280', R128_ALBUM_GAIN: '256' });
    expect((await tagsOf(path)).replayGain).toMatchObject({ trackGainDb: 0, albumGainDb: 6 });
  });

  test('damaged tags do not hide a good sound', async () => {
    const header = Buffer.from([0x49, 0x44, 0x33, 9, 0, 0, 0, 0, 0, 10, ...Buffer.from('0123456789')]);
    const { title, durationMs } = await tagsOf(files.written('damaged.mp3', header, files.bytes('mp3')));
    expect(title).toBeNull();
    expect(Math.abs(durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
  });
});

function riffChunk(name: string, contents: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32LE(contents.length, 4);
  return Buffer.concat([header, contents, Buffer.alloc(contents.length % 2)]);
}
