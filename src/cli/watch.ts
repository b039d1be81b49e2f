import { cleanForDisplay } from '../model/clean-text.ts';
import type { Shell } from './shell.ts';

/** Prints the state, one line a part, and from then on one line an event, until the engine ends or the reader goes away: JSON with `--json`, else its name and data. */
export async function runWatch(shell: Shell): Promise<number> {
  const engine = await shell.connect({ subscribe: true, mayStart: false });
  engine.listen(({ name, data }) => {
    const line = shell.isJson
      ? JSON.stringify({ event: name, data })
      : `${name} ${cleanForDisplay(JSON.stringify(data))}`;
    process.stdout.write(`${line}\n`);
  });
  // A reader that leaves, like `head`, ends the watching.
  process.stdout.on('error', () => void engine.close());
  await engine.closed;
  return 0;
}
