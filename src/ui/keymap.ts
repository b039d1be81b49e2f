import type { CommandId } from '../commands/all.ts';
import type { Command, KeyBinding, KeyPlace } from '../commands/command.ts';
import { isNamedKey } from './key-names.ts';

/** A key's meaning: the command it runs and with what. */
export type BoundCommand = {
  readonly id: CommandId;
  readonly command: Command;
  readonly title: string;
  readonly params: NonNullable<KeyBinding['params']>;
};

/** Every key of the command table by the place where it counts; keys are names written one after the other (`gg`). */
export type Keymap = ReadonlyMap<KeyPlace, ReadonlyMap<string, BoundCommand>>;

/** What a sequence of keys means in a place: a command, the beginning of one, or nothing. */
export type KeyMeaning =
  | { readonly kind: 'command'; readonly bound: BoundCommand }
  | { readonly kind: 'begun' }
  | { readonly kind: 'nothing' };

/** Builds the keymap of a command table. Throws when a key has two meanings in one place. */
export function buildKeymap(commands: Readonly<Record<CommandId, Command>>): Keymap {
  const keymap = new Map<KeyPlace, Map<string, BoundCommand>>();
  for (const id of Object.keys(commands) as CommandId[]) {
    const command = commands[id];
    for (const binding of command.keys ?? []) {
      const place = binding.place ?? 'global';
      const keys = keymap.get(place) ?? new Map<string, BoundCommand>();
      const taken = keys.get(binding.key);
      if (taken !== undefined) throw new Error(`${binding.key} means both ${taken.id} and ${id} (${place})`);
      keys.set(binding.key, { id, command, title: binding.title ?? command.title, params: binding.params ?? {} });
      keymap.set(place, keys);
    }
  }
  return keymap;
}

/** Looks a sequence up, the most special place first: a view's own keys win over a list's, those over the global ones. */
export function lookUpKeys(keymap: Keymap, places: readonly KeyPlace[], sequence: string): KeyMeaning {
  for (const place of places) {
    const keys = keymap.get(place);
    const bound = keys?.get(sequence);
    if (bound !== undefined) return { kind: 'command', bound };
    if (keys !== undefined && isBeginning(keys, sequence)) return { kind: 'begun' };
  }
  return { kind: 'nothing' };
}

/** A sequence is written as its plain characters, `gg`; a named key, `Up`, begins with none. */
function isBeginning(keys: ReadonlyMap<string, BoundCommand>, sequence: string): boolean {
  return [...keys.keys()].some((key) => key !== sequence && key.startsWith(sequence) && !isNamedKey(key));
}
