import { describeFolders } from '../../db/folders.ts';
import { libraryStats, listAlbums, listArtists, listTracks, searchTracks } from '../../db/library.ts';
import type { Context, Handlers } from '../context.ts';
import { pageOf } from '../list-page.ts';

/** What the commands of the library do. */
export function libraryHandlers({ db, library }: Context): Handlers<`library.${string}`> {
  return {
    'library.add': ({ path }) => library.add(path),
    'library.remove': async ({ path }) => ({ removed: await library.remove(path) }),
    'library.folders': async () => {
      const folders = await describeFolders(db);
      return { total: folders.length, folders };
    },
    'library.scan': ({ path, full = false }) => library.scan(path ?? null, full),
    'library.search': ({ query, ...page }) => searchTracks(db, query, pageOf(page)),
    'library.stats': () => libraryStats(db),
    'library.artists': ({ query, ...page }) => listArtists(db, { query, ...pageOf(page) }),
    'library.albums': ({ artist, ...page }) => listAlbums(db, { artist, ...pageOf(page) }),
    'library.tracks': ({ artist, album, ...page }) => listTracks(db, { artist, album, ...pageOf(page) }),
  };
}
