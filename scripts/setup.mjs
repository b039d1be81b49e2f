import { reportFailure } from './setup/report-failure.mjs';
import { setUp } from './setup/set-up.mjs';

// Everything that running (`--test`: testing) tonearm needs, without running it.
await reportFailure(async () => {
  const { missing } = await setUp(process.argv.includes('--test') ? ['mpv', 'tmux', 'ffmpeg'] : ['mpv']);
  if (missing.length > 0) process.exitCode = 1;
});
