import { cleanForDisplay } from '../model/clean-text.ts';
import type { Shell } from './shell.ts';

/**
 * Prints the state, one line a part, and from then on one line an event, until the engine ends or the reader goes away: JSON
 * with `--json`, else the name and the data.
 */
export async function runWatch(shell: Shell): Promise<number> {
  const engine = await shell.connect({ subscribe: true, mayStart: false });
  const print = (name: string, data: unknown): void => {
    const json = JSON.stringify(data);
    const line = shell.isJson ? JSON.stringify({ event: name, data }) : `${name} ${cleanForDisplay(json)}`;
    process.stdout.write(`${line}\n`);
  };
  for (const slice of ['playback', 'queue', 'lastfm', 'library'] as const) {
    print(`${slice}.changed`, engine.state(slice));
  }
  engine.listen(({ name, data }) => print(name, data));
  // A reader that leaves, like `head`, ends the watching.
  process.stdout.on('error', () => void engine.close());
  await engine.closed;
  return 0;
}
