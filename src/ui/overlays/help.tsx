import { Text } from 'ink';
import { cutText, fitText } from '../fit-text.ts';
import { helpLines } from '../help-lines.ts';
import { layoutOf } from '../layout.ts';
import { useWindow, useWindowState } from '../window-context.ts';
import { Frame } from '../widgets/frame.tsx';

/** Cells for the keys, on the left of what they do. */
const KEYS_WIDTH = 22;

/** Every key and what it does, and the messages that have been; scrolls like a list. */
export function Help({ query }: { readonly query: string }) {
  const { theme } = useWindow();
  const { size, cursors, notices } = useWindowState();
  const { width, bodyRows, listRows } = layoutOf(size);
  const lines = helpLines(query, notices);
  const top = Math.max(0, Math.min(cursors.help.top, lines.length - listRows));
  return (
    <Frame title="Help" total="/ searches, Esc closes" width={width} height={bodyRows} isActive>
      {lines.length === 0 ? <Text {...theme.muted}> Nothing found</Text> : null}
      {lines.slice(top, top + listRows).map((line, offset) => {
        const { keys, title, isHeading } = line;
        const isSelected = top + offset === cursors.help.index;
        const look = isSelected ? theme.selected : isHeading ? theme.heading : {};
        const text = isHeading ? title : `  ${fitText(keys, KEYS_WIDTH)}${title}`;
        return (
          <Text key={`${keys} ${title} ${top + offset}`} {...look}>
            {isSelected ? fitText(text, width - 2) : cutText(text, width - 2)}
          </Text>
        );
      })}
    </Frame>
  );
}
