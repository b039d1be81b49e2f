import type { PlayerState } from '../db/player-state.ts';
import { messageOf } from '../model/app-error.ts';
import type { PlaybackState } from '../model/status.ts';
import type { Song } from '../model/song.ts';
import type { Player, PlayerEvent } from '../player/player.ts';
import { currentEntry, nextEntry, type QueueEntry } from '../player/play-queue.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import type { PlayRecorder } from './play-recorder.ts';
import type { QueueKeeper } from './queue-keeper.ts';
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
  readonly save: (state: PlayerState) => Promise<void>;
  /** Runs what an event leads to after whatever is being done to the queue and the player now. */
  readonly serially: (task: () => Promise<void>) => Promise<void>;
};

/** One play that the player was given. */
type Play = { readonly key: number; readonly entry: QueueEntry; readonly song: Song };

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

/** A crash may lose this much of the track: of the position and of the listened time. */
const SAVE_EVERY_MS = 4000;

/** A sample this far from what the state predicts is published; anything less, clients work out for themselves. */
const DRIFT_MS = 250;

/** How many files that cannot be played are named one by one. */
const NAMED_FAILURES = 3;

export function createPlayback(parts: Parts, restored: PlayerState): Playback {
  const { player, keeper, songs, recorder, store, clock, log, serially } = parts;
  const plays = new Map<number, Play>();
  let lastKey = 0;
  let current: Play | null = null;
  let next: Play | null = null;
  let failuresInRow = 0;
  let savedAtMs = 0;
  /** The position and play that the last engine left, until they are taken up. */
  let leftOver: { readonly positionMs: number; readonly play: string | null } | null =
    restored.positionMs > 0 || restored.play !== null ? restored : null;

  const publish = (changes: Partial<PlaybackState>): void => {
    store.update('playback', { sampledAtMs: clock.now(), ...changes });
  };

  const positionMs = (): number => {
    const { positionSeconds, sampledAtMs, isAdvancing, speed, durationSeconds } = store.get('playback');
    const passedMs = isAdvancing ? (clock.now() - sampledAtMs) * speed : 0;
    return Math.min(positionSeconds * 1000 + passedMs, (durationSeconds ?? Infinity) * 1000);
  };

  const saveNow = async (): Promise<void> => {
    savedAtMs = clock.now();
    const { volumePercent, muted, speed, status } = store.get('playback');
    const { currentId, repeat } = keeper.queue();
    try {
      await parts.save({
        entryId: currentId,
        positionMs: leftOver?.positionMs ?? (status === 'stopped' ? 0 : positionMs()),
        repeat,
        volumePercent,
        isMuted: muted,
        speed,
        play: leftOver === null ? recorder.save() : leftOver.play,
      });
    } catch (error) {
      log.error('the player state could not be saved', { error: messageOf(error) });
      store.notify('error', 'The place in the track could not be saved.', 'Check the space on the disk.');
    }
  };

  const prepare = async (entry: QueueEntry, saved: string | null = null): Promise<Play> => {
    const song = await songs.songOf(entry);
    lastKey += 1;
    const play = { key: lastKey, entry, song };
    plays.set(play.key, play);
    recorder.expect(play, saved);
    return play;
  };

  const showStopped = (): void => {
    current = null;
    next = null;
    leftOver = null;
    publish({ status: 'stopped', positionSeconds: 0, durationSeconds: null, isAdvancing: false, track: null });
  };

  const begin = (play: Play, { isPaused, positionMs: atMs }: { isPaused: boolean; positionMs: number }): void => {
    current = play;
    next = null;
    keeper.setCurrent(play.entry.entryId);
    publish({
      status: isPaused ? 'paused' : 'playing',
      isAdvancing: false,
      positionSeconds: atMs / 1000,
      durationSeconds: play.song.shown.durationSeconds,
      track: play.song.shown,
      entryId: play.entry.entryId,
    });
  };

  /** Hands the player what follows, unless it already has it. */
  const prepareNext = async (): Promise<void> => {
    if (current === null) return;
    const entry = nextEntry(keeper.queue(), { isAutomatic: true });
    if (entry?.entryId === next?.entry.entryId) return;
    next = entry === null ? null : await prepare(entry);
    await player.setNext(next === null ? null : { key: next.key, path: next.entry.path, startMs: 0 });
  };

  const start: Playback['start'] = async (entry, { startMs = 0, isPaused = false } = {}) => {
    const continued = leftOver?.play ?? null;
    const isContinuing =
      leftOver !== null && entry.entryId === keeper.queue().currentId && startMs === leftOver.positionMs;
    leftOver = null;
    const play = await prepare(entry, isContinuing ? continued : null);
    begin(play, { isPaused, positionMs: startMs });
    try {
      await player.play({ key: play.key, path: entry.path, startMs }, { isPaused });
    } catch (error) {
      showStopped();
      throw error;
    }
    await prepareNext();
    await saveNow();
  };

  const onEnded = (event: PlayerEvent & { readonly kind: 'ended' }): void => {
    const play = plays.get(event.key);
    plays.delete(event.key);
    if (play === undefined || play.key !== current?.key) return;
    if (event.reason === 'stopped') return;
    if (event.reason === 'error') reportFailure(play, event.message);
    else failuresInRow = 0;
    const isHopeless = failuresInRow >= (keeper.queue().repeat === 'one' ? 1 : keeper.queue().entries.length);
    // What the player was given to follow starts by itself.
    if (next === null || isHopeless) void serially(() => finishQueue(play, isHopeless));
  };

  const finishQueue = async (last: Play, isHopeless: boolean): Promise<void> => {
    if (current?.key !== last.key) return;
    const entry = nextEntry(keeper.queue(), { isAutomatic: true });
    if (entry !== null && !isHopeless) {
      // It was queued too late for the player.
      await start(entry);
      return;
    }
    if (isHopeless) {
      store.notify('error', 'Nothing in the play queue can be played.', 'Check that the files are still there.');
      await player.stop();
    } else keeper.setCurrent(null);
    failuresInRow = 0;
    showStopped();
    publish({ entryId: keeper.queue().currentId });
    await saveNow();
  };

  const reportFailure = (play: Play, message: string | null): void => {
    failuresInRow += 1;
    log.warn('a file could not be played', { path: play.entry.path, reason: message ?? '' });
    if (failuresInRow > NAMED_FAILURES) return;
    const rest = failuresInRow === NAMED_FAILURES ? ' Others that follow are in the log.' : '';
    store.notify('warning', `Skipped “${play.song.shown.title}”: ${message ?? 'it cannot be played'}.${rest}`);
  };

  const onPosition = (event: PlayerEvent & { readonly kind: 'position' }): void => {
    if (event.key !== current?.key) return;
    failuresInRow = 0;
    const { isAdvancing, speed, status } = store.get('playback');
    const nextStatus = event.isPaused ? 'paused' : 'playing';
    const hasDrifted = Math.abs(positionMs() - event.positionMs) > DRIFT_MS;
    const isNews = isAdvancing !== event.isAdvancing || speed !== event.speed || status !== nextStatus;
    if (hasDrifted || isNews) {
      publish({
        status: nextStatus,
        positionSeconds: event.positionMs / 1000,
        isAdvancing: event.isAdvancing,
        speed: event.speed,
      });
    }
    if (isNews || (clock.now() - savedAtMs) * event.speed >= SAVE_EVERY_MS) void serially(saveNow);
  };

  const onEvent = (event: PlayerEvent): void => {
    switch (event.kind) {
      case 'started': {
        const play = plays.get(event.key);
        if (play === undefined) return;
        if (play.key !== current?.key) {
          // mpv goes on to the next file in whatever state it is in.
          begin(play, { isPaused: store.get('playback').status === 'paused', positionMs: event.positionMs });
          void serially(prepareNext);
        }
        return;
      }
      case 'duration':
        if (event.key === current?.key) store.update('playback', { durationSeconds: event.durationMs / 1000 });
        return;
      case 'position':
        onPosition(event);
        return;
      case 'ended':
        onEnded(event);
        return;
      case 'lost':
        store.notify('warning', 'mpv ended unexpectedly and was started again.', 'The log says more.');
        return;
      case 'failed':
        leaveOff();
        store.notify('error', event.message, event.hint ?? undefined);
        return;
      case 'output':
        if (event.isSilent) {
          store.notify('warning', 'No sound device: playing silently.', 'Connect one, then stop and play again.');
        }
        return;
      case 'volume':
        publishSetting({ volumePercent: Math.round(event.percent) });
        return;
      case 'muted':
        publishSetting({ muted: event.isMuted });
        return;
      case 'speed':
      case 'seeking':
        return;
    }
  };

  const publishSetting = (changes: Partial<PlaybackState>): void => {
    store.update('playback', changes);
    void serially(saveNow);
  };

  /** The player gave up: the place is kept as if an engine had been restarted. */
  const leaveOff = (): void => {
    if (current === null) return;
    const place = positionMs();
    leftOver = { positionMs: place, play: recorder.save() };
    current = null;
    next = null;
    publish({ status: 'paused', positionSeconds: place / 1000, isAdvancing: false });
    void serially(saveNow);
  };

  player.listen((event) => {
    recorder.hear(event);
    onEvent(event);
  });

  return {
    start,
    positionMs,
    saveNow,
    resume: async () => {
      if (current !== null) {
        await player.setPaused(false);
        return;
      }
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
        publish({ positionSeconds: toMs / 1000 });
        await saveNow();
      }
    },
    followQueue: async () => {
      const entry = currentEntry(keeper.queue());
      if (current !== null && entry?.entryId !== current.entry.entryId) {
        const isPaused = store.get('playback').status === 'paused';
        if (entry === null) {
          await player.stop();
          showStopped();
        } else await start(entry, { isPaused });
      } else if (leftOver !== null && entry?.entryId !== store.get('playback').entryId) showStopped();
      publish({ entryId: keeper.queue().currentId });
      await prepareNext();
      await saveNow();
    },
    refreshTrack: async () => {
      const entry = currentEntry(keeper.queue());
      if (entry === null || store.get('playback').track === null) return;
      publish({ positionSeconds: positionMs() / 1000, track: (await songs.songOf(entry)).shown });
    },
  };
}

/** What a new engine shows before anything plays: paused at the saved place, or stopped. */
export async function restoredPlayback(
  state: PlayerState,
  { keeper, songs, clock }: Pick<Parts, 'keeper' | 'songs' | 'clock'>,
): Promise<PlaybackState> {
  const entry = currentEntry(keeper.queue());
  const isPaused = entry !== null && (state.positionMs > 0 || state.play !== null);
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
