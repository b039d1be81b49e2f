import type { SearchDocument } from '../../model/results.ts';
import type { ActionContext } from '../context.ts';
import { formatAmount } from '../format.ts';
import { albumsSource, loadSelected, selectedArtist, settleSelection, sourceOf, tracksSource } from '../selection.ts';
import type { ListName } from '../window-state.ts';

/** What to do with tracks: play them at once, put them at the end of the play queue, or after what plays. */
export type AddMode = 'play' | 'append' | 'next';

/** Reads library tracks a stretch at a time. */
type ReadTracks = (offset: number, limit: number) => Promise<SearchDocument>;

/** Keeps a request's line far below what the engine accepts. */
const TRACKS_A_REQUEST = 5000;

/** Adds what is selected in a list of the library: a track, an album, or all of an artist. Settles when it is known what. */
export async function addSelected(context: ActionContext, list: ListName, mode: AddMode): Promise<void> {
  const read = await readSelected(context, list);
  if (read !== undefined) void addTracks(context, read, mode).catch(context.reportError);
}

/** Appends everything that a list of the library shows. Settles when it is known what that is. */
export async function appendAll(context: ActionContext, list: ListName): Promise<void> {
  await settleSelection(context.lists, context.state(), list);
  const state = context.state();
  const artist = selectedArtist(context.lists, state)?.artist ?? '';
  const tracks = list === 'albums' ? null : sourceOf(context.lists, state, list);
  const read: ReadTracks =
    list === 'artists'
      ? (offset, limit) => context.engine.run('library.tracks', { offset, limit })
      : list === 'albums'
        ? (offset, limit) => context.engine.run('library.tracks', { artist, offset, limit })
        : readRows(tracks);
  void addTracks(context, read, 'append').catch(context.reportError);
}

async function readSelected(context: ActionContext, list: ListName): Promise<ReadTracks | undefined> {
  await settleSelection(context.lists, context.state(), list);
  const { lists } = context;
  const state = context.state();
  if (list === 'artists') {
    const selected = await loadSelected(lists.artists, state, list);
    return selected && readLibrary(context, { artist: selected.row.artist ?? '' });
  }
  if (list === 'albums') {
    const artist = selectedArtist(lists, state)?.artist ?? '';
    const selected = await loadSelected(albumsSource(lists, state), state, list);
    return selected && readLibrary(context, { artist, album: selected.row.album ?? '' });
  }
  const source = state.search === null ? tracksSource(lists, state) : lists.search(state.search);
  const selected = await loadSelected(source, state, list);
  return selected && (async () => ({ total: 1, tracks: [selected.row] }));
}

function readLibrary(context: ActionContext, part: { readonly artist: string; readonly album?: string }): ReadTracks {
  return (offset, limit) => context.engine.run('library.tracks', { ...part, offset, limit });
}

function readRows(source: ReturnType<typeof sourceOf> | null): ReadTracks {
  return async (offset, limit) => {
    const page = await source?.read(offset, limit);
    return { total: page?.total ?? 0, tracks: (page?.rows ?? []) as SearchDocument['tracks'] };
  };
}

async function addTracks(context: ActionContext, read: ReadTracks, mode: AddMode): Promise<void> {
  const chunks = await readIds(read);
  const count = chunks.reduce((sum, ids) => sum + ids.length, 0);
  // Each stretch put after what plays lands before the one put there earlier.
  const inOrder = mode === 'next' ? chunks.toReversed() : chunks;
  for (const [index, trackIds] of inOrder.entries()) {
    if (mode === 'next') await context.engine.run('queue.add', { trackIds, next: true });
    else if (mode === 'play' && index === 0) await context.engine.run('queue.add', { trackIds, play: true });
    else await context.engine.run('queue.add', { trackIds });
  }
  if (mode === 'play') return;
  const message = `${formatAmount(count, 'track')} ${mode === 'next' ? 'to play next' : 'added to the play queue'}`;
  context.notify({ level: 'info', message, hint: null });
}

async function readIds(read: ReadTracks): Promise<readonly (readonly number[])[]> {
  const chunks: (readonly number[])[] = [];
  for (let offset = 0; ; offset += TRACKS_A_REQUEST) {
    const { total, tracks } = await read(offset, TRACKS_A_REQUEST);
    const ids = tracks.flatMap((track) => (track.id === null ? [] : [track.id]));
    if (ids.length > 0) chunks.push(ids);
    if (tracks.length === 0 || offset + tracks.length >= total) return chunks;
  }
}
