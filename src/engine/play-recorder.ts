import { z } from 'zod';
import { addPlay, type CountedPlay, type PlayConsequences } from '../db/plays.ts';
import type { Db } from '../db/schema.ts';
import {
  type Play,
  type PlayEffect,
  playProgress,
  savePlay,
  trackPlay,
  type PlayEvent,
} from '../lastfm/play-tracker.ts';
import { messageOf } from '../model/app-error.ts';
import type { PlayProgress } from '../model/status.ts';
import type { Song } from '../model/song.ts';
import type { PlayerEvent } from '../player/player.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { LastfmService } from './lastfm-service.ts';
import { createSerial } from './serial.ts';
import type { Store } from './store.ts';

type Parts = {
  readonly db: Db;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly lastfm: Pick<LastfmService, 'settings' | 'deliveriesOf' | 'announce' | 'deliver'>;
};

type ExpectedPlay = {
  readonly key: number;
  readonly entry: { readonly entryId: number };
  readonly song: Song;
};

/** Follows what sounds with the play tracker, and writes down what counts. */
export type PlayRecorder = {
  /** Announces a play that the player is given, now or as the next one; `saved` is the same play, interrupted by the end of an engine. */
  readonly expect: (play: ExpectedPlay, saved: string | null) => void;
  readonly hear: (event: PlayerEvent) => void;
  /** The play under way, to be stored and handed to `expect` by the next engine; `null` when nothing sounds. */
  readonly save: () => string | null;
  readonly progress: () => PlayProgress;
  /** Resolves when every counted play is written, or has been tried once more: its fields are in the log then. */
  readonly close: () => Promise<void>;
};

const savedPlaySchema = z.object({
  key: z.string(),
  startedAtMs: z.number(),
  listenedMs: z.number().nonnegative(),
  thresholdPercent: z.number(),
  isAnnounced: z.boolean(),
  isCounted: z.boolean(),
});

/** How soon a counted play that could not be written, as on a full disk, is written again. */
const WRITE_AGAIN_MS = 5000;

export function createPlayRecorder({ db, store, clock, log, lastfm }: Parts): PlayRecorder {
  const expected = new Map<number, { readonly play: ExpectedPlay; readonly saved: string | null }>();
  let current: ExpectedPlay | null = null;
  let tracked: Play | null = null;
  let lastFlow = '';
  /** Counted, but not yet in the database. */
  const unwritten = new Set<ExpectedPlay | null>();
  let isClosing = false;
  let stopWaiting = (): void => {};
  const serially = createSerial();

  const publish = (): void => {
    store.update('lastfm', { play: playProgress(tracked), playSampledAtMs: clock.now() });
  };

  const track = (event: PlayEvent): void => {
    // Writing an effect needs the state after it: what is stored with a counted play must say that it is counted.
    const { play, effects } = trackPlay(tracked, event);
    const before = tracked;
    tracked = play;
    for (const effect of effects) carryOut(effect, before);
  };

  const carryOut = (effect: PlayEffect, before: Play | null): void => {
    const song = current?.song;
    if (song === undefined) return;
    if (effect.kind === 'now-playing') void lastfm.announce(song);
    if (effect.kind !== 'counted') return;
    const saved = savePlay(tracked) ?? savePlay(before);
    const durationMs = tracked?.durationMs ?? before?.durationMs ?? song.durationMs;
    const counted: CountedPlay = {
      path: song.path,
      trackId: song.trackId,
      artist: song.artist,
      track: song.title,
      album: song.album,
      durationMs,
      startedAt: effect.timestamp,
      listenedMs: effect.listenedMs,
      countedAt: Math.floor(clock.now() / 1000),
    };
    const isSent = effect.notSentBecause === null;
    const deliveries = isSent ? lastfm.deliveriesOf({ ...song, durationMs }) : [];
    const entryId = current?.entry.entryId ?? 0;
    const savedPlay = JSON.stringify(saved === null ? null : { ...saved, isCounted: true });
    const play = current;
    unwritten.add(play);
    const beforeCommit = (): void => {
      unwritten.delete(play);
    };
    void serially(() => write(counted, { deliveries, savedPlay, entryId, beforeCommit }, () => unwritten.add(play)));
  };

  const write = async (play: CountedPlay, consequences: PlayConsequences, onFailed: () => void): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await addPlay(db, play, consequences);
        break;
      } catch (error) {
        onFailed();
        log.error('a counted play could not be written', { error: messageOf(error) });
        if (isClosing) return log.error('a counted play is given up', { ...play });
        if (attempt === 1)
          store.notify(
            'error',
            'A play could not be stored; trying again.',
            'Check the space on the disk, and that no other program holds the database.',
          );
        await new Promise<void>((resolve) => {
          stopWaiting = resolve;
          clock.after(WRITE_AGAIN_MS, resolve);
        });
      }
    }
    await lastfm.deliver(play, consequences.deliveries.length > 0);
  };

  const start = (event: PlayerEvent & { readonly kind: 'started' }): void => {
    const found = expected.get(event.key);
    if (found === undefined) return;
    // Keys grow: what was expected before this one and has not started never will.
    for (const key of expected.keys()) if (key <= event.key) expected.delete(key);
    const { play, saved } = found;
    current = play;
    const { song } = play;
    track({
      kind: 'started',
      key: String(play.entry.entryId),
      positionMs: event.positionMs,
      durationMs: song.durationMs,
      artist: song.artist,
      title: song.title,
      thresholdPercent: lastfm.settings().scrobbleThreshold,
      atMs: event.atMs,
      resumed: readSaved(saved),
    });
  };

  return {
    expect: (play, saved) => {
      expected.set(play.key, { play, saved });
    },
    hear: (event) => {
      if (event.kind === 'started') start(event);
      else if (!('key' in event) || event.key !== current?.key) return;
      else track(event);
      // While sound flows on, clients know how listened time grows.
      const flow =
        event.kind === 'position' ? `${event.isAdvancing} ${event.speed} ${playProgress(tracked).state}` : '';
      if (flow === '' || flow !== lastFlow) publish();
      lastFlow = flow;
      if (event.kind === 'ended') current = null;
    },
    save: () => {
      const saved = savePlay(tracked);
      if (saved === null) return null;
      // An engine that goes on with a play which only memory knows to be counted must count it again.
      return JSON.stringify({ ...saved, isCounted: saved.isCounted && !unwritten.has(current) });
    },
    progress: () => playProgress(tracked),
    close: () => {
      isClosing = true;
      stopWaiting();
      return serially(() => Promise.resolve());
    },
  };
}

function readSaved(json: string | null): z.infer<typeof savedPlaySchema> | null {
  if (json === null) return null;
  const parsed = savedPlaySchema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}
