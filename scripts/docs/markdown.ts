/** Text in code quotes that survives being in a table. */
export function code(text: string): string {
  const quoted = text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
  return quoted.replaceAll('|', String.raw`\|`);
}

/** A table of rows that are already Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
