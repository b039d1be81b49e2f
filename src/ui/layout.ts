/** A terminal's size in cells. */
export type Size = { readonly columns: number; readonly rows: number };

export const SMALLEST_SIZE: Size = { columns: 60, rows: 16 };

/** From this width on the library shows its three columns side by side. */
const WIDE_COLUMNS = 100;

/** Rows of the Last.fm view above its list: what is said about the account, and the list's frame comes on top. */
export const LASTFM_STATUS_ROWS = 7;

/** Where things are, in cells: a tabs line, the body, a message line, and the strip of three lines. */
export type Layout = {
  readonly isTooSmall: boolean;
  readonly isWide: boolean;
  readonly width: number;
  readonly bodyRows: number;
  /** Rows of a framed list that fills the body. */
  readonly listRows: number;
  /** Rows of the list below the status of Last.fm. */
  readonly waitingRows: number;
  /** Widths of the library's three columns; the same full width thrice when narrow. */
  readonly columnWidths: readonly [number, number, number];
};

const TABS_ROWS = 1;
const MESSAGE_ROWS = 1;
const STRIP_ROWS = 3;
const FRAME_ROWS = 2;

/** Divides a terminal. */
export function layoutOf(size: Size): Layout {
  const width = size.columns;
  const bodyRows = size.rows - TABS_ROWS - MESSAGE_ROWS - STRIP_ROWS;
  const isWide = width >= WIDE_COLUMNS;
  const artists = Math.floor(width * 0.28);
  const albums = Math.floor(width * 0.34);
  return {
    isTooSmall: size.columns < SMALLEST_SIZE.columns || size.rows < SMALLEST_SIZE.rows,
    isWide,
    width,
    bodyRows,
    listRows: bodyRows - FRAME_ROWS,
    waitingRows: bodyRows - LASTFM_STATUS_ROWS - FRAME_ROWS,
    columnWidths: isWide ? [artists, albums, width - artists - albums] : [width, width, width],
  };
}
