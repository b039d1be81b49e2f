import { z } from 'zod';
import { AppError, messageOf } from '../model/app-error.ts';
import { cleanForDisplay } from '../model/clean-text.ts';
import type { MpvEvent } from './mpv-event.ts';
import { createMpvKeeper } from './mpv-keeper.ts';
import { parseMpvSample, SAMPLE_COMMAND } from './mpv-sample.ts';
import { createMpvSettings } from './mpv-settings.ts';
import type { MpvLaunch } from './mpv-session.ts';
import type { Player, PlayerEvent, PlayerFact, PlayerItem } from './player.ts';
import { createSoundWatch } from './sound-watch.ts';

/** An item that mpv was given. It is out of date once `play` or `stop` has been called after it. */
type Load = { readonly item: PlayerItem; readonly generation: number };

const loadReply = z.object({ playlist_entry_id: z.int() });

/** Plays through mpv, which is started at the first `play` and again whenever it dies. mpv holds the current and the next file only. */
export function createMpvPlayer(launch: MpvLaunch): Player {
  const { clock, log } = launch;
  const listeners = new Set<(event: PlayerEvent) => void>();
  /** What is wanted of mpv, whichever runs. */
  let current: PlayerItem | null = null;
  let next: PlayerItem | null = null;
  let isPaused = false;
  let generation = 0;
  /** What mpv was given, under its own entry ids, and which of it is open. */
  let loads = new Map<number, Load>();
  let opened: Load | null = null;

  const emit = (fact: PlayerFact): void => {
    const event = { ...fact, atMs: clock.now() };
    for (const listener of listeners) listener(event);
  };

  const settings = createMpvSettings(emit);

  const watch = createSoundWatch({
    clock,
    emit,
    takeSample: async (receive) => {
      try {
        await mpv.tell(SAMPLE_COMMAND, (data) => receive(parseMpvSample(data)));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        log.warn(error.message);
        receive(null);
      }
    },
    keyOf: (entryId) => loads.get(entryId)?.item.key,
    seek: async (positionMs) => {
      try {
        await mpv.tell(['seek', positionMs / 1000, 'absolute+exact']);
        return true;
      } catch (error) {
        log.warn(messageOf(error));
        return false;
      }
    },
  });

  const load = (item: PlayerItem, flags: 'replace' | 'append-play', startMs: number): Promise<boolean> => {
    const given: Load = { item, generation };
    const options: Record<string, string> = startMs > 0 ? { start: (startMs / 1000).toFixed(3) } : {};
    // Named, because the place of `options` changed in mpv 0.38.
    return mpv.tell({ name: 'loadfile', url: item.path, flags, options }, (data) => {
      loads.set(loadReply.parse(data).playlist_entry_id, given);
    });
  };

  const loadCurrent = async (item: PlayerItem, startMs: number): Promise<void> => {
    // Paused before, resumed after: neither lets a piece of the old file or the new one slip through.
    await Promise.all([
      isPaused ? mpv.tell(['set_property', 'pause', true]) : null,
      load(item, 'replace', startMs),
      isPaused ? null : mpv.tell(['set_property', 'pause', false]),
      // A sound device may have come since mpv last looked for one.
      settings.isSilent() ? mpv.tell(['ao-reload']) : null,
    ]);
  };

  const receive = (event: MpvEvent): void => {
    switch (event.kind) {
      case 'start-file': {
        // Entry ids rise: what came before was replaced without ever being started.
        for (const entryId of loads.keys()) if (entryId < event.entryId) loads.delete(entryId);
        opened = loads.get(event.entryId) ?? null;
        if (opened?.generation !== generation) return;
        if (next?.key === opened.item.key) next = null;
        current = opened.item;
        return;
      }
      case 'file-loaded':
        if (opened?.generation === generation) watch.begin(opened.item);
        return;
      case 'seek':
        return watch.seekBegan();
      case 'playback-restart':
        return watch.settled();
      case 'end-file':
        // About to end itself: what follows is its death.
        if (event.reason !== 'quit') finish(event.entryId, event.reason, event.message);
    }
  };

  const finish = (entryId: number, reason: 'eof' | 'stop' | 'error', message: string | null): void => {
    const ended = loads.get(entryId);
    loads.delete(entryId);
    opened = null;
    if (ended === undefined) return;
    const { key } = ended.item;
    if (current?.key === key) current = null;
    if (watch.item()?.key === key) return watch.end(reason === 'stop' ? 'stopped' : reason, message);
    watch.forgetJumps(key);
    if (reason !== 'stop') emit({ kind: 'ended', key, reason: 'error', message });
  };

  /** Nothing is wanted any more; what mpv still says of it is out of date. */
  const wantNothing = (): void => {
    generation += 1;
    if (current !== null) watch.forgetJumps(current.key);
    current = null;
    next = null;
  };

  const mpv = createMpvKeeper({
    launch,
    onEvent: receive,
    onStarting: () => {
      loads = new Map();
      opened = null;
    },
    onStarted: (session) => {
      const isResumed = watch.item()?.key === current?.key;
      return Promise.all([
        settings.attach(session),
        session.observe('pause', () => void watch.refresh()),
        session.observe('core-idle', () => void watch.refresh()),
        current === null ? null : loadCurrent(current, isResumed ? watch.placeMs() : current.startMs),
        next === null ? null : load(next, 'append-play', next.startMs),
      ]);
    },
    onGone: () => {
      // It died between two files.
      if (current === null) {
        current = next;
        next = null;
      }
      if (watch.item()?.key !== current?.key) watch.end('stopped', null);
      return current !== null;
    },
    isNeeded: () => current !== null,
    onLost: () => {
      watch.suspend();
      emit({ kind: 'lost' });
    },
    onGivenUp: (message, hint) => {
      wantNothing();
      watch.end('stopped', null);
      emit({ kind: 'failed', message, hint });
    },
  });

  return {
    play: async (item, options) => {
      checkPath(item);
      wantNothing();
      current = item;
      isPaused = options.isPaused;
      try {
        const isRunning = mpv.isRunning();
        if (!isRunning) watch.end('stopped', null);
        await Promise.all([mpv.ensure(), isRunning ? loadCurrent(item, item.startMs) : null]);
      } catch (error) {
        if (current === item) current = null;
        throw error;
      }
    },
    setNext: async (item) => {
      if (item !== null) checkPath(item);
      if (current === null && next === null) return;
      next = item;
      // `playlist-clear` spares what plays, also if mpv has just gone on to the old next one.
      await Promise.all([mpv.tell(['playlist-clear']), item === null ? null : load(item, 'append-play', item.startMs)]);
    },
    setPaused: async (value) => {
      isPaused = value;
      await mpv.tell(['set_property', 'pause', value]);
      await watch.refresh();
    },
    seekTo: async (positionMs) => {
      if (current !== null) await watch.jump(current.key, Math.max(0, positionMs));
    },
    stop: async () => {
      wantNothing();
      if (!(await mpv.tell(['stop']))) watch.end('stopped', null);
      await watch.untilEnded();
    },
    setVolume: async (percent) => {
      await mpv.tell(['set_property', 'volume', percent]);
      settings.reportVolume(percent);
    },
    setMuted: async (value) => {
      await mpv.tell(['set_property', 'mute', value]);
      settings.reportMuted(value);
    },
    setSpeed: async (factor) => {
      await mpv.tell(['set_property', 'speed', factor]);
      settings.reportSpeed(factor);
      await watch.refresh();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: mpv.version,
    close: async () => {
      wantNothing();
      await mpv.close();
      watch.end('stopped', null);
    },
  };
}

/** mpv would take anything else for an address, an option's name or a protocol of its own. */
function checkPath({ path }: PlayerItem): void {
  if (!path.startsWith('/'))
    throw new AppError('failed', `Only a file's whole path can be played, not ${cleanForDisplay(path)}.`);
}
