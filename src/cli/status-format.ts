import { AppError } from '../model/app-error.ts';
import type { StatusDocument } from '../model/results.ts';
import { clockText } from './format-values.ts';

const FIELDS: Readonly<Record<string, (status: StatusDocument) => string>> = {
  status: ({ playback }) => playback.status,
  artist: ({ playback }) => playback.track?.artist ?? '',
  title: ({ playback }) => playback.track?.title ?? '',
  album: ({ playback }) => playback.track?.album ?? '',
  albumArtist: ({ playback }) => playback.track?.albumArtist ?? '',
  path: ({ playback }) => playback.track?.path ?? '',
  position: ({ playback }) => clockText(playback.positionSeconds),
  duration: ({ playback }) => clockText(playback.durationSeconds),
  volume: ({ playback }) => String(playback.volumePercent),
  index: ({ queue }) => String(queue.index + 1),
  length: ({ queue }) => String(queue.length),
  repeat: ({ queue }) => queue.repeat,
  queued: ({ lastfm }) => String(lastfm.queued),
  rejected: ({ lastfm }) => String(lastfm.rejected),
  scrobble: ({ lastfm }) => lastfm.play.state,
};

/** Fills `{artist} – {title}` from the status; `{{` is a brace. Throws `AppError('usage')` for a field there is not. */
export function fillStatusFormat(format: string, status: StatusDocument): string {
  return format.replaceAll(/\{\{|\{(\w*)\}/g, (whole: string, name?: string) => {
    if (whole === '{{') return '{';
    const field = name !== undefined && Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === undefined) {
      throw new AppError('usage', `there is no field ${whole}`, { hint: `Fields: ${Object.keys(FIELDS).join(', ')}` });
    }
    return field(status);
  });
}
