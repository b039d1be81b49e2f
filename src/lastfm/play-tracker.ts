import type { PlayProgress } from '../model/status.ts';
import { scrobblePointMs, whyNotScrobbled } from './scrobble-rule.ts';

/** What the player reports about the track that sounds. `atMs` is UNIX milliseconds; a clock that is set is survived. */
export type PlayEvent =
  | {
      /** A new play, also of the same track. */
      readonly kind: 'started';
      /** Which entry plays, the same after a restart. */
      readonly key: string;
      readonly positionMs: number;
      /** The tag's length, until the player reports its own. */
      readonly durationMs: number | null;
      readonly artist: string | null;
      readonly title: string | null;
      readonly thresholdPercent: number;
      readonly atMs: number;
      /** The play that a crash of the engine interrupted: it goes on if it has the same key. */
      readonly resumed: SavedPlay | null;
    }
  | { readonly kind: 'duration'; readonly durationMs: number | null }
  | {
      /** About once a second, and exactly when pause, buffering or speed changes and when a seek is done. */
      readonly kind: 'position';
      readonly positionMs: number;
      readonly isAdvancing: boolean;
      readonly isPaused: boolean;
      readonly speed: number;
      readonly atMs: number;
    }
  /** The position is about to jump; the next sample that sounds is on the other side. */
  | { readonly kind: 'seeking'; readonly atMs: number }
  | { readonly kind: 'ended'; readonly reason: 'eof' | 'stopped' | 'error'; readonly atMs: number };

export type PlayEffect =
  /** First sound. */
  | { readonly kind: 'began'; readonly startedAtMs: number }
  /** Time to tell Last.fm what plays, once a play. */
  | { readonly kind: 'now-playing' }
  /** The play counts, once a play. */
  | {
      readonly kind: 'counted';
      /** UNIX seconds when it first sounded. */
      readonly timestamp: number;
      readonly listenedMs: number;
      /** Why it is history only and never sent: a missing tag; `null` when it is sent. */
      readonly notSentBecause: string | null;
    }
  | { readonly kind: 'finished'; readonly listenedMs: number; readonly isCounted: boolean };

/** What is kept of a play so that it survives the engine. */
export type SavedPlay = {
  readonly key: string;
  readonly startedAtMs: number;
  readonly listenedMs: number;
  readonly thresholdPercent: number;
  readonly isAnnounced: boolean;
  readonly isCounted: boolean;
};

type Sample = {
  readonly positionMs: number;
  readonly speed: number;
  readonly isSounding: boolean;
  readonly atMs: number;
};

/** One play of one track. */
export type Play = Omit<SavedPlay, 'startedAtMs'> & {
  readonly artist: string | null;
  readonly title: string | null;
  readonly durationMs: number | null;
  /** `null` until it first sounds. */
  readonly startedAtMs: number | null;
  /** Where the last sample stood; `null` between a seek and the next sound. */
  readonly anchor: Sample | null;
};

/** Position may run this far ahead of the clock between two samples without being a jump. */
const SLACK_MS = 250;
/** How long after its last sample a track is believed to have sounded on. */
const LONGEST_GUESS_MS = 2_000;
/** How much one step may add when the clock was set back between two samples. */
const LONGEST_BLIND_STEP_MS = 5_000;
/** mpv reports the end up to half a second before the last sample sounds, and it may follow a second after a sample. */
const END_LEAD_MS = 1_000;
/** Lengths in headers are off by up to some seconds; more than that is a file that breaks off. */
const LONGEST_LENGTH_ERROR_MS = 5_000;
/** What rounding at seeks and at a gapless end may cost a play that reached its end. */
const END_TOLERANCE_MS = 500;
const NOW_PLAYING_AFTER_MS = 1_500;

export type TrackedPlay = { readonly play: Play | null; readonly effects: readonly PlayEffect[] };

/**
 * Takes one event of the player and says what follows. Listened time is what came out of the speakers, in milliseconds of
 * content: a pause, buffering and the jump of a seek add nothing, a passage heard again counts again. Pure; never throws.
 */
export function trackPlay(play: Play | null, event: PlayEvent): TrackedPlay {
  if (event.kind === 'started') {
    const before = play === null ? [] : finish(play, { kind: 'ended', reason: 'stopped', atMs: event.atMs }).effects;
    return { play: begin(event), effects: before };
  }
  if (play === null) return { play, effects: [] };
  switch (event.kind) {
    case 'duration':
      return settle(play, { ...play, durationMs: validLength(event.durationMs) });
    case 'position':
      return settle(play, hear(play, event));
    case 'seeking':
      return settle(play, { ...play, listenedMs: play.listenedMs + guessMs(play, event.atMs), anchor: null });
    case 'ended':
      return finish(play, event);
  }
}

/** What to store about a play, at least every few seconds; `null` until it has sounded. */
export function savePlay(play: Play | null): SavedPlay | null {
  if (play === null || play.startedAtMs === null) return null;
  const { key, startedAtMs, listenedMs, thresholdPercent, isAnnounced, isCounted } = play;
  return { key, startedAtMs, listenedMs, thresholdPercent, isAnnounced, isCounted };
}

/** How far a play is on its way to being counted, for the status. */
export function playProgress(play: Play | null): PlayProgress {
  if (play === null || play.startedAtMs === null) return { state: 'none' };
  const startedAt = Math.floor(play.startedAtMs / 1000);
  const listenedSeconds = Math.round(play.listenedMs / 100) / 10;
  const pointMs = scrobblePointMs(play.durationMs, play.thresholdPercent);
  const reason = whyNotScrobbled(play);
  if (pointMs === undefined || reason !== null) {
    return { state: 'ineligible', startedAt, listenedSeconds, neededSeconds: null, reason: reason ?? 'too short' };
  }
  const neededSeconds = Math.round(pointMs / 100) / 10;
  return { state: play.isCounted ? 'counted' : 'listening', startedAt, listenedSeconds, neededSeconds };
}

function begin(event: PlayEvent & { readonly kind: 'started' }): Play {
  const { key, positionMs, artist, title, atMs } = event;
  const saved = event.resumed?.key === key ? event.resumed : null;
  return {
    key,
    artist,
    title,
    durationMs: validLength(event.durationMs),
    thresholdPercent: saved?.thresholdPercent ?? event.thresholdPercent,
    startedAtMs: saved?.startedAtMs ?? null,
    listenedMs: saved?.listenedMs ?? 0,
    isAnnounced: saved?.isAnnounced ?? false,
    isCounted: saved?.isCounted ?? false,
    anchor: { positionMs, speed: 1, isSounding: false, atMs },
  };
}

function validLength(durationMs: number | null): number | null {
  return durationMs !== null && Number.isFinite(durationMs) && durationMs > 0 ? durationMs : null;
}

function hear(play: Play, event: PlayEvent & { readonly kind: 'position' }): Play {
  const { positionMs, speed, atMs } = event;
  const sample: Sample = { positionMs, speed, isSounding: event.isAdvancing && !event.isPaused, atMs };
  // Until it sounds again, a position after a seek may still be the old one.
  if (play.anchor === null && !sample.isSounding) return play;
  const heardMs = play.anchor === null ? 0 : stepMs(play.anchor, sample);
  const isSound = sample.isSounding || heardMs > 0;
  return {
    ...play,
    listenedMs: play.listenedMs + heardMs,
    startedAtMs: play.startedAtMs ?? (isSound ? atMs - heardMs / speed : null),
    anchor: sample,
  };
}

/** What sounded between two samples: how far the position moved, but never more than time allows. */
function stepMs(from: Sample, to: Sample): number {
  // A place that settles while nothing sounds, as after opening a file paused in its middle.
  if (!from.isSounding && !to.isSounding) return 0;
  const movedMs = to.positionMs - from.positionMs;
  const elapsedMs = to.atMs - from.atMs;
  const trustedMs = elapsedMs < 0 ? LONGEST_BLIND_STEP_MS : elapsedMs + SLACK_MS;
  return Math.max(0, Math.min(movedMs, trustedMs * Math.max(from.speed, to.speed)));
}

/** What sounded since the last sample, when no other will follow. */
function guessMs({ anchor, durationMs }: Play, atMs: number): number {
  if (anchor === null || !anchor.isSounding) return 0;
  const elapsedMs = Math.min(Math.max(atMs - anchor.atMs, 0), LONGEST_GUESS_MS);
  const leftMs = durationMs === null ? Infinity : Math.max(durationMs - anchor.positionMs, 0);
  return Math.min(elapsedMs * anchor.speed, leftMs);
}

function finish(play: Play, event: PlayEvent & { readonly kind: 'ended' }): TrackedPlay {
  const isPlayedOut = event.reason === 'eof' && play.anchor?.isSounding === true;
  const restMs = isPlayedOut ? restOf(play, event.atMs) : guessMs(play, event.atMs);
  const last = { ...play, listenedMs: play.listenedMs + restMs };
  const settled = settle(play, last, isPlayedOut ? enoughAtEnd(last, restMs) : Infinity);
  const effects = settled.effects.filter(({ kind }) => kind !== 'now-playing');
  const isCounted = play.isCounted || effects.some(({ kind }) => kind === 'counted');
  return { play: null, effects: [...effects, { kind: 'finished', listenedMs: last.listenedMs, isCounted }] };
}

/** What sounded of a track after its last sample when it was played to its end. */
function restOf({ anchor, durationMs }: Play, atMs: number): number {
  if (anchor === null) return 0;
  const elapsedMs = Math.max(atMs - anchor.atMs, 0);
  if (durationMs === null) return elapsedMs * anchor.speed;
  return Math.min(Math.max(durationMs - anchor.positionMs, 0), (elapsedMs + END_LEAD_MS) * anchor.speed);
}

/** Listened time that is enough when the track came to its end: where it ended is how long it was. */
function enoughAtEnd({ anchor, durationMs, thresholdPercent }: Play, restMs: number): number {
  if (anchor === null || durationMs === null) return Infinity;
  const endMs = anchor.positionMs + restMs;
  if (durationMs - endMs > LONGEST_LENGTH_ERROR_MS) return Infinity;
  return (Math.min(endMs, durationMs) * thresholdPercent) / 100 - END_TOLERANCE_MS;
}

/** Says what fell due between two states of a play; `enoughMs` may lower its scrobble point. */
function settle(
  before: Play,
  after: Play,
  enoughMs = Infinity,
): { readonly play: Play; readonly effects: PlayEffect[] } {
  const { startedAtMs, listenedMs, artist, title } = after;
  if (startedAtMs === null) return { play: after, effects: [] };
  const effects: PlayEffect[] = [];
  if (before.startedAtMs === null) effects.push({ kind: 'began', startedAtMs });
  const notSentBecause = whyNotScrobbled({ artist, title, durationMs: null });
  const isAnnounced = after.isAnnounced || (notSentBecause === null && listenedMs >= NOW_PLAYING_AFTER_MS);
  if (isAnnounced && !after.isAnnounced) effects.push({ kind: 'now-playing' });
  const pointMs = scrobblePointMs(after.durationMs, after.thresholdPercent);
  const isDue = pointMs !== undefined && listenedMs >= Math.min(pointMs, enoughMs);
  if (isDue && !after.isCounted) {
    effects.push({ kind: 'counted', timestamp: Math.floor(startedAtMs / 1000), listenedMs, notSentBecause });
  }
  return { play: { ...after, isAnnounced, isCounted: after.isCounted || isDue }, effects };
}
