import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Argument } from '../commands/command.ts';
import { AppError } from '../model/app-error.ts';

/** A word of the shell as the value its argument means; whether that value is allowed is checked later, for all callers alike. */
export function readArgument(argument: Argument, word: string, name: string): unknown {
  switch (argument.kind) {
    case 'integer':
    case 'number':
      return readNumber(word, name);
    case 'switch':
      if (word === 'on') return true;
      if (word === 'off') return false;
      throw new AppError('usage', `${name} must be on or off, not "${word}"`);
    case 'path':
    case 'paths':
      return resolvePath(word);
    case 'integers':
      return readNumber(word, name);
    case 'text':
    case 'texts':
    case 'choice':
    case 'seek':
    case 'volume':
    case 'flag':
      return word;
  }
}

/** A path as the user typed it, made absolute; a leading `~` that the shell left alone is the home folder. */
export function resolvePath(word: string): string {
  const expanded = word === '~' || word.startsWith('~/') ? homedir() + word.slice(1) : word;
  return resolve(expanded);
}

function readNumber(word: string, name: string): number {
  const value = Number(word);
  if (word.trim() === '' || !Number.isFinite(value))
    throw new AppError('usage', `${name} must be a number, not "${word}"`);
  return value;
}
