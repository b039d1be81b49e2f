import { messageOf } from '../model/app-error.ts';
import type { PlayerState } from '../db/player-state.ts';
import type { Player, PlayerEvent } from '../player/player.ts';
import { currentEntry, indexOfEntry, nextEntry, type QueueEntry } from '../player/play-queue.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { createBadFiles } from './bad-files.ts';
import type { PlaceSaver } from './place-saver.ts';
import type { PlayRecorder } from './play-recorder.ts';
import { createPreparedPlays, type PreparedPlay } from './prepared-plays.ts';
import type { QueueKeeper } from './queue-keeper.ts';
import { createPlaybackSlice } from './playback-slice.ts';
import type { Songs } from './songs.ts';
import type { Store } from './store.ts';

type Parts = {
  readonly player: Player;
  readonly keeper: QueueKeeper;
  readonly songs: Songs;
  readonly recorder: PlayRecorder;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly saver: PlaceSaver;
  /** Runs what an event leads to after whatever is being done to the queue and the player now. */
  readonly inBackground: (task: () => Promise<void>) => void;
};

/** The play queue and the player together: what the queue says comes next is what sounds next. Calls must come one after the other. */
export type Playback = {
  /** Plays an entry from its start, or from a position. */
  readonly start: (
    entry: QueueEntry,
    options?: { readonly startMs?: number; readonly isPaused?: boolean },
  ) => Promise<void>;
  /** Goes on where a stop, a pause or the last engine left off; from the first entry when nothing is current. */
  readonly resume: () => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly seekTo: (positionMs: number) => Promise<void>;
  /** Where the track is now, in milliseconds. */
  readonly positionMs: () => number;
  /** Tells the player what follows now, after the queue changed; stops or goes on if the current entry was taken out. */
  readonly followQueue: () => Promise<void>;
  /** Shows a track anew after the library changed. */
  readonly refreshTrack: () => Promise<void>;
  readonly saveNow: () => Promise<void>;
};

export function createPlayback(parts: Parts, restored: PlayerState): Playback {
  const { player, keeper, songs, recorder, store, saver, inBackground } = parts;
  const slice = createPlaybackSlice(store, parts.clock);
  const plays = createPreparedPlays(songs, recorder);
  let current: PreparedPlay | null = null;
  let next: PreparedPlay | null = null;
  const badFiles = createBadFiles(parts);
  /** The position and play that the last engine left, until they are taken up. */
  let leftOver: { readonly positionMs: number; readonly play: string | null } | null = restored.isStopped
    ? null
    : restored;

  const saveNow = (): Promise<void> => {
    const { volumePercent, muted, speed, status } = store.get('playback');
    const { currentId, repeat } = keeper.queue();
    return saver.save({
      entryId: currentId,
      isStopped: status === 'stopped',
      positionMs: leftOver?.positionMs ?? slice.positionMs(),
      repeat,
      volumePercent,
      isMuted: muted,
      speed,
      play: () => (leftOver === null ? recorder.save() : leftOver.play),
    });
  };

  const isPausedNow = (): boolean => store.get('playback').status === 'paused';

  const showStopped = (): void => {
    current = null;
    next = null;
    leftOver = null;
    slice.showStopped();
  };

  const begin = (play: PreparedPlay, { isPaused, positionMs }: { isPaused: boolean; positionMs: number }): void => {
    current = play;
    next = null;
    keeper.setCurrent(play.entry.entryId);
    slice.showTrack({ song: play.song, entryId: play.entry.entryId, isPaused, positionMs });
  };

  /** Hands the player what follows, unless it already has it. */
  const prepareNext = async (): Promise<void> => {
    if (current === null) return;
    const entry = nextEntry(keeper.queue(), { isAutomatic: true });
    if (entry?.entryId === next?.entry.entryId) return;
    if (next !== null) plays.forget(next.key);
    next = entry === null ? null : await plays.prepare(entry);
    await player.setNext(next === null ? null : { key: next.key, path: next.entry.path, startMs: 0 });
  };

  const start: Playback['start'] = async (entry, { startMs = 0, isPaused = false } = {}) => {
    const interrupted =
      entry.entryId === keeper.queue().currentId && startMs === leftOver?.positionMs ? leftOver : null;
    leftOver = null;
    const play = await plays.prepare(entry, interrupted?.play ?? null);
    begin(play, { isPaused, positionMs: startMs });
    try {
      await player.play({ key: play.key, path: entry.path, startMs }, { isPaused });
    } catch (error) {
      showStopped();
      leftOver = interrupted;
      if (interrupted !== null)
        slice.showTrack({ ...play, entryId: entry.entryId, isPaused: true, positionMs: startMs });
      throw error;
    }
    await prepareNext();
    await saveNow();
  };

  const onEnded = (event: PlayerEvent & { readonly kind: 'ended' }): void => {
    const play = plays.get(event.key);
    plays.forget(event.key);
    // One that could not even be opened was reached without a start.
    if (play !== undefined && play.key === next?.key && indexOfEntry(keeper.queue(), play.entry.entryId) >= 0)
      begin(play, { isPaused: isPausedNow(), positionMs: 0 });
    if (play === undefined || play.key !== current?.key || event.reason === 'stopped') return;
    const { path } = play.entry;
    if (event.reason === 'error') badFiles.failed({ path, title: play.song.shown.title, message: event.message });
    else badFiles.clear();
    const isHopeless = badFiles.areAll(keeper.queue());
    // What the player was given to follow starts by itself, once the last sample has sounded.
    if (next === null || isHopeless) inBackground(() => finishQueue(play, isHopeless));
    else inBackground(saveNow);
  };

  const finishQueue = async (last: PreparedPlay, isHopeless: boolean): Promise<void> => {
    if (current?.key !== last.key) return;
    const entry = nextEntry(keeper.queue(), { isAutomatic: true });
    if (entry !== null && !isHopeless) {
      // It was queued too late for the player.
      await start(entry, { isPaused: isPausedNow() });
      return;
    }
    if (isHopeless) {
      store.notify('error', 'Nothing in the play queue can be played.', 'Check that the files are still there.');
      await player.stop();
    } else keeper.setCurrent(null);
    badFiles.clear();
    showStopped();
    slice.publish({ entryId: keeper.queue().currentId });
    await saveNow();
  };

  const followQueue = async (): Promise<void> => {
    const entry = currentEntry(keeper.queue());
    if (current !== null && entry?.entryId !== current.entry.entryId) {
      if (entry === null) {
        await player.stop();
        showStopped();
      } else await start(entry, { isPaused: isPausedNow() });
    } else if (leftOver !== null && entry?.entryId !== store.get('playback').entryId) showStopped();
    slice.publish({ entryId: keeper.queue().currentId });
    await prepareNext();
    await saveNow();
  };

  const onStarted = (event: PlayerEvent & { readonly kind: 'started' }): void => {
    const play = plays.get(event.key);
    if (play === undefined || play.key === current?.key) return;
    if (indexOfEntry(keeper.queue(), play.entry.entryId) < 0) {
      // It was taken out of the queue while it was being opened.
      current = play;
      inBackground(followQueue);
      return;
    }
    // mpv goes on to the next file in whatever state it is in.
    begin(play, { isPaused: isPausedNow(), positionMs: event.positionMs });
    inBackground(prepareNext);
  };

  const onEvent = (event: PlayerEvent): void => {
    if (event.kind === 'started') onStarted(event);
    else if (event.kind === 'ended') onEnded(event);
    else if (event.kind === 'failed') leaveOff();
    else if (event.kind === 'duration' && event.key === current?.key) {
      store.update('playback', { durationSeconds: event.durationMs / 1000 });
    } else if (event.kind === 'position' && event.key === current?.key) {
      badFiles.clear();
      const isNews = slice.takeSample(event);
      if (isNews || saver.isDue(event.speed)) inBackground(saveNow);
    }
  };

  /** The player gave up: the place is kept as if an engine had been restarted. */
  const leaveOff = (): void => {
    if (current === null) return;
    const positionMs = slice.positionMs();
    leftOver = { positionMs, play: recorder.save() };
    current = null;
    next = null;
    slice.publish({ status: 'paused', positionSeconds: positionMs / 1000, isAdvancing: false });
    inBackground(saveNow);
  };

  player.listen((event) => {
    try {
      recorder.hear(event);
      onEvent(event);
    } catch (error) {
      // Whatever is wrong with one track must not take the engine along.
      parts.log.error('an event of the player could not be handled', { kind: event.kind, error: messageOf(error) });
    }
  });

  return {
    start,
    positionMs: slice.positionMs,
    saveNow,
    resume: async () => {
      if (current !== null) return player.setPaused(false);
      const entry = currentEntry(keeper.queue()) ?? nextEntry(keeper.queue(), { isAutomatic: false });
      if (entry !== null) await start(entry, { startMs: leftOver?.positionMs ?? 0 });
    },
    pause: async () => {
      if (current !== null) await player.setPaused(true);
    },
    stop: async () => {
      await player.stop();
      showStopped();
      await saveNow();
    },
    seekTo: async (toMs) => {
      if (current !== null) await player.seekTo(toMs);
      else if (leftOver !== null) {
        leftOver = { ...leftOver, positionMs: toMs };
        slice.publish({ positionSeconds: toMs / 1000 });
        await saveNow();
      }
    },
    followQueue,
    refreshTrack: async () => {
      const entry = currentEntry(keeper.queue());
      if (entry === null || store.get('playback').track === null) return;
      slice.publish({ positionSeconds: slice.positionMs() / 1000, track: (await songs.songOf(entry)).shown });
    },
  };
}
