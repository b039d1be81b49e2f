/** Terminal styles by the code that ends them: bold and dim share theirs. */
const ENDS: readonly (readonly [(code: number) => boolean, string, number])[] = [
  [(code) => code === 1, 'bold', 22],
  [(code) => code === 2, 'dim', 22],
  [(code) => code === 3, 'italic', 23],
  [(code) => code === 4, 'underline', 24],
  [(code) => code === 7, 'inverse', 27],
  [(code) => code === 9, 'strikethrough', 29],
  [(code) => (code >= 30 && code <= 37) || (code >= 90 && code <= 97), 'colour', 39],
  [(code) => (code >= 40 && code <= 47) || (code >= 100 && code <= 107), 'background', 49],
];

type Styles = ReadonlyMap<string, number>;

const STYLE = new RegExp(String.raw`\u001B\[([\d;]*)m`, 'g');
const NO_STYLES: Styles = new Map();

/**
 * The same drawing with no style set that is not used: of styles that begin and end with no text between nothing is
 * left, and several in a row become one. The text must begin and end without styles; with colours beyond the
 * terminal's sixteen it comes back as it is.
 */
export function shortenStyles(text: string): string {
  let [shown, wanted] = [NO_STYLES, NO_STYLES];
  let result = '';
  let end = 0;
  const add = (part: string): void => {
    if (part === '') return;
    result += changeStyles(shown, wanted) + part;
    shown = wanted;
  };
  for (const match of text.matchAll(STYLE)) {
    add(text.slice(end, match.index));
    end = match.index + match[0].length;
    const next = applyCodes(wanted, (match[1] ?? '').split(';').map(Number));
    if (next === undefined) return text;
    wanted = next;
  }
  add(text.slice(end));
  return result + changeStyles(shown, wanted);
}

function applyCodes(styles: Styles, codes: readonly number[]): Styles | undefined {
  const next = new Map(styles);
  for (const code of codes) {
    const begun = ENDS.find(([isCode]) => isCode(code));
    const ended = ENDS.filter(([, , end]) => end === code);
    if (begun !== undefined) next.set(begun[1], code);
    else if (code === 0) next.clear();
    else if (ended.length > 0) for (const [, group] of ended) next.delete(group);
    else return undefined;
  }
  return next;
}

function changeStyles(from: Styles, to: Styles): string {
  const ended = ENDS.filter(([, group]) => from.has(group) && !to.has(group)).map(([, , end]) => end);
  const kept = new Map([...from].filter(([group]) => !ended.some((end) => end === endOf(group))));
  const begun = [...to].filter(([group, code]) => kept.get(group) !== code).map(([, code]) => code);
  if (ended.length === 0 && begun.length === 0) return '';
  return to.size === 0 ? '\u001B[m' : `\u001B[${[...new Set(ended), ...begun].join(';')}m`;
}

function endOf(group: string): number | undefined {
  return ENDS.find(([, name]) => name === group)?.[2];
}
