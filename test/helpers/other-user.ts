import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a module's text in a process of a user to whom file permissions apply (root may do everything), and parses what it prints as JSON. */
export async function runAsOtherUser(module: string): Promise<unknown> {
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', module], user);
  return JSON.parse(stdout);
}

/** A source file's URL, for a module given to `runAsOtherUser` to import. */
export function sourceUrl(path: string): string {
  return new URL(`../../src/${path}`, import.meta.url).href;
}
