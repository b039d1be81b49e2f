import { Box, Text, useInput, usePaste } from 'ink';
import { fitText } from './fit-text.ts';
import { keyPresses } from './key-names.ts';
import { layoutOf, SMALLEST_SIZE } from './layout.ts';
import { Connect } from './overlays/connect.tsx';
import { Help } from './overlays/help.tsx';
import { FirstRunPane } from './panes/first-run-pane.tsx';
import { LastfmPane } from './panes/lastfm-pane.tsx';
import { LibraryPane } from './panes/library-pane.tsx';
import { MessageLine } from './panes/message-line.tsx';
import { NowPlaying } from './panes/now-playing.tsx';
import { QueuePane } from './panes/queue-pane.tsx';
import { SearchPane } from './panes/search-pane.tsx';
import { Tabs } from './panes/tabs.tsx';
import { useWindow, useWindowState, WindowContext, type WindowParts } from './window-context.ts';

type AppProps = { readonly parts: WindowParts; readonly hasDemo: boolean };

/** The whole window. */
export function App({ parts, hasDemo }: AppProps) {
  const { controller } = parts;
  useInput((input, key) => {
    for (const press of keyPresses(input, key)) controller.press(press);
  });
  usePaste((text) => controller.paste(text));
  return (
    <WindowContext value={parts}>
      <Screen hasDemo={hasDemo} />
    </WindowContext>
  );
}

function Screen({ hasDemo }: { readonly hasDemo: boolean }) {
  const { size } = useWindowState();
  if (layoutOf(size).isTooSmall) return <TooSmall />;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Tabs />
      <Box height={layoutOf(size).bodyRows}>
        <Body hasDemo={hasDemo} />
      </Box>
      <MessageLine />
      <NowPlaying />
    </Box>
  );
}

function Body({ hasDemo }: { readonly hasDemo: boolean }) {
  const { overlay, firstRun, view, search } = useWindowState();
  if (firstRun !== null) return <FirstRunPane firstRun={firstRun} hasDemo={hasDemo} />;
  if (overlay?.kind === 'help') return <Help query={overlay.query} />;
  if (overlay?.kind === 'connect') return <Connect {...overlay} />;
  if (view === 'queue') return <QueuePane />;
  if (view === 'lastfm') return <LastfmPane />;
  return search === null ? <LibraryPane /> : <SearchPane query={search} />;
}

function TooSmall() {
  const { theme } = useWindow();
  const { size } = useWindowState();
  const words = `Terminal too small: ${SMALLEST_SIZE.columns}×${SMALLEST_SIZE.rows} needed`;
  return (
    <Box width={size.columns} height={size.rows}>
      <Text {...theme.warning}>{fitText(words, size.columns)}</Text>
    </Box>
  );
}
