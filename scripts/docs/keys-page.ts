import { allCommands } from '../../src/commands/all.ts';
import type { Command, KeyBinding, KeyPlace } from '../../src/commands/command.ts';
import { code, table } from './markdown.ts';

const INTRODUCTION = `# Keys

\`?\` in the window shows the same. A view's own keys win over those that work everywhere while it has the focus. Where a
count is allowed, a number typed first repeats the key (\`10j\`) or names the row (\`10G\`).`;

const TITLES: Readonly<Record<KeyPlace, string>> = {
  global: 'Everywhere',
  list: 'In every list',
  library: 'Library view',
  queue: 'Queue view',
  lastfm: 'Last.fm view',
};

type Row = { readonly command: Command; readonly binding: KeyBinding };

/** The page of every key, by where it works. */
export function keysPage(): string {
  const rows = Object.values<Command>(allCommands).flatMap((command) =>
    (command.keys ?? []).map((binding) => ({ command, binding })),
  );
  const sections = Object.entries(TITLES).flatMap(([place, title]) => {
    const here = rows.filter(({ binding }) => (binding.place ?? 'global') === place);
    return here.length === 0 ? [] : [`## ${title}`, keyTable(here)];
  });
  return [INTRODUCTION, ...sections].join('\n\n');
}

/** One line for each meaning, with all its keys. */
function keyTable(rows: readonly Row[]): string {
  const byMeaning = Map.groupBy(rows, ({ command, binding }) => binding.title ?? command.title);
  return table(
    ['keys', 'what it does'],
    [...byMeaning].map(([meaning, same]) => {
      const count = same.some(({ command }) => command.takesCount === true) ? ' (takes a count)' : '';
      return [same.map(({ binding }) => code(binding.key)).join(' '), `${meaning}${count}`];
    }),
  );
}
