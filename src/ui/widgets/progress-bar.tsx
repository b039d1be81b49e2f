import { Text } from 'ink';
import { useWindow } from '../window-context.ts';

type ProgressBarProps = { readonly share: number; readonly width: number };

/** How far something is, from 0 to 1, to half a cell. What is still to come is left blank: then a step costs one cell. */
export function ProgressBar({ share, width }: ProgressBarProps) {
  const { theme } = useWindow();
  return <Text {...theme.progress}>{barText(share, width)}</Text>;
}

/** The bar as text, at most `width` cells. */
export function barText(share: number, width: number): string {
  const halves = Math.round(Math.max(0, Math.min(share, 1)) * width * 2);
  return '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
}
