import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cellWidth, cutText } from '../fit-text.ts';
import { useWindow } from '../window-context.ts';

type FrameProps = {
  readonly title: string;
  /** Said at the right end of the upper edge: how many there are. */
  readonly total: string;
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly children: ReactNode;
};

/** A frame with its title and total in the upper edge; inside there are `width − 2` by `height − 2` cells. */
export function Frame({ title, total, width, height, isActive, children }: FrameProps) {
  const { theme } = useWindow();
  const style = isActive ? theme.activeFrame : theme.frame;
  const end = total === '' ? '─┐' : ` ${total} ┐`;
  const name = cutText(title, width - cellWidth(end) - 5);
  const line = '─'.repeat(Math.max(0, width - cellWidth(name) - cellWidth(end) - 3));
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Text {...style}>
        {'┌ '}
        <Text {...(isActive ? theme.heading : {})}>{name}</Text>
        {` ${line}${end}`}
      </Text>
      <Box
        borderStyle="single"
        borderTop={false}
        borderColor={style.color}
        borderDimColor={style.dimColor ?? false}
        flexDirection="column"
        width={width}
        height={height - 1}
      >
        {children}
      </Box>
    </Box>
  );
}
