/** One key press: its name as the command table writes it, and the text it types, if any. */
export type KeyPress = { readonly name: string; readonly text: string | null };

/** What Ink says about a key, as far as it matters here. */
export type InkKey = {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
  readonly home: boolean;
  readonly end: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  readonly eventType?: 'press' | 'repeat' | 'release' | undefined;
};

const NAMED = [
  ['upArrow', 'Up'],
  ['downArrow', 'Down'],
  ['leftArrow', 'Left'],
  ['rightArrow', 'Right'],
  ['pageUp', 'PageUp'],
  ['pageDown', 'PageDown'],
  ['home', 'Home'],
  ['end', 'End'],
  ['return', 'Enter'],
  ['escape', 'Esc'],
  ['backspace', 'Backspace'],
  ['delete', 'Delete'],
] as const satisfies readonly (readonly [keyof InkKey, string])[];

const CONTROL_NAMES: Readonly<Record<string, string>> = { '\r': 'Enter', '\n': 'Enter', '\t': 'Tab', '\u001b': 'Esc' };

const OTHER_NAMES: ReadonlySet<string> = new Set(['Space', 'Tab', 'Shift-Tab']);

const segmenter = new Intl.Segmenter();

/** The keys behind one input event; several when they came in one chunk, as from fast typing or a script. */
export function keyPresses(input: string, key: InkKey): readonly KeyPress[] {
  if (key.eventType === 'release') return [];
  if (key.tab) return [named(key.shift ? 'Shift-Tab' : 'Tab')];
  const found = NAMED.find(([property]) => key[property]);
  if (found !== undefined) return [named(found[1])];
  if (key.ctrl) return input === '' ? [] : [named(`Ctrl-${input === ' ' ? 'Space' : input}`)];
  if (key.meta) return input === '' ? [] : [named(`Alt-${input}`)];
  return [...segmenter.segment(input)].map(({ segment }) => fromCharacter(segment));
}

/** Whether a key is written as a word (`PageUp`, `Ctrl-d`), not as the characters to type. */
export function isNamedKey(key: string): boolean {
  return /^(?:Ctrl|Alt)-/.test(key) || OTHER_NAMES.has(key) || NAMED.some(([, name]) => name === key);
}

function fromCharacter(character: string): KeyPress {
  if (character === ' ') return { name: 'Space', text: ' ' };
  if (character === '\r\n') return named('Enter');
  const control = CONTROL_NAMES[character];
  if (control !== undefined) return named(control);
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return named(`Ctrl-${String.fromCodePoint(code + 0x60)}`);
  return { name: character, text: character };
}

function named(name: string): KeyPress {
  return { name, text: null };
}
