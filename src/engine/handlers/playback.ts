import { AppError } from '../../model/app-error.ts';
import { parseSeekTarget, resolveSeekTarget } from '../../model/seek-target.ts';
import type { PlaybackState, RepeatMode } from '../../model/status.ts';
import { resolveVolumeTarget } from '../../model/volume-target.ts';
import { nextEntry, previousEntry } from '../../player/play-queue.ts';
import type { Context, Handlers } from '../context.ts';
import { findFiles, searchFiles } from '../find-files.ts';
import { statusDocument } from '../status-document.ts';
import { waitFor } from '../wait-for.ts';

/** How long a command waits for the player to report what it was told to do. */
const REPORT_TIMEOUT_MS = 5000;

const NEXT_MODE: Readonly<Record<RepeatMode, RepeatMode>> = { off: 'all', all: 'one', one: 'off' };

/** What the transport commands do. Each answers with the state that came of it. */
export function playbackHandlers(context: Context): Handlers<`playback.${string}`> {
  const { keeper, playback, player, store, serially } = context;

  /** Does something and waits until the player reports it, in turn with everything else that changes what plays. */
  const change = async (act: () => Promise<void>, isReported: (state: PlaybackState) => boolean = isSettled) => {
    await serially(act);
    await waitFor(context, { slice: 'playback', timeoutMs: REPORT_TIMEOUT_MS }, isReported);
    return statusDocument(context);
  };

  const resume = (): Promise<void> => {
    if (keeper.queue().entries.length > 0) return playback.resume();
    throw new AppError('not-found', 'The play queue is empty.', { hint: 'Play something: tonearm play PATH…' });
  };

  const go = (entry: ReturnType<typeof nextEntry>): Promise<void> => {
    const isPaused = store.get('playback').status === 'paused';
    return entry === null ? playback.stop() : playback.start(entry, { isPaused });
  };

  return {
    'playback.play': async ({ paths, search }) => {
      if (paths === undefined && search === undefined) return change(resume, isSounding);
      // Before anything waits for its turn: a walk over a large folder takes its time.
      const files = search === undefined ? await findFiles(context, paths ?? []) : await searchFiles(context, search);
      return change(async () => {
        const first = await keeper.replace(files);
        if (first !== undefined) await playback.start(first);
      }, isSounding);
    },
    'playback.pause': () => change(() => playback.pause(), isSilent),
    'playback.toggle': () => {
      let isWanted = isSounding;
      return change(
        () => {
          const isPlaying = store.get('playback').status === 'playing';
          isWanted = isPlaying ? isSilent : isSounding;
          return isPlaying ? playback.pause() : resume();
        },
        (state) => isWanted(state),
      );
    },
    'playback.stop': () => change(() => playback.stop()),
    'playback.next': () => change(() => go(nextEntry(keeper.queue(), { isAutomatic: false }))),
    'playback.prev': () =>
      change(async () => {
        // Before the first track there is only its start, which is a new play of it.
        const entry = previousEntry(keeper.queue()) ?? keeper.queue().entries[0] ?? null;
        if (entry !== null) await go(entry);
      }),
    'playback.seek': ({ to }) =>
      change(async () => {
        const target = parseSeekTarget(to);
        const { track, durationSeconds } = store.get('playback');
        if (target === undefined || track === null)
          throw new AppError('failed', 'Nothing is playing, so there is nowhere to seek.');
        const durationMs = durationSeconds === null ? null : durationSeconds * 1000;
        await playback.seekTo(resolveSeekTarget(target, { positionMs: playback.positionMs(), durationMs }));
      }),
    'playback.volume': ({ to }) =>
      change(async () => {
        const percent = to === undefined ? undefined : resolveVolumeTarget(to, store.get('playback').volumePercent);
        if (percent !== undefined) await player.setVolume(percent);
      }),
    'playback.mute': ({ muted }) => change(() => player.setMuted(muted ?? !store.get('playback').muted)),
    'playback.speed': ({ speed }) => change(() => player.setSpeed(speed)),
    'playback.repeat': ({ mode }) =>
      change(async () => {
        keeper.setRepeat(mode ?? NEXT_MODE[keeper.queue().repeat]);
        await playback.followQueue();
      }),
  };
}

function isSettled({ status, isAdvancing }: PlaybackState): boolean {
  return status !== 'playing' || isAdvancing;
}

function isSilent({ status }: PlaybackState): boolean {
  return status !== 'playing';
}

/** Stopped again is an answer too: nothing could be played. */
function isSounding({ status, isAdvancing }: PlaybackState): boolean {
  return status === 'stopped' || (status === 'playing' && isAdvancing);
}
