import { allCommands } from '../../src/commands/all.ts';
import type { Argument, Command } from '../../src/commands/command.ts';
import { table, code } from './markdown.ts';

const INTRODUCTION = `# Commands

\`tonearm\` alone, or with files and folders, opens the window; with one of these words it does one thing and leaves.
Every command takes \`--json\` (one JSON document on standard output, errors included) and \`--help\`. Exit codes and
documents: [interface.md](interface.md).`;

/** The page of everything that can be typed after `tonearm`. */
export function cliPage(): string {
  const commands = Object.values<Command>(allCommands).flatMap((command) =>
    command.words === undefined ? [] : [{ ...command, words: command.words }],
  );
  const overview = table(
    ['command', 'what it does'],
    commands.map((command) => [`[${code(command.words.join(' '))}](#${anchorOf(command.words)})`, command.title]),
  );
  return [INTRODUCTION, overview, ...commands.map(describe)].join('\n\n');
}

function describe(command: Command & { readonly words: readonly string[] }): string {
  const { words, title, params } = command;
  const shown = Object.entries(params).filter(([, argument]) => argument.isProtocolOnly !== true);
  const notes = [
    ...(command.isDefault === true ? [`${code(words.slice(0, -1).join(' '))} alone means the same.`] : []),
    ...(command.needsRunningEngine === true ? ['Starts no engine: without one the exit code is 3.'] : []),
  ];
  return [
    `## ${words.join(' ')}`,
    `${title}. ${notes.join(' ')}`.trim(),
    ['```', ['tonearm', ...words, ...shown.map(synopsis)].join(' '), '```'].join('\n'),
    ...(shown.length > 0 ? [table(['word', 'meaning'], shown.map(meaning))] : []),
  ].join('\n\n');
}

function synopsis([name, argument]: readonly [string, Argument]): string {
  const word = argument.isPositional === true ? placeholder(name, argument) : option(name, argument);
  return argument.isRequired === true ? word : `[${word}]`;
}

function meaning([name, argument]: readonly [string, Argument]): readonly string[] {
  const word = argument.isPositional === true ? placeholder(name, argument) : option(name, argument);
  return [code(word), `${argument.about}${limits(argument)}`];
}

function option(name: string, argument: Argument): string {
  const flag = `--${argument.option ?? kebab(name)}`;
  if (argument.kind === 'flag') return flag;
  if (argument.kind === 'switch') return `${flag} on|off`;
  if (argument.kind === 'choice') return `${flag} ${argument.choices.join('|')}`;
  return `${flag} ${argument.kind.toUpperCase()}`;
}

function placeholder(name: string, argument: Argument): string {
  if (argument.kind === 'choice') return argument.choices.join('|');
  if (argument.kind === 'switch') return 'on|off';
  const isList = argument.kind === 'paths' || argument.kind === 'texts' || argument.kind === 'integers';
  return isList ? `${name.replace(/s$/, '').toUpperCase()}…` : name.toUpperCase();
}

/** The range of a number, where it has one. */
function limits(argument: Argument): string {
  if (argument.kind !== 'integer' && argument.kind !== 'number') return '';
  const { min, max } = argument;
  if (min !== undefined && max !== undefined) return ` (${min} to ${max})`;
  if (min !== undefined && min !== 0) return ` (at least ${min})`;
  return '';
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function anchorOf(words: readonly string[]): string {
  return words.join('-');
}
