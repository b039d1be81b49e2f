import { ERROR_ROWS, HTTP_ROWS, NO_ANSWER, UNKNOWN_CODE } from '../../src/lastfm/error-rows.ts';
import { IGNORED_ROWS } from '../../src/lastfm/ignored-codes.ts';

/** The tables of `docs/lastfm.md` by the name of their place there, made from the rows that the program goes by. */
export function lastfmTables(): Readonly<Record<'errors' | 'answers' | 'ignored', string>> {
  return {
    errors: table(
      ['Error', 'Meaning', 'Treatment', 'What the user reads'],
      [
        ...ERROR_ROWS.map((row) => [
          row.saying === undefined ? String(row.code) : `${row.code}, text with "${row.saying.source}"`,
          row.meaning,
          `\`${row.treatment}\``,
          row.message,
        ]),
        ['other', UNKNOWN_CODE.meaning, `\`${UNKNOWN_CODE.treatment}\``, UNKNOWN_CODE.message],
      ],
    ),
    answers: table(
      ['HTTP status', 'Meaning', 'Treatment', 'What the user reads'],
      [
        ...HTTP_ROWS.map((row) => [
          row.from === row.to ? String(row.from) : `${row.from}–${row.to}`,
          row.meaning,
          `\`${row.treatment}\``,
          row.message,
        ]),
        ['none', NO_ANSWER.meaning, `\`${NO_ANSWER.treatment}\``, NO_ANSWER.message],
      ],
    ),
    ignored: table(
      ['Code', 'Meaning', 'What becomes of the play'],
      IGNORED_ROWS.map(({ code, meaning, treatment }) => [String(code), meaning, `\`${treatment}\``]),
    ),
  };
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
