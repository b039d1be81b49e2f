import { Box, Text } from 'ink';
import type { Notice } from '../../model/events.ts';
import type { ScanProgress } from '../../model/status.ts';
import { cellWidth, cutText } from '../fit-text.ts';
import { formatCount } from '../format.ts';
import { fitHints, hintsOf } from '../hints.ts';
import { shownKeys } from '../key-input.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import type { Prompt, View } from '../window-state.ts';
import { barText } from '../widgets/progress-bar.tsx';
import { TextField } from '../widgets/text-field.tsx';

/** How much of the line a notice's hint may take from its message. */
const HINT_SHARE = 0.6;

/** Width of a scan's bar, in cells. */
const SCAN_BAR_WIDTH = 20;

/** The line above the strip: a prompt, else what is wrong or new, else a running scan, else the keys worth knowing. */
export function MessageLine() {
  const { scan } = useEngineState('library');
  const { size, prompt, lostEngine, notices, isNoticeShown, keys, view, firstRun } = useWindowState();
  const typed = shownKeys(keys);
  const width = size.columns - 2 - (typed === '' ? 0 : cellWidth(typed) + 2);
  const notice = isNoticeShown ? notices[0] : undefined;
  return (
    <Box paddingX={1} width={size.columns} height={1}>
      {prompt !== null ? (
        <PromptLine prompt={prompt} width={width} />
      ) : lostEngine !== null ? (
        <LostEngine reason={lostEngine} width={width} />
      ) : notice !== undefined ? (
        <NoticeLine notice={notice} width={width} />
      ) : scan !== null ? (
        <Text>{cutText(scanWords(scan), width)}</Text>
      ) : firstRun === null ? (
        <Hints view={view} width={width} />
      ) : null}
      <Box flexGrow={1} />
      <Text>{typed}</Text>
    </Box>
  );
}

function PromptLine({ prompt, width }: { readonly prompt: Prompt; readonly width: number }) {
  const { theme } = useWindow();
  if (prompt.kind === 'confirm') return <Text {...theme.warning}>{cutText(`${prompt.question} y/n`, width)}</Text>;
  const label = { find: 'Find: ', search: 'Search the library: ', help: 'Search the help: ' }[prompt.kind];
  return <TextField label={label} text={prompt.text} width={width} />;
}

function LostEngine({ reason, width }: { readonly reason: string; readonly width: number }) {
  const { theme } = useWindow();
  const words = `The engine is gone, starting it again…${reason === '' ? '' : ` (${reason})`}`;
  return <Text {...theme.warning}>{cutText(words, width)}</Text>;
}

function NoticeLine({ notice, width }: { readonly notice: Notice; readonly width: number }) {
  const { theme } = useWindow();
  const words = notice.hint === null ? '' : ` · ${notice.hint}`;
  // What to do next matters more than the end of what happened.
  const room = Math.min(cellWidth(words), Math.floor(width * HINT_SHARE));
  const message = cutText(notice.message, width - room);
  const hint = cutText(words, width - cellWidth(message));
  const style = { info: {}, warning: theme.warning, error: theme.error }[notice.level];
  return (
    <Text>
      <Text {...style}>{message}</Text>
      {hint}
    </Text>
  );
}

/** A scan in one line: while walking it is not known how much there is to read. */
export function scanWords({ phase, root, found, read, toRead, failed }: ScanProgress): string {
  const failures = failed === 0 ? '' : `, ${formatCount(failed)} failed`;
  if (phase === 'walking' || toRead === null) return `Scanning ${root}: ${formatCount(found)} found${failures}`;
  const bar = barText(toRead === 0 ? 1 : read / toRead, SCAN_BAR_WIDTH).padEnd(SCAN_BAR_WIDTH, '·');
  const counts = `${formatCount(found)} found, ${formatCount(read)} of ${formatCount(toRead)} read${failures}`;
  return `Scanning ${bar} ${counts}`;
}

function Hints({ view, width }: { readonly view: View; readonly width: number }) {
  const { theme } = useWindow();
  const shown = fitHints(hintsOf(view), width);
  return (
    <Text>
      {shown.map(({ key, words }, index) => (
        <Text key={key}>
          {index === 0 ? '' : '  '}
          <Text {...theme.key}>{key}</Text>
          <Text {...theme.muted}>{` ${words}`}</Text>
        </Text>
      ))}
    </Text>
  );
}
