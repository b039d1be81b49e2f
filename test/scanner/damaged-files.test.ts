import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTags } from '../../src/scanner/read-tags.ts';
import { runAsOtherUser, sourceUrl } from '../helpers/other-user.ts';
import { FORMATS } from '../helpers/sample-sounds.ts';
import { useSoundFiles } from '../helpers/sound-files.ts';

const files = useSoundFiles(4);

const REASONS = new Set(['is empty', 'is not an audio file', 'is damaged or not complete']);
const TAGS = { title: 'T', artist: 'A', album: 'L', date: '2001', track: '3/12', REPLAYGAIN_TRACK_GAIN: '-7.89 dB' };

describe('what cannot be read', () => {
  test.each([
    ['an empty file', '', 'is empty'],
    ['a text', 'This is no music.\n'.repeat(1000), 'is not an audio file'],
    ['a text in UTF-16', Buffer.from(`\ufeff${'Not a song.\n'.repeat(500)}`, 'utf16le'), 'is not an audio file'],
    ['zeros', Buffer.alloc(100_000), 'is not an audio file'],
    ['half a header', 'RIFF', 'is not an audio file'],
    ['a header only', 'OggS', 'is damaged or not complete'],
  ])('%s', async (_what, contents, reason) => {
    expect(await readTags(files.written('song.mp3', contents))).toEqual({ kind: 'failed', reason });
  });

  test('an M4A that lost its end, where its index is', async () => {
    const whole = files.bytes('m4a');
    const path = files.written('cut.m4a', whole.subarray(0, whole.length / 2));
    expect(await readTags(path)).toEqual({ kind: 'failed', reason: 'is damaged or not complete' });
  });

  test('a folder, and a pipe that nobody writes to', async () => {
    mkdirSync(join(files.folder(), 'folder.mp3'));
    await promisify(execFile)('mkfifo', [join(files.folder(), 'pipe.mp3')]);
    expect(await readTags(join(files.folder(), 'folder.mp3'))).toEqual({ kind: 'failed', reason: 'is not a file' });
    expect(await readTags(join(files.folder(), 'pipe.mp3'))).toEqual({ kind: 'failed', reason: 'is not a file' });
  });

  test('a file that is gone', async () => {
    expect(await readTags(join(files.folder(), 'nowhere.mp3'))).toEqual({ kind: 'gone' });
  });

  test('a file that may not be read', async () => {
    const path = join(files.folder(), 'private.mp3');
    copyFileSync(files.sound('mp3'), path);
    chmodSync(path, 0);
    chmodSync(files.folder(), 0o755);
    const module = `import { readTags } from ${JSON.stringify(sourceUrl('scanner/read-tags.ts'))};
      console.log(JSON.stringify(await readTags(${JSON.stringify(path)})));`;
    expect(await runAsOtherUser(module)).toEqual({ kind: 'failed', reason: 'cannot be read: permission denied' });
  });

  test('any damage: it ends, and says something', async () => {
    const originals = await Promise.all(
      FORMATS.map(async (format) => readFileSync(await files.tagged(format, TAGS)).subarray(0, 20_000)),
    );
    const damage = fc.record({
      format: fc.nat(originals.length - 1),
      changes: fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 }),
      length: fc.nat(20_000),
    });
    const path = join(files.folder(), 'damaged');
    await fc.assert(
      fc.asyncProperty(damage, async ({ format, changes, length }) => {
        const bytes = Buffer.from(originals[format] ?? '');
        for (const [at, value] of changes) bytes[at] = value;
        writeFileSync(path, bytes.subarray(0, length));
        const reading = await readTags(path);
        const reason = reading.kind === 'failed' ? reading.reason : '';
        const isRead = reading.kind === 'read' && reading.tags.durationMs > 0;
        expect(isRead || REASONS.has(reason)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
