import { Text } from 'ink';
import { memo } from 'react';
import { fitText } from '../fit-text.ts';
import type { RowSource } from '../row-source.ts';
import { useRows } from '../use-rows.ts';
import { useWindow } from '../window-context.ts';
import type { Cursor } from '../window-state.ts';
import { COLUMN_GAP, fitColumns, type Column } from './column-widths.ts';

type TableProps<Row> = {
  readonly source: RowSource<Row> | undefined;
  readonly columns: readonly Column<Row>[];
  readonly cursor: Cursor;
  readonly width: number;
  readonly rows: number;
  /** Who shows the selection: the list that has the keys, one on the way to it, or a mere preview. */
  readonly selection: 'active' | 'elsewhere' | 'none';
  readonly isPlaying: (row: Row, index: number) => boolean;
  /** Said when there are no rows. */
  readonly empty: string;
};

/** Left of each row: whether it plays, so that this shows without colour. */
const MARK_WIDTH = 2;

/** A list of which only the rows in sight are drawn and asked for. */
export function Table<Row>(props: TableProps<Row>) {
  const { source, columns, cursor, width, rows, selection, isPlaying, empty } = props;
  const { theme } = useWindow();
  const total = source?.total();
  const top = total === undefined ? cursor.top : Math.max(0, Math.min(cursor.top, total - rows));
  useRows(source, top, rows);
  if (total === 0) return <Text {...theme.muted}>{fitText(`  ${empty}`, width)}</Text>;
  const fitted = fitColumns(columns, width - MARK_WIDTH - 1);
  const selected = total === undefined ? cursor.index : Math.min(cursor.index, total - 1);
  const lines = Array.from({ length: Math.max(0, Math.min(rows, (total ?? 0) - top)) }, (_, offset) => {
    const index = top + offset;
    const row = source?.row(index);
    const isRowPlaying = row !== undefined && isPlaying(row, index);
    const cells = fitted.map(({ column, width }) =>
      fitText(row === undefined ? '' : column.text(row), width, column.align),
    );
    const text = `${isRowPlaying ? '▶ ' : '  '}${cells.join(' '.repeat(COLUMN_GAP))} `;
    return (
      <Line key={offset} text={text} selection={index === selected ? selection : 'none'} isPlaying={isRowPlaying} />
    );
  });
  return <>{lines}</>;
}

type LineProps = {
  readonly text: string;
  readonly selection: 'active' | 'elsewhere' | 'none';
  readonly isPlaying: boolean;
};

const Line = memo(function Line({ text, selection, isPlaying }: LineProps) {
  const { theme } = useWindow();
  const selected = { active: theme.selected, elsewhere: theme.selectedElsewhere, none: {} }[selection];
  return (
    <Text {...(isPlaying ? theme.playing : {})} {...selected}>
      {text}
    </Text>
  );
});
