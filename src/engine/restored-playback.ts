import type { PlayerState } from '../db/player-state.ts';
import type { PlaybackState } from '../model/status.ts';
import { currentEntry } from '../player/play-queue.ts';
import type { Clock } from '../system/clock.ts';
import type { QueueKeeper } from './queue-keeper.ts';
import type { Songs } from './songs.ts';

type Parts = { readonly keeper: QueueKeeper; readonly songs: Songs; readonly clock: Clock };

/** What a new engine shows before anything plays: paused at the saved place, or stopped. */
export async function restoredPlayback(state: PlayerState, { keeper, songs, clock }: Parts): Promise<PlaybackState> {
  const entry = currentEntry(keeper.queue());
  const isPaused = entry !== null && !state.isStopped;
  const track = isPaused ? (await songs.songOf(entry)).shown : null;
  return {
    status: isPaused ? 'paused' : 'stopped',
    positionSeconds: isPaused ? state.positionMs / 1000 : 0,
    sampledAtMs: clock.now(),
    durationSeconds: track?.durationSeconds ?? null,
    volumePercent: state.volumePercent,
    muted: state.isMuted,
    speed: state.speed,
    isAdvancing: false,
    track,
    entryId: entry?.entryId ?? null,
  };
}
