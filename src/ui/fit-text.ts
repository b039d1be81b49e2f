import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import { cleanForDisplay } from '../model/clean-text.ts';

const PLAIN = /^[ -~]*$/;

/** Text cleaned and made exactly `width` terminal cells wide: cut with `…`, or filled with spaces. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = cutText(text, width);
  const room = ' '.repeat(Math.max(0, width - cellWidth(cut)));
  return align === 'left' ? cut + room : room + cut;
}

/** Text cleaned and at most `width` terminal cells wide; where it was longer it ends in `…`. */
export function cutText(text: string, width: number): string {
  if (width <= 0) return '';
  const clean = cleanForDisplay(text);
  if (cellWidth(clean) <= width) return clean;
  return PLAIN.test(clean) ? `${clean.slice(0, width - 1)}…` : cliTruncate(clean, width);
}

/** Cells that text takes on a terminal: CJK and emoji two, combining marks none. */
export function cellWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
