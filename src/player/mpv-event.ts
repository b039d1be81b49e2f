import { z } from 'zod';
import { cleanForDisplay } from '../model/clean-text.ts';
import type { MpvIpcEvent } from './mpv-ipc-client.ts';

/** How mpv says that a playlist entry ended; `quit` when it is about to end itself. */
export type MpvEndReason = 'eof' | 'stop' | 'quit' | 'error';

/** mpv's events that matter to us. An entry id names one `loadfile` for as long as that mpv runs. */
export type MpvEvent =
  | { readonly kind: 'start-file'; readonly entryId: number }
  | { readonly kind: 'file-loaded' | 'seek' | 'playback-restart' }
  | {
      readonly kind: 'end-file';
      readonly entryId: number;
      readonly reason: MpvEndReason;
      readonly message: string | null;
    };

const startFile = z.object({ playlist_entry_id: z.int() });
const endFile = z.object({ playlist_entry_id: z.int(), reason: z.string(), file_error: z.string().optional() });
const endReasons: Readonly<Record<string, MpvEndReason>> = { eof: 'eof', stop: 'stop', quit: 'quit' };

/** The event, checked, or `null` if it is of no interest. Any unknown reason of an end counts as an error. */
export function parseMpvEvent(event: MpvIpcEvent): MpvEvent | null {
  if (event.event === 'file-loaded' || event.event === 'seek' || event.event === 'playback-restart') {
    return { kind: event.event };
  }
  if (event.event === 'start-file') {
    const started = startFile.safeParse(event);
    return started.success ? { kind: 'start-file', entryId: started.data.playlist_entry_id } : null;
  }
  if (event.event !== 'end-file') return null;
  const ended = endFile.safeParse(event);
  if (!ended.success) return null;
  const { playlist_entry_id: entryId, reason, file_error: error } = ended.data;
  const message = error === undefined ? null : cleanForDisplay(error);
  return { kind: 'end-file', entryId, reason: endReasons[reason] ?? 'error', message };
}
