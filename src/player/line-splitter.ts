const NEWLINE = 0x0a;

/** Puts a stream's chunks together to lines of UTF-8 text, wherever the chunks were cut. */
export type LineSplitter = {
  readonly push: (chunk: Uint8Array) => void;
  /** Hands over what stands after the last newline, if anything. */
  readonly end: () => void;
};

/** Calls back for every line, without its newline, cut off after `longestBytes` so that no stream can fill the memory. Never throws. */
export function createLineSplitter(longestBytes: number, onLine: (line: string) => void): LineSplitter {
  let parts: Uint8Array[] = [];
  let bytes = 0;

  const keep = (part: Uint8Array): void => {
    const kept = part.subarray(0, longestBytes - bytes);
    if (kept.length === 0) return;
    parts.push(kept);
    bytes += kept.length;
  };
  const finish = (): void => {
    const line = Buffer.concat(parts).toString('utf8');
    parts = [];
    bytes = 0;
    onLine(line);
  };

  return {
    push: (chunk) => {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        keep(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      keep(chunk.subarray(from));
    },
    end: () => {
      if (bytes > 0) finish();
    },
  };
}
