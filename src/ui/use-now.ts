import { useEffect, useReducer } from 'react';
import type { PlaybackState } from '../model/status.ts';
import { nextTickMs } from './playback-position.ts';
import { useWindow } from './window-context.ts';

/** Timers may fire a little early; a tick this late, in milliseconds, always meets the next second. */
const TICK_SLACK_MS = 10;

/** Now in UNIX milliseconds; draws again with each second that playback's clock shows, and never while it stands still. */
export function useNow(playback: PlaybackState): number {
  const { clock } = useWindow();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  const nowMs = clock.now();
  useEffect(() => {
    const delayMs = nextTickMs(playback, nowMs);
    return delayMs === null ? undefined : clock.after(delayMs + TICK_SLACK_MS, tick);
  }, [clock, playback, nowMs]);
  return nowMs;
}
