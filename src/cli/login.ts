import { createInterface } from 'node:readline';
import { renderUnicodeCompact } from 'uqr';
import type { CommandParams } from '../commands/all.ts';
import type { Engine } from '../engine/engine.ts';
import { AppError } from '../model/app-error.ts';
import { cleanForDisplay } from '../model/clean-text.ts';
import type { Shell } from './shell.ts';

/**
 * Signs in: shows the address (and, on a terminal, its QR code), then waits until the engine, which asks Last.fm again and
 * again, has its answer. Enter asks at once.
 */
export async function runLogin(shell: Shell, { token, noWait }: CommandParams<'shell.login'>): Promise<number> {
  const engine = await shell.connect({ subscribe: true });
  if (token !== undefined) {
    const done = await engine.run('lastfm.authCallback', { token });
    shell.answer(done, `Signed in as ${done.username}.`);
    return 0;
  }
  const begun = await engine.run('lastfm.authUrl', {});
  if (noWait === true) {
    shell.answer(begun, `${begun.url}\n\nThen: tonearm lastfm login --token ${begun.token}`);
    return 0;
  }
  shell.say('Open this address and allow tonearm to use your account:');
  shell.say(begun.url);
  if (process.stderr.isTTY && !shell.isJson) {
    for (const line of renderUnicodeCompact(begun.url, { border: 2 }).split('\n')) process.stderr.write(`${line}\n`);
  }
  shell.say('Waiting for your approval. Enter asks now, Ctrl-C stops waiting.');
  const username = await waitForApproval(shell, engine, begun.token);
  shell.answer({ username }, `Signed in as ${username}.`);
  return 0;
}

async function waitForApproval(shell: Shell, engine: Engine, token: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  engine.listen((event) => {
    if (event.name !== 'lastfm.auth') return;
    if (event.data.state === 'authenticated') resolve(event.data.username ?? '');
    if (event.data.state === 'expired') {
      const reason = event.data.reason ?? 'The address was not approved in time.';
      reject(new AppError('not-signed-in', reason, { hint: 'Try again: tonearm lastfm login' }));
    }
  });
  void engine.closed.then(() => reject(new AppError('engine-not-running', 'The engine was stopped.')));
  const keyboard = process.stdin.isTTY ? createInterface({ input: process.stdin }) : null;
  keyboard?.on('line', () => {
    engine.run('lastfm.authCallback', { token }).then(
      (done) => resolve(done.username),
      (error: unknown) => shell.say(error instanceof AppError ? cleanForDisplay(error.message) : 'Not approved yet.'),
    );
  });
  try {
    return await promise;
  } finally {
    keyboard?.close();
  }
}
