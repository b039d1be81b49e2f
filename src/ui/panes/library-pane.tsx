import { Box } from 'ink';
import type { AlbumRow, ArtistRow } from '../../model/results.ts';
import type { Track } from '../../model/track.ts';
import { formatCount, formatDuration } from '../format.ts';
import { layoutOf } from '../layout.ts';
import type { RowSource } from '../row-source.ts';
import { albumsSource, selectedArtist, tracksSource } from '../selection.ts';
import { useRested, useRows, useSettled } from '../use-rows.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import type { LibraryColumn, WindowState } from '../window-state.ts';
import type { Column } from '../widgets/column-widths.ts';
import { Frame } from '../widgets/frame.tsx';
import { Table } from '../widgets/table.tsx';

/** The columns to the right of the cursor follow it when it rests this long, in milliseconds. */
const PREVIEW_REST_MS = 40;

const ARTIST_COLUMNS: readonly Column<ArtistRow>[] = [
  { width: { share: 1 }, text: (row) => row.artist ?? '(no artist)' },
  { width: 6, align: 'right', text: (row) => formatCount(row.tracks) },
];

const ALBUM_COLUMNS: readonly Column<AlbumRow>[] = [
  { width: 4, text: (row) => row.date?.slice(0, 4) ?? '' },
  { width: { share: 1 }, text: (row) => row.album ?? '(no album)' },
  { width: 4, align: 'right', text: (row) => formatCount(row.tracks) },
];

const TRACK_COLUMNS: readonly Column<Track>[] = [
  { width: 3, align: 'right', text: (row) => (row.trackNumber === null ? '' : String(row.trackNumber)) },
  { width: { share: 1 }, text: (row) => row.title },
  { width: 1, text: (row) => (row.loved ? '♥' : '') },
  { width: 7, align: 'right', text: (row) => formatDuration(row.durationSeconds) },
];

/** Artists, their albums, their tracks: side by side where there is room, else one at a time. */
export function LibraryPane() {
  const { controller } = useWindow();
  const { track } = useEngineState('playback');
  const state = useWindowState();
  const { lists } = controller;
  const { isWide, bodyRows, columnWidths } = layoutOf(state.size);
  const rested = { ...state, cursors: useRested(state.cursors, state.column === 'tracks' ? 0 : PREVIEW_REST_MS) };
  const shownAlbums = albumsSource(lists, state.column === 'artists' ? rested : state);
  const albums = usePreviewed(shownAlbums, state.column === 'artists');
  const tracks = usePreviewed(tracksSource(lists, rested), state.column !== 'tracks');
  // The columns on the right hang on the selected rows of those on the left, also where those are not drawn.
  useRows(lists.artists, state.cursors.artists.index, 1);
  useRows(shownAlbums, state.cursors.albums.index, 1);

  const artistName = track === null ? undefined : (track.albumArtist ?? track.artist);
  const isArtistPlaying = (row: ArtistRow): boolean => row.artist === artistName;
  const playingAlbum = selectedArtist(lists, state)?.artist === artistName ? track?.album : undefined;
  const shared = { state, bodyRows, isWide };
  return (
    <Box>
      <LibraryList
        {...shared}
        name="artists"
        title="Artists"
        width={columnWidths[0]}
        source={lists.artists}
        columns={ARTIST_COLUMNS}
        isPlaying={isArtistPlaying}
        empty="Enter adds a folder"
      />
      <LibraryList
        {...shared}
        name="albums"
        title={isWide ? 'Albums' : pathOf(lists, state).slice(0, 1).join('')}
        width={columnWidths[1]}
        source={albums}
        columns={ALBUM_COLUMNS}
        isPlaying={(row) => row.album === playingAlbum}
        empty="No albums"
      />
      <LibraryList
        {...shared}
        name="tracks"
        title={isWide ? 'Tracks' : pathOf(lists, state).join(' › ')}
        width={columnWidths[2]}
        source={tracks}
        columns={TRACK_COLUMNS}
        isPlaying={(row) => row.id !== null && row.id === track?.id}
        empty="No tracks"
      />
    </Box>
  );
}

type LibraryListProps<Row> = {
  readonly state: WindowState;
  readonly bodyRows: number;
  readonly isWide: boolean;
  readonly name: LibraryColumn;
  readonly title: string;
  readonly width: number;
  readonly source: RowSource<Row> | undefined;
  readonly columns: readonly Column<Row>[];
  readonly isPlaying: (row: Row) => boolean;
  readonly empty: string;
};

const ORDER: readonly LibraryColumn[] = ['artists', 'albums', 'tracks'];

function LibraryList<Row>({ state, bodyRows, isWide, name, title, width, source, ...table }: LibraryListProps<Row>) {
  const isActive = state.column === name;
  if (!isWide && !isActive) return null;
  const isOnTheWay = ORDER.indexOf(name) < ORDER.indexOf(state.column);
  const total = source?.total();
  return (
    <Frame
      title={title}
      total={total === undefined ? '' : formatCount(total)}
      width={width}
      height={bodyRows}
      isActive={isActive}
    >
      <Table
        {...table}
        source={source}
        cursor={state.cursors[name]}
        width={width - 2}
        rows={bodyRows - 2}
        selection={isActive ? 'active' : isOnTheWay ? 'elsewhere' : 'none'}
      />
    </Frame>
  );
}

function usePreviewed<Row>(source: RowSource<Row> | undefined, isPreview: boolean): RowSource<Row> | undefined {
  const settled = useSettled(source);
  return isPreview ? settled : source;
}

/** The selected artist and album by name, for the title of a column that stands alone. */
function pathOf(lists: Parameters<typeof selectedArtist>[0], state: WindowState): readonly string[] {
  const artist = selectedArtist(lists, state);
  const album = albumsSource(lists, state)?.row(state.cursors.albums.index);
  return [artist?.artist ?? '(no artist)', album?.album ?? '(no album)'];
}
