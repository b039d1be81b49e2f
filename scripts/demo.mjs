import { join } from 'node:path';
import { reportFailure } from './setup/report-failure.mjs';
import { root } from './setup/root.mjs';
import { runInForeground } from './setup/run-in-foreground.mjs';
import { setUp } from './setup/set-up.mjs';

// `npm run demo` sets up whatever is missing, then shows the whole path from a folder of music to a delivered scrobble.
await reportFailure(async () => {
  const { node, missing } = await setUp(['mpv']);
  if (missing.length > 0) throw new Error('the demo needs mpv');
  await runInForeground(node, [join(root, 'scripts/demo.ts')]);
});
