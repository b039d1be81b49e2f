import { AppError } from '../../model/app-error.ts';
import type { EngineEvents } from '../../model/events.ts';
import type { ActionContext } from '../context.ts';
import { formatCount } from '../format.ts';

/** Begins signing in: asks for the address to open, and shows it. */
export async function connect(context: ActionContext): Promise<void> {
  const answer = await context.engine.run('lastfm.authUrl', {});
  if (!/^https?:\/\//.test(answer.url))
    throw new AppError('lastfm', 'Last.fm answered with an address of another kind.');
  context.dispatch({ type: 'overlaid', overlay: { kind: 'connect', ...answer, isTrying: false } });
}

/** Finishes signing in at once instead of waiting for the engine to notice. */
export async function finishConnecting(context: ActionContext): Promise<void> {
  const { overlay } = context.state();
  if (overlay?.kind !== 'connect' || overlay.isTrying) return;
  context.dispatch({ type: 'overlaid', overlay: { ...overlay, isTrying: true } });
  try {
    await context.engine.run('lastfm.authCallback', { token: overlay.token });
  } finally {
    const now = context.state().overlay;
    if (now?.kind === 'connect') context.dispatch({ type: 'overlaid', overlay: { ...now, isTrying: false } });
  }
}

/** Takes in what became of signing in, here or in another client. */
export function takeAuth(context: ActionContext, auth: EngineEvents['lastfm.auth']): void {
  if (auth.state === 'pending') return;
  const isConnecting = context.state().overlay?.kind === 'connect';
  if (isConnecting) context.dispatch({ type: 'overlaid', overlay: null });
  if (auth.reason !== null) {
    context.notify({ level: 'warning', message: auth.reason, hint: isConnecting ? 'c asks for a new address' : null });
  } else if (auth.state === 'authenticated') {
    const who = auth.username === null ? '' : ` as ${auth.username}`;
    context.notify({ level: 'info', message: `Signed in to Last.fm${who}`, hint: null });
  }
}

/** Sends what waits and says how that went. */
export async function retryQueue(context: ActionContext): Promise<void> {
  const { sent, ignored, rejected, remaining, error } = await context.engine.run('lastfm.queueRetry', {});
  const parts = [
    `${formatCount(sent)} sent`,
    `${formatCount(ignored)} ignored`,
    ...(rejected > 0 ? [`${formatCount(rejected)} rejected`] : []),
    `${formatCount(remaining)} waiting`,
  ];
  const message = parts.join(', ');
  const level = error === null ? 'info' : 'warning';
  context.notify({ level, message: error === null ? message : `${message}: ${error.message}`, hint: null });
}
