import { formatEvent } from './format-event.ts';
import { printable } from './format.ts';
import type { EngineEvent } from '../model/events.ts';
import type { Shell } from './shell.ts';

/**
 * Prints the state, one line a part, and from then on one line an event, until the engine ends or the reader goes away: JSON
 * with `--json`, else in words.
 */
export async function runWatch(shell: Shell): Promise<number> {
  const engine = await shell.connect({ subscribe: true, mayStart: false });
  const print = (event: EngineEvent): void => {
    const { name, data } = event;
    process.stdout.write(`${shell.isJson ? JSON.stringify({ event: name, data }) : printable(formatEvent(event))}\n`);
  };
  print({ name: 'playback.changed', data: engine.state('playback') });
  print({ name: 'queue.changed', data: engine.state('queue') });
  print({ name: 'lastfm.changed', data: engine.state('lastfm') });
  print({ name: 'library.changed', data: engine.state('library') });
  engine.listen(print);
  // A reader that leaves, like `head`, ends the watching.
  process.stdout.on('error', () => void engine.close());
  await engine.closed;
  return 0;
}
