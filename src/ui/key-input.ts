import type { KeyPlace } from '../commands/command.ts';
import { lookUpKeys, type BoundCommand, type Keymap } from './keymap.ts';

/** What has been typed but not yet acted upon. */
export type KeyInput = {
  /** The beginning of a sequence: `g` of `gg`. */
  readonly begun: string;
  readonly digits: string;
  /** Whether the digits are known to be a count; until then the first was a key of its own, as `2` opens a view. */
  readonly isCount: boolean;
  readonly lastDigitAtMs: number;
};

/** What a key press leads to. */
export type KeyOutcome = {
  readonly input: KeyInput;
  readonly bound: BoundCommand | null;
  readonly count: number | null;
  /** The digits that ran commands of their own turned out to be a count: take back what they did. */
  readonly takesBack: boolean;
};

export const NO_KEYS: KeyInput = { begun: '', digits: '', isCount: false, lastDigitAtMs: 0 };

/** Digits this close together, in milliseconds, are one number even where each opens a view by itself. */
const SAME_NUMBER_MS = 500;
const LONGEST_COUNT = 6;

type Press = { readonly key: string; readonly atMs: number };

/**
 * Takes one key. A digit that has a meaning of its own (`2`) acts at once; when more digits and a movement follow
 * quickly (`25j`) they were a count, and what the digits did is to be taken back. `0` is a digit only after another.
 */
export function pressKey(input: KeyInput, press: Press, keymap: Keymap, places: readonly KeyPlace[]): KeyOutcome {
  if (press.key === 'Esc' && shownKeys(input) !== '') return nothing(NO_KEYS);
  if (/^\d$/.test(press.key) && input.begun === '') {
    const outcome = pressDigit(input, press, keymap, places);
    if (outcome !== null) return outcome;
  }
  const sequence = input.begun + press.key;
  const meaning = lookUpKeys(keymap, places, sequence);
  if (meaning.kind === 'begun') return nothing({ ...input, begun: sequence });
  if (meaning.kind === 'nothing') return nothing(NO_KEYS);
  return runWithCount(meaning.bound, input, press.atMs);
}

/** What is half-typed, to be shown; empty when nothing is. */
export function shownKeys(input: KeyInput): string {
  return (input.isCount ? input.digits : '') + input.begun;
}

function pressDigit(input: KeyInput, press: Press, keymap: Keymap, places: readonly KeyPlace[]): KeyOutcome | null {
  const goesOn = input.isCount || (input.digits !== '' && press.atMs - input.lastDigitAtMs < SAME_NUMBER_MS);
  const meaning = lookUpKeys(keymap, places, press.key);
  const isBound = meaning.kind === 'command';
  if (!goesOn && press.key === '0') return null;
  const digits = ((goesOn ? input.digits : '') + press.key).slice(-LONGEST_COUNT);
  const isCount = (goesOn && input.isCount) || !isBound || press.key === '0';
  const next: KeyInput = { begun: '', digits, isCount, lastDigitAtMs: press.atMs };
  if (isCount) return { ...nothing(next), takesBack: goesOn && !input.isCount };
  return { input: next, bound: meaning.bound, count: null, takesBack: false };
}

function runWithCount(bound: BoundCommand, input: KeyInput, atMs: number): KeyOutcome {
  const isQuick = input.digits.length > 1 && atMs - input.lastDigitAtMs < SAME_NUMBER_MS;
  const hasCount = bound.command.takesCount === true && (input.isCount || isQuick);
  const count = hasCount ? Number(input.digits) : null;
  return { input: NO_KEYS, bound, count, takesBack: hasCount && !input.isCount };
}

function nothing(input: KeyInput): KeyOutcome {
  return { input, bound: null, count: null, takesBack: false };
}
