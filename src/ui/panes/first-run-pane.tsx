import { Box, Text } from 'ink';
import { cutText } from '../fit-text.ts';
import { layoutOf } from '../layout.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import type { FirstRun } from '../window-state.ts';
import { Frame } from '../widgets/frame.tsx';
import { TextField } from '../widgets/text-field.tsx';
import { scanWords } from './message-line.tsx';

/** With fewer rows, nothing is left blank. */
const ROOMY_ROWS = 14;

type FirstRunPaneProps = { readonly firstRun: FirstRun; readonly hasDemo: boolean };

/** The screen for a library without music: asks where the music is, or plays the demo. */
export function FirstRunPane({ firstRun, hasDemo }: FirstRunPaneProps) {
  const { theme } = useWindow();
  const { scan } = useEngineState('library');
  const { size } = useWindowState();
  const { width, bodyRows } = layoutOf(size);
  const room = width - 6;
  return (
    <Frame title="Welcome to tonearm" total="" width={width} height={bodyRows} isActive>
      <Box flexDirection="column" paddingX={2} paddingY={bodyRows < ROOMY_ROWS ? 0 : 1}>
        <Text>{cutText('There is no music in the library yet. Which folder is yours in?', room)}</Text>
        <Box height={1} />
        <TextField label="Folder: " text={firstRun.path} width={room} />
        <Box height={1} />
        <Below firstRun={firstRun} scanning={scan === null ? '' : scanWords(scan)} room={room} />
        {firstRun.isBusy || firstRun.problem !== null || firstRun.completions.length > 0 ? null : (
          <>
            <KeyWords keys="Enter" words="add this folder and everything in it" />
            <KeyWords keys="Tab" words="complete the path; ~ is your home folder" />
            {hasDemo ? <KeyWords keys="d" words="hear the demo tracks; they count as plays like any music" /> : null}
            <KeyWords keys="Esc" words="look around first" />
            <KeyWords keys="q" words="close the window" />
          </>
        )}
        {firstRun.problem === null ? null : (
          <>
            <Text {...theme.error}>{cutText(firstRun.problem.message, room)}</Text>
            <Text>{cutText(firstRun.problem.hint ?? '', room)}</Text>
          </>
        )}
      </Box>
    </Frame>
  );
}

function Below({
  firstRun,
  scanning,
  room,
}: {
  readonly firstRun: FirstRun;
  readonly scanning: string;
  readonly room: number;
}) {
  const { theme } = useWindow();
  const { size } = useWindowState();
  if (firstRun.isBusy) {
    return (
      <>
        <Text>{cutText(scanning === '' ? 'Scanning…' : scanning, room)}</Text>
        <Text {...theme.muted}>{cutText('Esc goes to the library; the scan goes on', room)}</Text>
      </>
    );
  }
  const shown = firstRun.completions.slice(0, Math.max(1, layoutOf(size).bodyRows - 8));
  const more = firstRun.completions.length - shown.length;
  return (
    <>
      {shown.map((path) => (
        <Text key={path}>{cutText(path, room)}</Text>
      ))}
      {more > 0 ? <Text {...theme.muted}>{`and ${more} more`}</Text> : null}
    </>
  );
}

function KeyWords({ keys, words }: { readonly keys: string; readonly words: string }) {
  const { theme } = useWindow();
  return (
    <Text>
      <Text {...theme.key}>{keys.padEnd(7)}</Text>
      {words}
    </Text>
  );
}
