import { Box, Text, Transform } from 'ink';
import { cleanForDisplay } from '../../model/clean-text.ts';
import { formatMoment } from '../format.ts';
import { layoutOf } from '../layout.ts';
import { useWindow, useWindowState } from '../window-context.ts';
import { Frame } from '../widgets/frame.tsx';

type ConnectProps = { readonly url: string; readonly expiresAt: number; readonly isTrying: boolean };

/** The address to open for signing in, in full: over several lines if it must, each of them a link to all of it. */
export function Connect({ url, expiresAt, isTrying }: ConnectProps) {
  const { clock, theme } = useWindow();
  const { size } = useWindowState();
  const { width, bodyRows } = layoutOf(size);
  const address = cleanForDisplay(url);
  const room = width - 6;
  const lines = Array.from({ length: Math.ceil(address.length / room) }, (_, line) =>
    address.slice(line * room, (line + 1) * room),
  );
  return (
    <Frame title="Connect to Last.fm" total="Esc goes back" width={width} height={bodyRows} isActive>
      <Box flexDirection="column" paddingX={2} paddingY={1}>
        <Text>Open this address in a browser and allow tonearm:</Text>
        <Box height={1} />
        {lines.map((line) => (
          <Transform key={line} transform={(text) => hyperlink(text, address)}>
            <Text {...theme.heading}>{line}</Text>
          </Transform>
        ))}
        <Box height={1} />
        <Text>{isTrying ? 'Asking Last.fm…' : 'tonearm goes on by itself then. Enter asks at once.'}</Text>
        <Text {...theme.muted}>{`The address is good until ${formatMoment(expiresAt, clock.now())}.`}</Text>
      </Box>
    </Frame>
  );
}

/** An OSC 8 link; the target must be clean already. https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
function hyperlink(text: string, target: string): string {
  return `\u001B]8;;${target}\u0007${text}\u001B]8;;\u0007`;
}
