/** What a stream's bytes hold: a whole line, or the place where one was longer than allowed and was left out. */
export type LineOrGap = { readonly line: string } | { readonly isTooLong: true };

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines of UTF-8, whatever its chunks are; a line of more than `limitBytes` becomes one gap. */
export function createLineReader(limitBytes: number): (chunk: Buffer) => readonly LineOrGap[] {
  let parts: Buffer[] = [];
  let length = 0;
  let isSkipping = false;

  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > limitBytes) {
      isSkipping = true;
      parts = [];
    }
    if (!isSkipping) parts.push(part);
  };

  const finish = (): LineOrGap => {
    const result: LineOrGap = isSkipping ? { isTooLong: true } : { line: Buffer.concat(parts).toString('utf8') };
    parts = [];
    length = 0;
    isSkipping = false;
    return result;
  };

  return (chunk) => {
    const lines: LineOrGap[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      lines.push(finish());
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
    return lines;
  };
}
