import type { Track } from '../../model/track.ts';
import { formatAmount, formatDuration } from '../format.ts';
import { layoutOf } from '../layout.ts';
import { useSettled } from '../use-rows.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import type { Column } from '../widgets/column-widths.ts';
import { Frame } from '../widgets/frame.tsx';
import { Table } from '../widgets/table.tsx';

const COLUMNS: readonly Column<Track>[] = [
  { width: { share: 3 }, text: (row) => row.title },
  { width: { share: 2 }, text: (row) => row.artist ?? '' },
  { width: { share: 2 }, text: (row) => row.album ?? '', from: 70 },
  { width: 1, text: (row) => (row.loved ? '♥' : '') },
  { width: 7, align: 'right', text: (row) => formatDuration(row.durationSeconds) },
];

/** What a search of the library found, in place of its columns. */
export function SearchPane({ query }: { readonly query: string }) {
  const { controller } = useWindow();
  const { track } = useEngineState('playback');
  const { size, cursors } = useWindowState();
  const { width, bodyRows, listRows } = layoutOf(size);
  const source = useSettled(controller.lists.search(query));
  const total = source?.total();
  return (
    <Frame
      title={`Search: ${query}`}
      total={total === undefined ? '' : formatAmount(total, 'track')}
      width={width}
      height={bodyRows}
      isActive
    >
      <Table
        source={source}
        columns={COLUMNS}
        cursor={cursors.search}
        width={width - 2}
        rows={listRows}
        selection="active"
        isPlaying={(row) => row.id !== null && row.id === track?.id}
        empty="Nothing found"
      />
    </Frame>
  );
}
