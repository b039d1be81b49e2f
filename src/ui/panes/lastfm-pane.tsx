import { Box, Text } from 'ink';
import type { ScrobbleQueueItem } from '../../model/results.ts';
import type { LastfmState } from '../../model/status.ts';
import { cutText } from '../fit-text.ts';
import { formatCount, formatMoment } from '../format.ts';
import { LASTFM_STATUS_ROWS, layoutOf } from '../layout.ts';
import { PAUSED_WORDS } from '../scrobble-line.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import type { Column } from '../widgets/column-widths.ts';
import { Frame } from '../widgets/frame.tsx';
import { Table } from '../widgets/table.tsx';

const LABEL_WIDTH = 12;

/** The account, what happens to plays, and the scrobbles that wait. */
export function LastfmPane() {
  const { controller, clock, theme } = useWindow();
  const lastfm = useEngineState('lastfm');
  const { size, cursors } = useWindowState();
  const { width, bodyRows, waitingRows } = layoutOf(size);
  const nowMs = clock.now();
  const columns: readonly Column<ScrobbleQueueItem>[] = [
    { width: 11, align: 'right', text: (row) => formatMoment(row.timestamp, nowMs) },
    { width: { share: 2 }, text: (row) => row.artist },
    { width: { share: 3 }, text: (row) => row.track },
    { width: { share: 2 }, text: itemState },
  ];
  return (
    <Box flexDirection="column">
      <Frame title="Last.fm" total="" width={width} height={LASTFM_STATUS_ROWS} isActive={false}>
        {statusLines(lastfm, nowMs).map(([label, words]) => (
          <Text key={label}>
            <Text {...theme.muted}>{` ${label.padEnd(LABEL_WIDTH)}`}</Text>
            {cutText(words, width - LABEL_WIDTH - 4)}
          </Text>
        ))}
      </Frame>
      <Frame
        title="Waiting scrobbles"
        total={formatCount(lastfm.queued + lastfm.rejected)}
        width={width}
        height={bodyRows - LASTFM_STATUS_ROWS}
        isActive
      >
        <Table
          source={controller.lists.waiting}
          columns={columns}
          cursor={cursors.waiting}
          width={width - 2}
          rows={waitingRows}
          selection="active"
          isPlaying={() => false}
          empty="Nothing waits"
        />
      </Frame>
    </Box>
  );
}

/** What is said above the list, label and words. */
function statusLines(lastfm: LastfmState, nowMs: number): readonly (readonly [string, string])[] {
  return [
    ['Account', accountWords(lastfm)],
    ['Scrobbling', scrobblingWords(lastfm)],
    ['Queue', queueWords(lastfm)],
    ['Delivery', deliveryWords(lastfm, nowMs)],
    ['Last error', errorWords(lastfm, nowMs)],
  ];
}

function accountWords({ configured, authenticated, username }: LastfmState): string {
  if (!configured) return 'no API key: set LASTFM_API_KEY and LASTFM_API_SECRET, or [lastfm] in config.toml';
  if (!authenticated) return 'not signed in: c connects, or type `tonearm lastfm login` in a shell';
  return `signed in as ${username ?? 'unknown'} (sign out with \`tonearm lastfm logout\`)`;
}

function scrobblingWords({ enabled, scrobbleThreshold }: LastfmState): string {
  if (!enabled) return 'off: turn it on with `tonearm lastfm settings --enabled on`';
  return `on, at ${scrobbleThreshold} % of a track: \`tonearm lastfm settings --threshold N\``;
}

function queueWords({ queued, rejected, sending }: LastfmState): string {
  const parts = [`${formatCount(queued)} waiting`];
  if (sending > 0) parts.push(`${formatCount(sending)} being sent`);
  if (rejected > 0) parts.push(`${formatCount(rejected)} rejected`);
  return parts.join(', ');
}

function deliveryWords({ lastDeliveredAt, nextAttemptAt, pausedBecause }: LastfmState, nowMs: number): string {
  const parts = [lastDeliveredAt === null ? 'nothing delivered yet' : `last ${formatMoment(lastDeliveredAt, nowMs)}`];
  if (nextAttemptAt !== null) parts.push(`next attempt ${formatMoment(nextAttemptAt, nowMs)}`);
  if (pausedBecause !== null) parts.push(`paused: ${PAUSED_WORDS[pausedBecause]}`);
  return parts.join(', ');
}

function errorWords({ lastError }: LastfmState, nowMs: number): string {
  if (lastError === null) return 'none';
  return `${formatMoment(lastError.at, nowMs)}: ${lastError.message} (${lastError.code})`;
}

function itemState({ state, attempts, reason }: ScrobbleQueueItem): string {
  if (state === 'sending') return 'being sent';
  const tried = attempts === 0 ? '' : `, ${attempts}× tried`;
  return `${state}${tried}${reason === null ? '' : `: ${reason}`}`;
}
