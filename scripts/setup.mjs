import { say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';

/** `npm run setup`: everything that running (`--test`: testing) tonearm needs, without running it. */
const programs = process.argv.includes('--test') ? ['mpv', 'tmux', 'ffmpeg'] : ['mpv'];
try {
  const { missing } = await setUp(programs);
  process.exitCode = missing.length === 0 ? 0 : 1;
} catch (error) {
  say(`tonearm: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
