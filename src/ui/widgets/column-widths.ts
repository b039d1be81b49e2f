/** One column of a table: a fixed width in cells, or a share of what is left. */
export type Column<Row> = {
  readonly width: number | { readonly share: number };
  readonly align?: 'left' | 'right';
  readonly text: (row: Row) => string;
  /** Left out where the table is narrower than this. */
  readonly from?: number;
};

/** Cells between two columns. */
export const COLUMN_GAP = 2;

/** The columns that fit a table of `width` cells, with their widths; together with the gaps they fill it exactly. */
export function fitColumns<Row>(
  columns: readonly Column<Row>[],
  width: number,
): readonly { readonly column: Column<Row>; readonly width: number }[] {
  const shown = columns.filter((column) => (column.from ?? 0) <= width);
  const isFixed = (column: Column<Row>): boolean => typeof column.width === 'number';
  const fixed = shown.filter(isFixed).reduce((sum, column) => sum + shareOf(column), 0);
  const shares = shown.filter((column) => !isFixed(column)).reduce((sum, column) => sum + shareOf(column), 0);
  let room = Math.max(0, width - fixed - COLUMN_GAP * (shown.length - 1));
  let sharesLeft = shares;
  return shown.map((column) => {
    if (typeof column.width === 'number') return { column, width: column.width };
    const part = Math.floor((room * column.width.share) / sharesLeft);
    room -= part;
    sharesLeft -= column.width.share;
    return { column, width: part };
  });
}

function shareOf(column: { readonly width: number | { readonly share: number } }): number {
  return typeof column.width === 'number' ? column.width : column.width.share;
}
