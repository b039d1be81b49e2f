import type { Argument, Command } from '../commands/command.ts';
import { AppError } from '../model/app-error.ts';
import { isSeekTarget } from '../model/seek-target.ts';
import { isVolumeTarget } from '../model/volume-target.ts';

/**
 * Checks a request's parameters against the command's arguments. Throws `AppError('usage')` that names the first wrong one,
 * in the caller's words.
 */
export function checkParams(
  command: Command,
  params: object,
  label: (name: string) => string = (name) => `parameter "${name}"`,
): void {
  const given = new Map<string, unknown>(Object.entries(params));
  for (const name of given.keys()) {
    if (!Object.hasOwn(command.params, name)) throw new AppError('usage', `there is no ${label(name)}`);
  }
  for (const [name, argument] of Object.entries(command.params)) {
    const value = given.get(name);
    if (value === undefined) {
      if (argument.isRequired === true) throw new AppError('usage', `${label(name)} is missing`);
      continue;
    }
    const complaint = complain(argument, value);
    if (complaint !== null) throw new AppError('usage', `${label(name)} ${complaint}`);
  }
}

/** What is wrong with a value, to be read after its name; `null` when nothing is. */
function complain(argument: Argument, value: unknown): string | null {
  switch (argument.kind) {
    case 'switch':
    case 'flag':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'integer':
    case 'number':
      return complainOfNumber(argument, value);
    case 'integers':
      return isListOf(value, Number.isSafeInteger) ? null : 'must be a list of whole numbers';
    case 'texts':
      return isListOf(value, isText) ? null : 'must be a list of texts';
    case 'paths':
      return isListOf(value, isPath) ? null : 'must be a list of absolute paths';
    case 'path':
      return isPath(value) ? null : 'must be an absolute path';
    case 'choice':
      return isText(value) && argument.choices.includes(value) ? null : `must be ${argument.choices.join(', ')}`;
    case 'seek':
      return isText(value) && isSeekTarget(value) ? null : 'must be like 90, +10, -10, 1:30 or 50%';
    case 'volume':
      return isText(value) && isVolumeTarget(value) ? null : 'must be like 40, +5 or -5';
    case 'text':
      return isText(value) ? null : 'must be a text';
  }
}

function complainOfNumber(
  argument: { readonly kind: 'integer' | 'number'; readonly min?: number; readonly max?: number },
  value: unknown,
): string | null {
  const isRightKind = argument.kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (typeof value !== 'number' || !isRightKind) {
    return argument.kind === 'integer' ? 'must be a whole number' : 'must be a number';
  }
  const { min = -Infinity, max = Infinity } = argument;
  if (value >= min && value <= max) return null;
  if (max === Infinity) return `must be at least ${min}`;
  return `must be between ${min} and ${max}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function isPath(value: unknown): value is string {
  return isText(value) && value.startsWith('/');
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isItem(item));
}
