import { Command as Program, CommanderError, Option } from 'commander';
import { allCommands, type CommandId } from '../commands/all.ts';
import type { Argument, Command } from '../commands/command.ts';
import { AppError } from '../model/app-error.ts';
import { version } from '../system/version.ts';
import { readArgument } from './read-argument.ts';

/** What the words on the command line mean. */
export type Invocation =
  | {
      readonly kind: 'command';
      readonly id: CommandId;
      readonly params: Readonly<Record<string, unknown>>;
      readonly isJson: boolean;
    }
  | { readonly kind: 'text'; readonly text: string };

/** Reads the words after `tonearm`. Throws `AppError('usage')` with the nearest word there is as a hint. */
export function parseWords(words: readonly string[]): Invocation {
  let invocation: Invocation | undefined;
  const program = buildProgram(words[0], (found) => {
    invocation = found;
  });
  let help = '';
  for (const part of everyProgram(program)) {
    part.exitOverride();
    part.configureOutput({
      writeOut: (text) => {
        help += text;
      },
      writeErr: () => {},
    });
  }
  try {
    program.parse(protectNegativeNumbers(withDefaultWord(words)), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw toUsageError(error, program, words);
  }
  return invocation ?? { kind: 'text', text: help.trimEnd() };
}

/** Every word that may follow `tonearm` first. */
export function firstWords(): readonly string[] {
  const words = new Set<string>();
  for (const command of Object.values<Command>(allCommands))
    if (command.words?.[0] !== undefined) words.add(command.words[0]);
  return [...words, 'help'];
}

/** Builds the commands that begin with this word, or all where no command does: building all takes a tenth of a command's time. */
function buildProgram(firstWord: string | undefined, found: (invocation: Invocation) => void): Program {
  const program = new Program('tonearm')
    .description('A terminal music player that plays through mpv and does Last.fm properly.')
    .usage('[PATH…] | COMMAND')
    .version(version, '--version', 'show the version')
    .helpOption('--help', 'show this help')
    .configureHelp({ subcommandTerm: (part) => part.name() })
    .addHelpText('after', '\nWithout a command the window opens, after adding any PATHs to the play queue.');
  const groups = new Map<string, Program>([['', program]]);
  const commands = Object.entries<Command>(allCommands);
  const named = commands.filter(([, command]) => command.words?.[0] === firstWord);
  for (const [id, command] of named.length > 0 && firstWord !== undefined ? named : commands) {
    if (command.words === undefined) continue;
    const parent = groupOf(groups, command.words.slice(0, -1));
    const child = parent.command(command.words.at(-1) ?? '');
    addArguments(child, command);
    child.action(() => {
      found({
        kind: 'command',
        id: id as CommandId,
        params: collectParams(child, command),
        isJson: child.optsWithGlobals()['json'] === true,
      });
    });
  }
  return program;
}

function groupOf(groups: Map<string, Program>, words: readonly string[]): Program {
  const key = words.join(' ');
  const known = groups.get(key);
  if (known !== undefined) return known;
  const word = words.at(-1) ?? '';
  const group = groupOf(groups, words.slice(0, -1))
    .command(word)
    .description(GROUP_TITLES[key] ?? '')
    .helpOption('--help', 'show this help')
    .showSuggestionAfterError(true);
  groups.set(key, group);
  return group;
}

const GROUP_TITLES: Readonly<Record<string, string>> = {
  queue: 'The play queue',
  library: 'The library',
  lastfm: 'Last.fm',
  'lastfm queue': 'The scrobble queue',
};

function addArguments(program: Program, command: Command): void {
  program.description(command.title).helpOption('--help', 'show this help');
  for (const [name, argument] of Object.entries(command.params)) {
    if (argument.isProtocolOnly === true) continue;
    if (argument.isPositional === true) program.argument(placeholder(name, argument), argument.about);
    else program.addOption(toOption(name, argument));
  }
  program.option('--json', 'answer with one JSON document');
}

function placeholder(name: string, argument: Argument): string {
  const word = isList(argument) ? `${name.replace(/s$/, '')}...` : name;
  return argument.isRequired === true ? `<${word}>` : `[${word}]`;
}

function toOption(name: string, argument: Argument): Option {
  const flag = `--${argument.option ?? kebab(name)}`;
  if (argument.kind === 'flag') return new Option(flag, argument.about);
  const value = argument.kind === 'switch' ? 'on|off' : argument.kind;
  const option = new Option(`${flag} <${value}>`, argument.about);
  if (argument.isRequired === true) option.makeOptionMandatory();
  return option;
}

/** What the user calls a parameter: its option, or its place. */
export function labelOf(command: Command, name: string): string {
  const argument = command.params[name];
  return argument === undefined || argument.isPositional === true ? name : `--${argument.option ?? kebab(name)}`;
}

/** The parameters by their names in the table, from commander's positions and options. */
function collectParams(program: Program, command: Command): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  const options = program.opts();
  let position = 0;
  for (const [name, argument] of Object.entries(command.params)) {
    if (argument.isProtocolOnly === true) continue;
    const label = labelOf(command, name);
    const given: unknown =
      argument.isPositional === true ? program.processedArgs[position++] : optionValue(options, name, argument);
    if (given === undefined || (Array.isArray(given) && given.length === 0)) continue;
    if (Array.isArray(given)) params[name] = given.map((word: string) => readArgument(argument, word, label));
    else params[name] = typeof given === 'string' ? readArgument(argument, given, label) : given;
  }
  return params;
}

/** Commander keeps `--no-wait` as the absence of `wait`. */
function optionValue(options: Readonly<Record<string, unknown>>, name: string, argument: Argument): unknown {
  const negated = /^no([A-Z])(.*)$/.exec(name);
  if (argument.kind !== 'flag' || negated === null) return options[argument.option ?? name];
  return options[`${negated[1]?.toLowerCase()}${negated[2]}`] === false ? true : undefined;
}

function isList(argument: Argument): boolean {
  return argument.kind === 'paths' || argument.kind === 'texts' || argument.kind === 'integers';
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `queue` alone, or with options only, is `queue list`. */
function withDefaultWord(words: readonly string[]): readonly string[] {
  for (const command of Object.values<Command>(allCommands)) {
    if (command.isDefault !== true || command.words === undefined) continue;
    const group = command.words.slice(0, -1);
    const following = words[group.length];
    const isGroup = group.every((word, at) => words[at] === word);
    if (!isGroup || following === '--help' || following?.startsWith('-') === false) continue;
    return [...command.words, ...words.slice(group.length)];
  }
  return words;
}

/** `seek -1:30` names a place, not an option: such words go last, behind `--`. */
function protectNegativeNumbers(words: readonly string[]): string[] {
  if (words.includes('--')) return [...words];
  const numbers = words.filter((word) => /^-\d/.test(word));
  if (numbers.length === 0) return [...words];
  return [...words.filter((word) => !/^-\d/.test(word)), '--', ...numbers];
}

function everyProgram(program: Program): readonly Program[] {
  return [program, ...program.commands.flatMap(everyProgram)];
}

function toUsageError(error: CommanderError, program: Program, words: readonly string[]): AppError {
  if (error.code === 'commander.help') {
    // A group of commands alone, such as `library`.
    return new AppError('usage', `${words.join(' ')}: a word is missing`, {
      hint: `See: tonearm ${words.join(' ')} --help`,
    });
  }
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const hint = suggestion?.replaceAll(/^\(|\)$/g, '') ?? `See: ${program.name()} --help`;
  return new AppError('usage', message, { hint });
}
