import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type TagReader, type TagReaderOptions, createTagReader } from '../../src/scanner/tag-reader.ts';
import { runAsOtherUser, sourceUrl } from '../helpers/other-user.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';
import { writeWav } from '../helpers/wav.ts';

function open(options: TagReaderOptions): TagReader {
  const reader = createTagReader(options);
  onTestFinished(() => reader.close());
  return reader;
}

const strange = { workerUrl: new URL('../fixtures/strange-reader-worker.ts', import.meta.url), timeoutMs: 100 };
const fine = (path: string) => ({ kind: 'failed', reason: path });

describe('reading in threads', () => {
  test('answers in the order of the paths, batch by batch', async () => {
    const folder = makeTemporaryFolder();
    const paths = [300, 100, 200].map((ms) => writeWav(join(folder, `${ms}.wav`), ms));
    const reader = open({ threads: 2 });
    const batches = await Promise.all([reader.read(paths), reader.read([]), reader.read(paths.toReversed())]);
    const lengths = batches.map((batch) => batch.map((one) => (one.kind === 'read' ? one.tags.durationMs : one.kind)));
    expect(lengths).toEqual([[300, 100, 200], [], [200, 100, 300]]);
  });

  test('a thread that is not told to end does not keep its process alive', async () => {
    const reader = sourceUrl('scanner/tag-reader.ts');
    const module = `import { createTagReader } from ${JSON.stringify(reader)};
      console.log(JSON.stringify(await createTagReader().read(['/nowhere/song.mp3'])));`;
    expect(await runAsOtherUser(module)).toEqual([{ kind: 'gone' }]);
  });
});

describe('a hostile file', () => {
  test.each([
    ['hangs', 'cannot be read: no end after 0.1 seconds'],
    ['throws', 'is damaged in a way that stops the tag reader'],
    ['exits', 'is damaged in a way that stops the tag reader'],
  ])('that %s fails alone: the thread is replaced', async (what, reason) => {
    const reader = open({ ...strange, threads: 1 });
    expect(await reader.read(['a', `b ${what}`, 'c', `d ${what}`])).toEqual([
      fine('a'),
      { kind: 'failed', reason },
      fine('c'),
      { kind: 'failed', reason },
    ]);
    expect(await reader.read(['e'])).toEqual([fine('e')]);
  });
});

describe('a reader', () => {
  test('that is closed rejects what waits and what comes', async () => {
    const reader = open({ ...strange, timeoutMs: 60_000, threads: 1 });
    const pending = Promise.allSettled([reader.read(['hangs']), reader.read(['a'])]);
    reader.close();
    const stopped = { name: 'AppError', message: 'Reading tags was stopped.' };
    expect(await pending).toMatchObject([{ reason: stopped }, { reason: stopped }]);
    await expect(reader.read(['b'])).rejects.toMatchObject(stopped);
  });

  test('whose threads cannot start says so instead of blaming files', async () => {
    const reader = open({ workerUrl: new URL('file:///nowhere/worker.js') });
    await expect(reader.read(['a'])).rejects.toMatchObject({
      name: 'AppError',
      message: 'The tag reader cannot be started.',
      hint: 'Install tonearm again.',
    });
  });
});
