import { allCommands } from '../commands/all.ts';
import type { Command, KeyBinding, KeyPlace } from '../commands/command.ts';
import { foldForSearch } from '../model/search-text.ts';
import { formatMoment } from './format.ts';
import type { TimedNotice } from './window-state.ts';

/** One line of the help: the keys and what they do, or a heading of the place where they count. */
export type HelpLine = {
  readonly keys: string;
  readonly title: string;
  readonly isHeading: boolean;
  /** More words to be found by: what the command is called where a key's title says something more special. */
  readonly alsoCalled?: string;
};

const HEADINGS: readonly (readonly [KeyPlace, string])[] = [
  ['global', 'Everywhere'],
  ['list', 'In every list'],
  ['library', 'Library'],
  ['queue', 'Queue'],
  ['lastfm', 'Last.fm'],
];

const EDITING: readonly HelpLine[] = [
  { keys: '', title: 'Counts and text', isHeading: true },
  { keys: '10j  10G', title: 'Ten rows down; to the tenth row', isHeading: false },
  { keys: 'Esc', title: 'Back: leave a prompt, a search, a message', isHeading: false },
  { keys: 'Ctrl-u  Ctrl-w', title: 'In a line of text: delete it, its last word', isHeading: false },
];

/**
 * The help as lines: the keys from the command table, then the messages of this window, newest first. With a query only
 * the lines that contain it, in keys or words.
 */
export function helpLines(query: string, notices: readonly TimedNotice[]): readonly HelpLine[] {
  const keys = HEADINGS.flatMap(([place, heading]) => linesOf(place, heading));
  const lines = [...keys, ...EDITING, ...messageLines(notices)];
  if (query === '') return lines;
  const wanted = foldForSearch(query);
  return lines.filter(
    (line) =>
      !line.isHeading &&
      (line.keys.includes(query) || foldForSearch(`${line.title} ${line.alsoCalled ?? ''}`).includes(wanted)),
  );
}

function messageLines(notices: readonly TimedNotice[]): readonly HelpLine[] {
  if (notices.length === 0) return [];
  const lines = notices.flatMap(({ message, hint, atMs }) => [
    { keys: formatMoment(atMs / 1000, atMs), title: message, isHeading: false },
    ...(hint === null ? [] : [{ keys: '', title: hint, isHeading: false }]),
  ]);
  return [{ keys: '', title: 'Messages', isHeading: true }, ...lines];
}

function linesOf(place: KeyPlace, heading: string): readonly HelpLine[] {
  const lines = new Map<string, HelpLine>();
  for (const command of Object.values<Command>(allCommands)) {
    for (const { key, title = command.title } of command.keys?.filter((binding) => placeOf(binding) === place) ?? []) {
      const keys = [lines.get(title)?.keys, key].filter((part) => part !== undefined).join('  ');
      lines.set(title, { keys, title, isHeading: false, alsoCalled: command.title });
    }
  }
  return [{ keys: '', title: heading, isHeading: true }, ...lines.values()];
}

function placeOf(binding: KeyBinding): KeyPlace {
  return binding.place ?? 'global';
}
