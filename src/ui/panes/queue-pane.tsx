import type { QueueItem } from '../../model/results.ts';
import { formatAmount, formatCount, formatDuration } from '../format.ts';
import { layoutOf } from '../layout.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import type { Column } from '../widgets/column-widths.ts';
import { Frame } from '../widgets/frame.tsx';
import { Table } from '../widgets/table.tsx';

const NAMES_AND_TIME: readonly Column<QueueItem>[] = [
  { width: { share: 3 }, text: (row) => row.title },
  { width: { share: 2 }, text: (row) => row.artist ?? '' },
  { width: { share: 2 }, text: (row) => row.album ?? '', from: 70 },
  { width: 1, text: (row) => (row.loved ? '♥' : '') },
  { width: 7, align: 'right', text: (row) => formatDuration(row.durationSeconds) },
];

/** The play queue, in the order it is heard. */
export function QueuePane() {
  const { controller } = useWindow();
  const { entryId } = useEngineState('playback');
  const queue = useEngineState('queue');
  const { size, cursors } = useWindowState();
  const { width, bodyRows, listRows } = layoutOf(size);
  const position: Column<QueueItem> = {
    width: Math.max(2, formatCount(queue.length).length),
    align: 'right',
    text: (row) => formatCount(row.position),
  };
  const current = queue.index < 0 ? '' : `${formatCount(queue.index + 1)} of `;
  return (
    <Frame
      title="Play queue"
      total={`${current}${formatAmount(queue.length, 'track')}`}
      width={width}
      height={bodyRows}
      isActive
    >
      <Table
        source={controller.lists.queue}
        columns={[position, ...NAMES_AND_TIME]}
        cursor={cursors.queue}
        width={width - 2}
        rows={listRows}
        selection="active"
        isPlaying={(row) => row.entryId === entryId}
        empty="The play queue is empty: Enter plays what is selected in the Library (1), a appends it"
      />
    </Frame>
  );
}
