import { join } from 'node:path';
import { reportFailure } from './setup/report-failure.mjs';
import { root } from './setup/root.mjs';
import { runInForeground } from './setup/run-in-foreground.mjs';
import { setUp } from './setup/set-up.mjs';

// `npm start -- WORDS` is `tonearm WORDS`, after setting up whatever is missing. A missing mpv is no reason to stop: the
// window, the library and every command work without it.
await reportFailure(async () => {
  const { node } = await setUp(['mpv']);
  // npm changes to the repository's folder; paths in the words are meant from where they were typed.
  const folder = process.env['npm_lifecycle_event'] === 'start' ? process.env['INIT_CWD'] : undefined;
  await runInForeground(node, [join(root, 'dist/main.js'), ...process.argv.slice(2)], folder);
});
