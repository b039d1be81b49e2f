import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tagsOf } from '../helpers/tags-of.ts';
import { useSoundFiles } from '../helpers/sound-files.ts';

const SECONDS = 10;
const files = useSoundFiles(SECONDS);

describe('MP3 lengths', () => {
  test('without any header, constant bitrate', async () => {
    const path = await files.encoded('cbr.mp3', '-c:a', 'libmp3lame', '-b:a', '128k', '-write_xing', '0');
    const { durationMs, bitrate } = await tagsOf(path);
    expect(Math.abs(durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
    expect(bitrate).toBe(128_000);
  });

  test('without any header, constant bitrate, tags at the end not counted', async () => {
    const path = await files.encoded(
      'cbr.mp3',
      '-c:a',
      'libmp3lame',
      '-b:a',
      '128k',
      '-write_xing',
      '0',
      '-id3v2_version',
      '0',
    );
    const ape = Buffer.alloc(100_000);
    ape.write('APETAGEX', ape.length - 32);
    ape.writeUInt32LE(2000, ape.length - 24);
    ape.writeUInt32LE(ape.length, ape.length - 20);
    const id3v1 = Buffer.alloc(128);
    id3v1.write('TAGCaf\u00e9', 'latin1');
    const { durationMs, title } = await tagsOf(files.written('tags.mp3', readFileSync(path), ape, id3v1));
    expect(Math.abs(durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
    expect(title).toBe('Café');
  });

  test('without any header, variable bitrate: all frames are counted', async () => {
    const noise = ['-f', 'lavfi', '-i', `anoisesrc=duration=${SECONDS}:sample_rate=44100`];
    const vbr = ['-filter_complex', '[0][1]concat=v=0:a=1', '-c:a', 'libmp3lame', '-q:a', '4', '-write_xing', '0'];
    const { durationMs } = await tagsOf(await files.encoded('vbr.mp3', ...noise, ...vbr));
    expect(Math.abs(durationMs - 2 * SECONDS * 1000)).toBeLessThanOrEqual(60);
  });

  test('from a Xing header, the encoder’s padding left out', async () => {
    expect(await tagsOf(await files.encoded('vbr.mp3', '-c:a', 'libmp3lame', '-q:a', '4'))).toMatchObject({
      durationMs: SECONDS * 1000,
    });
  });

  test('from a VBRI header', async () => {
    const path = await files.encoded(
      'cbr.mp3',
      '-c:a',
      'libmp3lame',
      '-b:a',
      '128k',
      '-write_xing',
      '0',
      '-id3v2_version',
      '0',
    );
    const bytes = readFileSync(path);
    bytes.write('VBRI', 36);
    bytes.writeUInt32BE(bytes.length, 46);
    bytes.writeUInt32BE(1000, 50);
    expect(await tagsOf(files.written('vbri.mp3', bytes))).toMatchObject({
      durationMs: Math.round((1000 * 1152) / 44.1),
    });
  });

  test('of a file that was cut off: what is left', async () => {
    const whole = files.bytes('mp3');
    const path = files.written('cut.mp3', whole.subarray(0, whole.length / 4));
    const { durationMs } = await tagsOf(path);
    expect(Math.abs(durationMs - (SECONDS * 1000) / 4)).toBeLessThanOrEqual(50);
  });

  test('behind rubbish', async () => {
    const path = files.written(
      'rubbish.mp3',
      Buffer.alloc(50_000, 'rubbish \u00ff\u00fb', 'latin1'),
      files.bytes('mp3'),
    );
    expect(Math.abs((await tagsOf(path)).durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
  });
});

describe('other lengths', () => {
  test('FLAC that was recorded into a pipe: from its last frame', async () => {
    const path = files.written('pipe.flac', files.bytes('flac'));
    const bytes = readFileSync(path);
    // The 36 bits of STREAMINFO that count all samples, and its checksum.
    bytes.writeUInt8((bytes[21] ?? 0) & 0xf0, 21);
    bytes.writeUInt32BE(0, 22);
    writeFileSync(path, bytes);
    expect(await tagsOf(path)).toMatchObject({ durationMs: SECONDS * 1000 });
  });

  test('FLAC behind an ID3 tag', async () => {
    const id3 = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 1, 0, ...Buffer.alloc(128)]);
    expect(await tagsOf(files.written('id3.flac', id3, files.bytes('flac')))).toMatchObject({
      codec: 'FLAC',
      durationMs: SECONDS * 1000,
    });
  });

  test('Ogg streams one after the other, as a radio sends them', async () => {
    const second = await files.encoded('second.opus', '-t', '3', '-c:a', 'libopus', '-serial_offset', '77');
    const chain = files.written('chain.opus', files.bytes('opus'), readFileSync(second));
    expect(await tagsOf(chain)).toMatchObject({ durationMs: SECONDS * 1000 + 3000 });
  });

  test('FLAC in Ogg', async () => {
    expect(await tagsOf(await files.encoded('flac.ogg', '-c:a', 'flac'))).toMatchObject({
      codec: 'FLAC',
      durationMs: SECONDS * 1000,
    });
  });

  test('Ogg that was cut off: up to its last whole page', async () => {
    const whole = files.bytes('ogg');
    const path = files.written('cut.ogg', whole.subarray(0, whole.length / 2));
    const { durationMs } = await tagsOf(path);
    expect(durationMs).toBeGreaterThan(SECONDS * 250);
    expect(durationMs).toBeLessThan(SECONDS * 900);
  });

  test('ALAC, fragmented MP4 and raw AAC in a file called m4a', async () => {
    expect(await tagsOf(await files.encoded('alac.m4a', '-c:a', 'alac'))).toMatchObject({
      codec: 'ALAC',
      durationMs: SECONDS * 1000,
    });
    const fragmented = await tagsOf(await files.encoded('fragmented.m4a', '-movflags', 'frag_keyframe+empty_moov'));
    const raw = await tagsOf(await files.encoded('raw.m4a', '-f', 'adts'));
    for (const { codec, durationMs } of [fragmented, raw]) {
      expect(codec).toBe('AAC');
      expect(Math.abs(durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
    }
  });

  test('WAV whose header was never completed', async () => {
    const bytes = files.bytes('wav');
    const data = bytes.indexOf('data');
    bytes.writeUInt32LE(0xff_ff_ff_ff, 4);
    bytes.writeUInt32LE(0xff_ff_ff_ff, data + 4);
    expect(await tagsOf(files.written('stream.wav', bytes))).toMatchObject({ durationMs: SECONDS * 1000 });
    bytes.writeUInt32LE(0, data + 4);
    const { durationMs } = await tagsOf(files.written('crashed.wav', bytes));
    expect(Math.abs(durationMs - SECONDS * 1000)).toBeLessThanOrEqual(50);
  });
});
