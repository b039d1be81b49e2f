import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { scanFolder } from '../../src/scanner/scan.ts';
import { createTagReader } from '../../src/scanner/tag-reader.ts';
import { systemClock } from '../../src/system/clock.ts';
import { makeHardLibrary } from '../helpers/hard-library.ts';
import { createMemoryScanStorage } from '../helpers/memory-scan-storage.ts';
import { runThrough } from '../helpers/run-through.ts';
import { makeTemporaryFolder } from '../helpers/temporary-folder.ts';

test('forty files with names and tags of all kinds are scanned exactly, the broken ones reported', async () => {
  const library = await makeHardLibrary(join(makeTemporaryFolder(), 'music'), { durationSeconds: 2 });
  const storage = createMemoryScanStorage();
  const reader = createTagReader();
  onTestFinished(() => reader.close());
  const scan = async () =>
    (await runThrough(scanFolder({ root: library.folder, storage, reader, clock: systemClock }))).result;

  const first = await scan();
  expect(first).toMatchObject({ found: 43, added: 41, changed: 0, missing: 0, warnings: [] });
  expect(first.failed.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(library.failures);

  const expected = [...library.files, library.truncated];
  const byPath = new Map(expected.map((file) => [file.path, file]));
  expect(
    storage.rows().map(({ path, tags }) => ({ path, title: tags.title, artist: tags.artist, album: tags.album })),
  ).toEqual(
    expected
      .map(({ path, title, artist, album }) => ({ path, title, artist, album }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
  const errorsMs = storage.rows().map(({ path, tags }) => {
    return Math.abs(tags.durationMs - (byPath.get(path)?.durationSeconds ?? 0) * 1000);
  });
  expect(Math.max(...errorsMs)).toBeLessThanOrEqual(50);

  expect(await scan()).toMatchObject({ found: 43, added: 0, changed: 0, moved: 0, missing: 0, unchanged: 41 });
});
