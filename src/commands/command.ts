/**
 * One argument of a command. `path` is a file or folder (made absolute by the caller's side), `seek` is
 * `90`, `+10`, `-10`, `1:30` or `50%`, `volume` is `40`, `+5` or `-5`, `switch` is `on` or `off` in words.
 */
export type ArgumentKind =
  | { readonly kind: 'text' | 'path' | 'seek' | 'volume' | 'switch' | 'flag' }
  | { readonly kind: 'integer' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'texts' | 'paths' | 'integers' };

export type Argument = ArgumentKind & {
  readonly about: string;
  readonly isRequired?: true;
  /** A word given by its place; otherwise it is an option, `--name value`. */
  readonly isPositional?: true;
  /** The option's word where it is not the parameter's name. */
  readonly option?: string;
  /** Not offered by the shell. */
  readonly isProtocolOnly?: true;
};

/** Where a key is listened to: everywhere, or in one view while it has the focus. */
export type KeyPlace = 'global' | 'library' | 'queue' | 'lastfm' | 'list';

/** A key in the words of the documentation: `Space`, `Ctrl-d`, `gg`, `<`, `Enter`. */
export type KeyBinding = {
  readonly key: string;
  readonly place?: KeyPlace;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  /** What this key does, where it differs from the command's title. */
  readonly title?: string;
};

/**
 * Who carries a command out: the engine (a protocol method), the shell's own side (`watch`, `login`, which use engine
 * commands), or the window (moving a cursor).
 */
export type CommandPlace = 'engine' | 'shell' | 'window';

/** One thing tonearm can be told to do. The shell's words, the protocol, the keys, the help and the docs all come from here. */
export type Command = {
  readonly place: CommandPlace;
  /** A few words, sentence case: help, key hints, docs. */
  readonly title: string;
  /** Words after `tonearm`; absent where the shell has no such command. */
  readonly words?: readonly string[];
  /** What the words before the last one mean alone: `queue` is `queue list`. */
  readonly isDefault?: true;
  readonly params: Readonly<Record<string, Argument>>;
  readonly keys?: readonly KeyBinding[];
  /** A number typed before its key repeats it (`10j`) or says which row (`10G`). */
  readonly takesCount?: true;
  /** Does not start an engine: with none running the answer is exit code 3. */
  readonly needsRunningEngine?: true;
};

type Value<A> = A extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
  ? Choice
  : A extends { readonly kind: 'integer' | 'number' }
    ? number
    : A extends { readonly kind: 'switch' | 'flag' }
      ? boolean
      : A extends { readonly kind: 'texts' | 'paths' }
        ? readonly string[]
        : A extends { readonly kind: 'integers' }
          ? readonly number[]
          : string;

type RequiredNames<P> = { [N in keyof P]: P[N] extends { readonly isRequired: true } ? N : never }[keyof P];

/** A command's parameters as its handler receives them: checked, with what was left out absent. */
export type ParamsOf<C extends Command> = {
  readonly [N in RequiredNames<C['params']>]: Value<C['params'][N]>;
} & {
  readonly [N in Exclude<keyof C['params'], RequiredNames<C['params']>>]?: Value<C['params'][N]> | undefined;
};
