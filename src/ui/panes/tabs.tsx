import { Box, Text } from 'ink';
import { allCommands } from '../../commands/all.ts';
import { useWindow, useWindowState } from '../window-context.ts';
import type { View } from '../window-state.ts';

const VIEWS: readonly (readonly [
  View,
  { readonly title: string; readonly keys: readonly { readonly key: string }[] },
])[] = [
  ['library', allCommands['window.library']],
  ['queue', allCommands['window.queue']],
  ['lastfm', allCommands['window.lastfm']],
];

/** The views with their numbers; the open one is reversed. */
export function Tabs() {
  const { theme } = useWindow();
  const { view } = useWindowState();
  return (
    <Box>
      {VIEWS.map(([name, { title, keys }]) => (
        <Text key={name} {...(name === view ? theme.selected : {})}>
          {` ${keys[0]?.key ?? ''} ${title} `}
        </Text>
      ))}
    </Box>
  );
}
