import type { AlbumRow, ArtistRow } from '../model/results.ts';
import type { Track } from '../model/track.ts';
import { layoutOf } from './layout.ts';
import type { Lists } from './lists.ts';
import type { RowSource } from './row-source.ts';
import type { ListName, WindowState } from './window-state.ts';

/** The list that has the keys. */
export function activeList(state: WindowState): ListName {
  if (state.overlay?.kind === 'help') return 'help';
  if (state.view === 'queue') return 'queue';
  if (state.view === 'lastfm') return 'waiting';
  return state.search === null ? state.column : 'search';
}

/** Rows of a list that are seen at once. */
export function visibleRows(state: WindowState, list: ListName): number {
  const layout = layoutOf(state.size);
  return list === 'waiting' ? layout.waitingRows : layout.listRows;
}

/** The selected row's place in a list of `total` rows, which may have become shorter; −1 in an empty one. */
export function selectedIndex(state: WindowState, list: ListName, total: number | undefined): number {
  const index = state.cursors[list].index;
  return total === undefined ? index : Math.min(index, total - 1);
}

/** The selected artist as far as its row is held. */
export function selectedArtist(lists: Lists, state: WindowState): ArtistRow | undefined {
  return lists.artists.row(selectedIndex(state, 'artists', lists.artists.total()));
}

/** The albums of the selected artist. */
export function albumsSource(lists: Lists, state: WindowState): RowSource<AlbumRow> | undefined {
  const artist = selectedArtist(lists, state);
  return artist === undefined ? undefined : lists.albums(artist.artist);
}

/** The tracks of the selected album. */
export function tracksSource(lists: Lists, state: WindowState): RowSource<Track> | undefined {
  const artist = selectedArtist(lists, state);
  const albums = albumsSource(lists, state);
  const album = albums?.row(selectedIndex(state, 'albums', albums.total()));
  return artist === undefined || album === undefined ? undefined : lists.tracks(artist.artist, album.album);
}

/** The rows behind a list's name; `undefined` where the selection they hang on is not held yet. */
export function sourceOf(lists: Lists, state: WindowState, list: ListName): RowSource<unknown> | undefined {
  switch (list) {
    case 'artists':
      return lists.artists;
    case 'albums':
      return albumsSource(lists, state);
    case 'tracks':
      return tracksSource(lists, state);
    case 'search':
      return state.search === null ? undefined : lists.search(state.search);
    case 'queue':
      return lists.queue;
    case 'waiting':
      return lists.waiting;
    case 'help':
      return undefined;
  }
}

/** Sees to it that a list's rows hang on something: loads the selected artist, and album, that they belong to. */
export async function settleSelection(lists: Lists, state: WindowState, list: ListName): Promise<void> {
  if (list !== 'albums' && list !== 'tracks') return;
  await lists.artists.load(selectedIndex(state, 'artists', lists.artists.total()));
  if (list === 'albums') return;
  const albums = albumsSource(lists, state);
  await albums?.load(selectedIndex(state, 'albums', albums.total()));
}

/** The selected row of a list, loaded if needed, with its place; `undefined` in an empty list. */
export async function loadSelected<Row>(
  source: RowSource<Row> | undefined,
  state: WindowState,
  list: ListName,
): Promise<{ readonly row: Row; readonly index: number } | undefined> {
  if (source === undefined) return undefined;
  await source.load(state.cursors[list].index);
  const index = selectedIndex(state, list, source.total());
  const row = await source.load(index);
  return row === undefined ? undefined : { row, index };
}
