import type { Slices } from './status.ts';

/** The state before anything is known: silence, an empty queue, nobody signed in. */
export const initialSlices: Slices = {
  playback: {
    status: 'stopped',
    positionSeconds: 0,
    sampledAtMs: 0,
    durationSeconds: null,
    volumePercent: 100,
    muted: false,
    speed: 1,
    isAdvancing: false,
    track: null,
    entryId: null,
  },
  queue: { length: 0, index: -1, repeat: 'off', shuffle: 'off', consume: false, revision: 0 },
  lastfm: {
    configured: false,
    authenticated: false,
    username: null,
    enabled: true,
    scrobbleThreshold: 50,
    play: { state: 'none' },
    playSampledAtMs: 0,
    queued: 0,
    rejected: 0,
    sending: 0,
    nextAttemptAt: null,
    pausedBecause: null,
    lastError: null,
    lastDeliveredAt: null,
  },
  library: { tracks: 0, missing: 0, scan: null, revision: 0 },
};
