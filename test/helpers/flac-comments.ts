/** A FLAC with these comments in place of its own. */
export function withComments(flac: Buffer, comments: readonly (string | Buffer)[]): Buffer {
  const length = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const fields = comments.map((comment) => Buffer.from(comment));
  const block = Buffer.concat([
    length(0),
    length(fields.length),
    ...fields.flatMap((field) => [length(field.length), field]),
  ]);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(block.length);
  header[0] = 4;
  const streamInfo = Buffer.from(flac.subarray(4, 42));
  streamInfo[0] = 0;
  let sound = 4;
  for (let isLast = false; !isLast;) {
    isLast = ((flac[sound] ?? 0) & 0x80) !== 0;
    sound += 4 + flac.readUIntBE(sound + 1, 3);
  }
  header[0] |= 0x80;
  return Buffer.concat([flac.subarray(0, 4), streamInfo, header, block, flac.subarray(sound)]);
}
