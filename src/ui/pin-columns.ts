import { cellWidth } from './fit-text.ts';

/**
 * Characters whose width every terminal agrees on: Latin, Greek and Cyrillic with their marks, punctuation, arrows and
 * frames, kana, CJK ideographs, Hangul syllables and full-width forms. Emoji, flags, Thai, Indic and joined characters
 * are drawn in different widths, so none of them is here.
 */
const AGREED = String.raw`\u0020-\u007e\u00a0-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2500-\u25ff\u2665\u2713\u3000-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60`;
const CONTROL = String.raw`\u0000-\u001f\u007f`;

const OTHER = String.raw`(?:(?!\p{RGI_Emoji})[^${AGREED}${CONTROL}])+`;

/** One emoji, or words of other characters with the single spaces between them: those stay whole for their shaping. */
const DOUBTFUL = new RegExp(String.raw`\p{RGI_Emoji}|${OTHER}(?: ${OTHER})*`, 'gv');

/** A link or other string of the terminal, a control sequence, one control character, or text. */
const TOKEN = new RegExp(String.raw`\u001B\].*?\u0007|\u001B\[([\d;?]*)([A-Za-z])|[${CONTROL}]|[^${CONTROL}]+`, 'gsu');

/**
 * The same drawing with the cursor set to where it belongs after text whose width terminals disagree on, so that what
 * follows lines up whatever the terminal drew. The first character must go to the line's first cell.
 */
export function pinColumns(text: string): string {
  let column = 0;
  return text.replaceAll(TOKEN, (token: string, parameters: string | undefined, final: string | undefined) => {
    if (final !== undefined) column = columnAfter(column, final, Number(parameters ?? ''));
    else if (token === '\n' || token === '\r') column = 0;
    else if (token[0] !== '\u001B') {
      const begin = column;
      column += cellWidth(token);
      return pinText(token, begin);
    }
    return token;
  });
}

function pinText(text: string, begin: number): string {
  return text.replaceAll(DOUBTFUL, (doubtful, offset: number) => {
    const end = begin + cellWidth(text.slice(0, offset)) + cellWidth(doubtful);
    return `${doubtful}\u001B[${end + 1}G`;
  });
}

/** Lines begin anew with E, F and H; G goes to a column; all else that a drawing holds stays in its column. */
function columnAfter(column: number, final: string, parameter: number): number {
  if (final === 'G') return Math.max(parameter - 1, 0);
  return final === 'E' || final === 'F' || final === 'H' ? 0 : column;
}
