import { allCommands, type CommandId } from '../commands/all.ts';
import type { Command } from '../commands/command.ts';
import type { View } from './window-state.ts';

/** A key and, in a word or two, what it does. */
export type Hint = { readonly key: string; readonly words: string };

/** The keys worth knowing in each view, most useful first; the words are short forms of the commands' titles. */
const HINTS: Readonly<Record<View, readonly (readonly [CommandId, string])[]>> = {
  library: [
    ['window.play', 'play'],
    ['window.append', 'append'],
    ['window.playNext', 'next'],
    ['window.into', 'into'],
    ['window.find', 'search'],
    ['playback.toggle', 'pause'],
    ['window.help', 'help'],
    ['window.quit', 'close'],
  ],
  queue: [
    ['window.play', 'play'],
    ['window.remove', 'remove'],
    ['queue.clear', 'clear'],
    ['window.moveDown', 'move'],
    ['window.find', 'find'],
    ['playback.toggle', 'pause'],
    ['window.help', 'help'],
    ['window.quit', 'close'],
  ],
  lastfm: [
    ['window.connect', 'connect'],
    ['lastfm.queueRetry', 'retry'],
    ['window.find', 'find'],
    ['window.help', 'help'],
    ['window.quit', 'close'],
  ],
};

/** The hints of a view, with the keys of the command table. */
export function hintsOf(view: View): readonly Hint[] {
  return HINTS[view].flatMap(([id, words]) => {
    const command: Command = allCommands[id];
    const binding = command.keys?.find(({ place }) => place === undefined || place === 'list' || place === view);
    return binding === undefined ? [] : [{ key: binding.key, words }];
  });
}

/** As many of the first hints as fit `width` cells, written as `key words` with two cells between them. */
export function fitHints(hints: readonly Hint[], width: number): readonly Hint[] {
  const fitting: Hint[] = [];
  let end = -2;
  for (const hint of hints) {
    end += hint.key.length + hint.words.length + 3;
    if (end > width) break;
    fitting.push(hint);
  }
  return fitting;
}
