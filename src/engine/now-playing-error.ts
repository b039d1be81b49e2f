import { toAppError } from '../lastfm/errors.ts';
import { LastfmError } from '../lastfm/lastfm-error.ts';
import { AppError } from '../model/app-error.ts';

/** Why a now-playing message failed: unlike a scrobble, it does not wait for better times. */
export function nowPlayingError(error: unknown): unknown {
  if (!(error instanceof LastfmError)) return error;
  const { code, message, hint } = toAppError(error);
  if (code === 'not-signed-in' || code === 'not-configured')
    return new AppError(code, message, { hint: hint ?? undefined });
  return new AppError(code, message, { hint: 'Send it again if it still plays.' });
}
