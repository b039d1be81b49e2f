import type { StatusDocument } from '../model/results.ts';
import { version } from '../system/version.ts';
import type { Context } from './context.ts';

/** The engine's state at this moment, in the words of the contract. */
export function statusDocument({ store, clock, playback, recorder, startedAtMs }: Context): StatusDocument {
  const { status, durationSeconds, volumePercent, muted, speed, track } = store.get('playback');
  const { length, index, repeat, shuffle, consume } = store.get('queue');
  const { tracks, missing, scan } = store.get('library');
  return {
    engine: { version, pid: process.pid, uptimeSeconds: Math.floor((clock.now() - startedAtMs) / 1000) },
    playback: {
      status,
      positionSeconds: Math.round(playback.positionMs()) / 1000,
      durationSeconds,
      volumePercent,
      muted,
      speed,
      track: status === 'stopped' ? null : track,
    },
    queue: { length, index, repeat, shuffle, consume },
    lastfm: { ...store.get('lastfm'), play: recorder.progress(), playSampledAtMs: clock.now() },
    library: { tracks, missing, scan },
  };
}
