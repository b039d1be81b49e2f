import type { TextProps } from 'ink';

type Style = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse' | 'underline'>;

/** Looks by meaning; colours are of the terminal's own sixteen. */
export type Theme = {
  readonly heading: Style;
  readonly muted: Style;
  readonly playing: Style;
  readonly selected: Style;
  /** The selected row of a list that does not have the keys. */
  readonly selectedElsewhere: Style;
  readonly frame: Style;
  readonly activeFrame: Style;
  readonly progress: Style;
  readonly good: Style;
  readonly warning: Style;
  readonly error: Style;
  readonly key: Style;
};

const PLAIN: Theme = {
  heading: { bold: true },
  muted: {},
  playing: { bold: true },
  selected: { inverse: true },
  selectedElsewhere: { underline: true },
  frame: {},
  activeFrame: { bold: true },
  progress: {},
  good: {},
  warning: { bold: true },
  error: { bold: true },
  key: { bold: true },
};

const COLOURED: Theme = {
  heading: { bold: true, color: 'cyan' },
  muted: { dimColor: true },
  playing: { bold: true, color: 'green' },
  selected: { inverse: true },
  selectedElsewhere: { underline: true },
  frame: { dimColor: true },
  activeFrame: { color: 'cyan' },
  progress: { color: 'cyan' },
  good: { color: 'green' },
  warning: { color: 'yellow' },
  error: { bold: true, color: 'red' },
  key: { bold: true },
};

/** The looks to use; without colour when `NO_COLOR` is set to anything. https://no-color.org */
export function themeFor(env: Readonly<Record<string, string | undefined>>): Theme {
  return (env['NO_COLOR'] ?? '') === '' ? COLOURED : PLAIN;
}
