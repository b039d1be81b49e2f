import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs ffmpeg, quietly and overwriting. Rejects with what it printed when it fails. */
export async function ffmpeg(...args: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args]);
}

/** A path as ffmpeg takes it whatever it holds: a colon, a percent sign, a dash at its start. */
export function ffmpegFile(path: string): string {
  return `file:${path}`;
}

/** Options that write tags, e.g. `{ title: 'Song', track: '3/12' }`. */
export function ffmpegTags(tags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
}
