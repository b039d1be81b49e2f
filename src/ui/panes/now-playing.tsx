import { Box, Text } from 'ink';
import type { PlaybackState } from '../../model/status.ts';
import { cellWidth, cutText } from '../fit-text.ts';
import { formatDuration } from '../format.ts';
import { modeLetters } from '../mode-letters.ts';
import { positionAt } from '../playback-position.ts';
import { scrobbleLine, type ScrobbleLine } from '../scrobble-line.ts';
import { useNow } from '../use-now.ts';
import { useEngineState, useWindow, useWindowState } from '../window-context.ts';
import { ProgressBar } from '../widgets/progress-bar.tsx';

const SYMBOLS: Readonly<Record<PlaybackState['status'], string>> = { playing: '▶', paused: '‖', stopped: '■' };

/**
 * What plays, in three lines that are the same in every view. What changes every second stands at the right end of
 * its line, and the bar alone on its own, so that a second costs a few bytes.
 */
export function NowPlaying() {
  const { theme } = useWindow();
  const playback = useEngineState('playback');
  const queue = useEngineState('queue');
  const lastfm = useEngineState('lastfm');
  const { size } = useWindowState();
  const nowMs = useNow(playback);
  const width = size.columns - 2;
  const position = positionAt(playback, nowMs);
  const length = playback.durationSeconds;
  const line = scrobbleLine(lastfm, playback, nowMs);
  const scrobble = { text: cutText(line.text, width - 24), tone: line.tone };
  const time = playback.track === null ? '' : `${formatDuration(position)}/${formatDuration(length) || '?'}`;
  return (
    <Box flexDirection="column" paddingX={1} width={size.columns}>
      <Box width={width}>
        <Title playback={playback} width={width - cellWidth(time) - 2} />
        <Box flexGrow={1} />
        <Text>{time}</Text>
      </Box>
      <Box height={1}>
        <ProgressBar share={length === null || length === 0 ? 0 : position / length} width={width} />
      </Box>
      <Box width={width}>
        <Text {...theme.muted}>{settingsWords(playback, modeLetters(queue))}</Text>
        <Box flexGrow={1} />
        <Text {...toneStyle(theme, scrobble)}>{scrobble.text}</Text>
      </Box>
    </Box>
  );
}

function Title({ playback, width }: { readonly playback: PlaybackState; readonly width: number }) {
  const { theme } = useWindow();
  const { track, status } = playback;
  if (track === null) return <Text {...theme.muted}>{`${SYMBOLS.stopped} Nothing is playing`}</Text>;
  const title = cutText(`${SYMBOLS[status]} ${track.title}`, width);
  const names = [track.artist, track.album].filter((name) => name !== null).map((name) => ` – ${name}`);
  return (
    <Text>
      <Text {...(status === 'playing' ? theme.playing : theme.key)}>{title}</Text>
      {cutText(`${names.join('')}${track.loved ? ' ♥' : ''}`, width - cellWidth(title))}
    </Text>
  );
}

function settingsWords({ volumePercent, muted, speed }: PlaybackState, modes: string): string {
  const volume = muted ? 'muted' : `vol ${Math.round(volumePercent)}%`;
  return [volume, modes, ...(speed === 1 ? [] : [`×${Number(speed.toFixed(2))}`])].join('  ');
}

function toneStyle(theme: ReturnType<typeof useWindow>['theme'], { tone }: ScrobbleLine) {
  return { plain: {}, good: theme.good, warning: theme.warning, muted: theme.muted }[tone];
}
