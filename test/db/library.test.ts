import { describe, expect, it } from 'vitest';
import { addFolder, describeFolders, removeFolder } from '../../src/db/folders.ts';
import { libraryStats, listAlbums, listArtists, listTracks, searchTracks } from '../../src/db/library.ts';
import { songById, trackFilesBelow } from '../../src/db/tracks.ts';
import { scannedFiles } from '../../src/db/scanned-files.ts';
import type { TrackTags } from '../../src/model/track.ts';
import { createManualClock } from '../helpers/manual-clock.ts';
import { openTestDatabase } from '../helpers/open-test-database.ts';
import { makeTags } from '../helpers/track-tags.ts';

const PAGE = { limit: 100, offset: 0 };

async function makeLibrary(files: Readonly<Record<string, Partial<TrackTags>>>) {
  const { db } = await openTestDatabase();
  const folder = await addFolder(db, '/m', 1);
  const storage = scannedFiles(db, folder.id, createManualClock());
  await storage.saveFiles(
    Object.entries(files).map(([path, tags]) => ({
      id: null,
      path,
      sizeBytes: 10,
      mtimeMs: 5,
      inode: 3,
      readerVersion: 1,
      tags: makeTags(tags),
    })),
  );
  return { db, folder, storage };
}

describe('the library', () => {
  it('lists artists by album artist, albums by date, tracks by disc and number', async () => {
    const { db } = await makeLibrary({
      '/m/1': {
        artist: 'Guest',
        albumArtist: 'Björk',
        album: 'Post',
        date: '1995',
        title: 'Army of Me',
        trackNumber: 1,
      },
      '/m/2': { album: 'Homogenic', date: '1997', title: 'Hunter', trackNumber: 1 },
      '/m/3': { album: 'Homogenic', date: '1997', title: 'Jóga', trackNumber: 2 },
      '/m/4': { artist: 'abba', album: null, title: null },
    });
    expect(await listArtists(db, PAGE)).toEqual({
      total: 2,
      artists: [
        { artist: 'abba', albums: 1, tracks: 1 },
        { artist: 'Björk', albums: 2, tracks: 3 },
      ],
    });
    const albums = await listAlbums(db, { artist: 'Björk', ...PAGE });
    expect(albums.total).toBe(2);
    expect(albums.albums.map((album) => album.album)).toEqual(['Post', 'Homogenic']);
    const tracks = await listTracks(db, { artist: 'Björk', album: 'Homogenic', ...PAGE });
    expect(tracks.tracks.map((track) => track.title)).toEqual(['Hunter', 'Jóga']);
    const none = await listTracks(db, { artist: 'abba', album: '', ...PAGE });
    expect(none.tracks).toMatchObject([{ title: '4', album: null, artist: 'abba', loved: false }]);
  });

  it('finds tracks by words in title, artist and album, without marks and case', async () => {
    const { db } = await makeLibrary({
      '/m/1': { title: 'Jóga', artist: 'Björk', album: 'Homogenic' },
      '/m/2': { title: '100%_live', artist: 'Sigur Rós', album: null },
      '/m/3': { title: 'й', artist: 'Кино', album: null },
    });
    const find = async (query: string) => (await searchTracks(db, query, PAGE)).tracks.map((track) => track.title);
    expect(await find('joga BJORK')).toEqual(['Jóga']);
    expect(await find('homo ros')).toEqual([]);
    expect(await find('100%_')).toEqual(['100%_live']);
    expect(await find('0_%')).toEqual([]);
    expect(await find('и')).toEqual(['й']);
    expect(await find('')).toHaveLength(3);
  });

  it('keeps what is missing out of its lists but in its figures', async () => {
    const { db, storage } = await makeLibrary({ '/m/1': {}, '/m/2': {} });
    await storage.markMissing([1]);
    expect((await listTracks(db, PAGE)).tracks.map((track) => track.path)).toEqual(['/m/2']);
    expect(await libraryStats(db)).toEqual({
      tracks: 2,
      albums: 1,
      artists: 1,
      durationSeconds: 610,
      sizeBytes: 20,
      loved: 0,
      missing: 1,
    });
    await storage.relocateFiles([{ id: 1, path: '/m/new', inode: 9 }]);
    expect((await listTracks(db, PAGE)).tracks.map((track) => track.path)).toEqual(['/m/2', '/m/new']);
  });

  it('tells a scan only what lies below its folder', async () => {
    const { storage, db } = await makeLibrary({
      '/m/a/1': {},
      '/m/ab/2': {},
      '/m/a!/3': {},
      '/m/a0': {},
      '/m/a/b/4': {},
    });
    const paths: string[] = [];
    for await (const page of storage.knownFiles('/m/a')) paths.push(...page.map((file) => file.path));
    expect(paths).toEqual(['/m/a/1', '/m/a/b/4']);
    expect((await trackFilesBelow(db, '/m/a')).map((file) => file.path)).toEqual(['/m/a/1', '/m/a/b/4']);
  });

  it('reads a file again into the same row', async () => {
    const { db, storage } = await makeLibrary({ '/m/1': { title: 'old' } });
    await storage.saveFiles([
      { id: 1, path: '/m/1', sizeBytes: 11, mtimeMs: 6, inode: 4, readerVersion: 2, tags: makeTags({ title: 'new' }) },
    ]);
    await storage.saveFiles([
      {
        id: null,
        path: '/m/1',
        sizeBytes: 11,
        mtimeMs: 6,
        inode: 4,
        readerVersion: 2,
        tags: makeTags({ title: 'newer' }),
      },
    ]);
    expect(await songById(db, 1)).toMatchObject({ trackId: 1, title: 'newer' });
    expect((await libraryStats(db)).tracks).toBe(1);
  });

  it('takes a folder over that another one swallows, and lets go of its tracks with it', async () => {
    const { db, folder } = await makeLibrary({ '/m/1': {} });
    const outer = await addFolder(db, '/', 2);
    expect(await describeFolders(db)).toEqual([{ path: '/', tracks: 1, lastScannedAt: null }]);
    expect(outer.id).not.toBe(folder.id);
    expect(await removeFolder(db, outer.id)).toBe(1);
    expect(await describeFolders(db)).toEqual([]);
  });
});
