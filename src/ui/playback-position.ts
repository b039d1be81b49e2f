import type { PlaybackState } from '../model/status.ts';

/** Shortest time between two ticks, in milliseconds: nobody reads a clock that runs faster. */
const SHORTEST_TICK_MS = 500;

/** Whether the position moves by itself. */
export function isMoving(playback: PlaybackState): boolean {
  return playback.status === 'playing' && playback.isAdvancing && playback.speed > 0;
}

/** Position in seconds at `nowMs`, never beyond the end. */
export function positionAt(playback: PlaybackState, nowMs: number): number {
  const moved = isMoving(playback) ? (Math.max(0, nowMs - playback.sampledAtMs) / 1000) * playback.speed : 0;
  const position = playback.positionSeconds + moved;
  return playback.durationSeconds === null ? position : Math.min(position, playback.durationSeconds);
}

/** Whole milliseconds until the clock shows another second, or `null` while it stands still. */
export function nextTickMs(playback: PlaybackState, nowMs: number): number | null {
  if (!isMoving(playback)) return null;
  const position = positionAt(playback, nowMs);
  if (playback.durationSeconds !== null && position >= playback.durationSeconds) return null;
  const secondMs = 1000 / playback.speed;
  const untilNextMs = (Math.floor(position) + 1 - position) * secondMs;
  const skippedMs = Math.ceil(Math.max(0, SHORTEST_TICK_MS - untilNextMs) / secondMs) * secondMs;
  return Math.round(untilNextMs + skippedMs);
}
