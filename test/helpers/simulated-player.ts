import { type Play, type PlayEffect, type PlayEvent, savePlay, trackPlay } from '../../src/lastfm/play-tracker.ts';

/** Something a listener does, or that happens to them. */
export type Deed =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'pause' | 'skip' | 'kill-engine' }
  /** To this share of the track. */
  | { readonly kind: 'seek'; readonly to: number; readonly takesMs: number }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'stall'; readonly ms: number }
  | { readonly kind: 'set-clock'; readonly byMs: number };

/** What a play was in truth, and what the tracker made of it. */
export type HeardPlay = {
  readonly soundedMs: number;
  readonly firstSoundAtMs: number | null;
  readonly isPlayedOut: boolean;
  readonly effects: readonly PlayEffect[];
};

type Options = { readonly durationMs: number; readonly thresholdPercent: number; readonly endLeadMs: number };

/**
 * Plays one track over and over as the deeds say, knows to the millisecond what sounded, and feeds the tracker with what a
 * player would report of it: a sample a second and at every change.
 */
export function simulate(deeds: readonly Deed[], { durationMs, thresholdPercent, endLeadMs }: Options): HeardPlay[] {
  const done: HeardPlay[] = [];
  let timeMs = 1_700_000_000_000;
  let clockOffsetMs = 0;
  let positionMs = 0;
  let speed = 1;
  let isPaused = false;
  let sinceSampleMs = 0;

  let play: Play | null = null;
  let effects: PlayEffect[] = [];
  let soundedMs = 0;
  let firstSoundAtMs: number | null = null;

  const atMs = (): number => Math.round(timeMs + clockOffsetMs);
  const feed = (event: PlayEvent): void => {
    const tracked = trackPlay(play, event);
    play = tracked.play;
    effects.push(...tracked.effects);
  };
  const sample = (isAdvancing: boolean): void => {
    sinceSampleMs = 0;
    if (isAdvancing && !isPaused) firstSoundAtMs ??= atMs();
    feed({ kind: 'position', positionMs: Math.round(positionMs), isAdvancing, isPaused, speed, atMs: atMs() });
  };
  const sound = (ms: number): void => {
    if (ms > 0) firstSoundAtMs ??= atMs();
    timeMs += ms;
    sinceSampleMs += ms;
    positionMs += ms * speed;
    soundedMs += ms * speed;
  };
  const start = (): void => {
    effects = [];
    soundedMs = 0;
    firstSoundAtMs = null;
    positionMs = 0;
    const track = { key: '1', artist: 'A', title: 'T', durationMs, thresholdPercent };
    feed({ kind: 'started', positionMs: 0, ...track, atMs: atMs(), resumed: null });
    timeMs += 40;
    sample(!isPaused);
  };
  const finish = (isPlayedOut: boolean): void => {
    done.push({ soundedMs, firstSoundAtMs, isPlayedOut, effects });
    start();
  };
  const wait = (ms: number): void => {
    if (isPaused) {
      timeMs += ms;
      return;
    }
    for (let leftMs = ms; leftMs > 0;) {
      // The player says that a track ended a little before its last sample sounds.
      const untilEndMs = (durationMs - positionMs) / speed - endLeadMs;
      const stepMs = Math.min(leftMs, 1000 - sinceSampleMs, Math.max(untilEndMs, 0));
      sound(stepMs);
      leftMs -= stepMs;
      if (untilEndMs - stepMs <= 0) {
        soundedMs += durationMs - positionMs;
        feed({ kind: 'ended', reason: 'eof', atMs: atMs() });
        finish(true);
      } else if (sinceSampleMs >= 1000) {
        sample(true);
      }
    }
  };

  start();
  for (const deed of deeds) {
    switch (deed.kind) {
      case 'wait':
        wait(deed.ms);
        break;
      case 'pause':
        isPaused = !isPaused;
        sample(!isPaused);
        break;
      case 'skip':
        feed({ kind: 'ended', reason: 'stopped', atMs: atMs() });
        finish(false);
        break;
      case 'kill-engine': {
        const saved = savePlay(play);
        play = null;
        timeMs += 3_000;
        isPaused = true;
        const track = { key: '1', artist: 'A', title: 'T', durationMs, thresholdPercent };
        soundedMs -= sinceSampleMs * speed;
        feed({ kind: 'started', positionMs, ...track, atMs: atMs(), resumed: saved });
        sample(false);
        break;
      }
      case 'seek':
        feed({ kind: 'seeking', atMs: atMs() });
        timeMs += deed.takesMs;
        positionMs = deed.to * durationMs;
        sample(!isPaused);
        break;
      case 'speed':
        ({ speed } = deed);
        sample(!isPaused);
        break;
      case 'stall':
        sample(false);
        timeMs += deed.ms;
        sample(!isPaused);
        break;
      case 'set-clock':
        clockOffsetMs += deed.byMs;
        break;
    }
  }
  feed({ kind: 'ended', reason: 'stopped', atMs: atMs() });
  finish(false);
  return done;
}
