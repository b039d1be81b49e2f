import type { KeyPress } from '../key-names.ts';

const segmenter = new Intl.Segmenter();

/** A line of text after a key: typed at its end, deleted by letter, word or whole; `null` if the key is none of these. */
export function editText(text: string, key: KeyPress): string | null {
  if (key.text !== null) return text + key.text;
  switch (key.name) {
    case 'Backspace':
    case 'Delete':
      return [...segmenter.segment(text)]
        .slice(0, -1)
        .map(({ segment }) => segment)
        .join('');
    case 'Ctrl-w':
      return text.replace(/[^\s/]*[\s/]*$/, '');
    case 'Ctrl-u':
      return '';
    default:
      return null;
  }
}

/** Pasted text as one line of it: no line breaks at its ends, none within. */
export function pastedLine(pasted: string): string {
  return pasted.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
