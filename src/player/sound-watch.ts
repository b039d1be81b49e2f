import type { Clock } from '../system/clock.ts';
import type { MpvSample } from './mpv-sample.ts';
import type { PlayerFact, PlayerItem } from './player.ts';

/** Follows the play that sounds: reports its place, length, jumps and end. */
export type SoundWatch = {
  /** The play that has been reported as started and not as ended. */
  readonly item: () => PlayerItem | null;
  /** Its place now, in milliseconds, as far as is known without asking. */
  readonly placeMs: () => number;
  /** A file is open: reports `started`, unless it is the play that mpv was started again for. */
  readonly begin: (item: PlayerItem) => void;
  /** Reports the end of the play, if one sounds. */
  readonly end: (reason: 'eof' | 'stopped' | 'error', message: string | null) => void;
  /** Resolves when no play sounds any more. */
  readonly untilEnded: () => Promise<void>;
  /** mpv began a jump. */
  readonly seekBegan: () => void;
  /** mpv finished a jump or the opening of a file. */
  readonly settled: () => void;
  /** Jumps as soon as the play of that key sounds and no other jump is under way; of several waiting jumps only the last is made. */
  readonly jump: (key: number, positionMs: number) => Promise<void>;
  /** Lets go of jumps of a play that will not be. */
  readonly forgetJumps: (key: number) => void;
  /** Asks mpv for everything and reports what is new. Resolves when that is done. */
  readonly refresh: () => Promise<void>;
  /** mpv died: the play stands still until `begin` takes it up again. */
  readonly suspend: () => void;
};

type Options = {
  readonly clock: Clock;
  readonly emit: (fact: PlayerFact) => void;
  /** Asks mpv, hands over what it says for the play that sounds, or `null`. Resolves when that is done or has failed. */
  readonly takeSample: (receive: (sample: MpvSample | null) => void) => Promise<void>;
  /** The play that a playlist entry stands for. */
  readonly keyOf: (entryId: number) => number | undefined;
  /** Makes mpv jump; `false` if it refuses. */
  readonly seek: (positionMs: number) => Promise<boolean>;
};

type Place = Omit<Extract<PlayerFact, { kind: 'position' }>, 'kind' | 'key'>;
type Jump = { readonly sinceMs: number; readonly hasBegun: boolean };

const SLOWEST_POLL_MS = 1000;
const FASTEST_POLL_MS = 100;
const LONGEST_GAP_MS = 2 * SLOWEST_POLL_MS;

/**
 * mpv reckons what is buffered as played at the speed that holds now, and some outputs count it wrongly while paused: its place then
 * goes back a little though nothing is heard again.
 */
const LARGEST_BUFFER_MS = 1000;

/** mpv drops a jump that its file cannot make without a word; one that it makes is done long before this. */
const LONGEST_JUMP_MS = 1000;

export function createSoundWatch({ clock, emit, takeSample, keyOf, seek }: Options): SoundWatch {
  let item: PlayerItem | null = null;
  let durationMs: number | null = null;
  let place: Place & { readonly atMs: number } = placeAt(0);
  /** While set, places that mpv gives are not yet the ones to report. */
  let jump: Jump | null = null;
  let wanted: { readonly key: number; readonly positionMs: number } | null = null;
  let isReportDue = false;
  let waiting: { readonly key: number; readonly done: () => void }[] = [];
  let endWaiting: (() => void)[] = [];
  let cancelPoll = (): void => {};
  let sampling: Promise<void> | null = null;
  let following: Promise<void> | null = null;

  function placeAt(positionMs: number): typeof place {
    return { positionMs, isAdvancing: false, isPaused: false, speed: 1, atMs: clock.now() };
  }

  function placeMs(): number {
    // Never more than the samples are apart: the time of day may have been set.
    const passedMs = Math.min(Math.max(0, clock.now() - place.atMs), LONGEST_GAP_MS);
    const heardMs = place.isAdvancing ? passedMs * place.speed : 0;
    return Math.min(Math.round(place.positionMs + heardMs), durationMs ?? Infinity);
  }

  function poll(afterMs: number): void {
    cancelPoll();
    cancelPoll = clock.after(afterMs, () => void refresh());
  }

  function receive(sample: MpvSample | null): void {
    if (item === null) return;
    poll(SLOWEST_POLL_MS);
    if (sample === null || keyOf(sample.entryId) !== item.key) return;
    if (sample.durationMs !== null && sample.durationMs > 0 && sample.durationMs !== durationMs) {
      durationMs = sample.durationMs;
      emit({ kind: 'duration', key: item.key, durationMs });
    }
    const isSettled = sample.positionMs !== null && !sample.isSeeking && jump === null;
    // A pause holds at once, also between two files and in a jump.
    if (!isSettled && sample.isPaused !== place.isPaused)
      report({ ...sample, positionMs: placeMs(), isAdvancing: false });
    if (sample.positionMs === null || sample.isSeeking) return;
    if (jump !== null) {
      if (Math.abs(clock.now() - jump.sinceMs) >= LONGEST_JUMP_MS) finishJump();
      return;
    }
    const { isAdvancing, isPaused, speed } = sample;
    const backMs = place.positionMs - sample.positionMs;
    const isBufferEffect = backMs > 0 && backMs < LARGEST_BUFFER_MS * Math.max(1, speed);
    const positionMs = isBufferEffect ? place.positionMs : sample.positionMs;
    if (backMs > 0 && !isBufferEffect && !isReportDue) emit({ kind: 'seeking', key: item.key });
    const isSameState =
      place.isAdvancing === isAdvancing && place.isPaused === isPaused && place.speed === speed && !isReportDue;
    const isOld = isAdvancing
      ? Math.abs(clock.now() - place.atMs) < FASTEST_POLL_MS / 2
      : place.positionMs === positionMs;
    if (isAdvancing) poll(Math.min(SLOWEST_POLL_MS, Math.max(FASTEST_POLL_MS, 1000 / speed)));
    else if (isPaused) cancelPoll();
    if (isSameState && isOld) return;
    isReportDue = false;
    report({ positionMs, isAdvancing, isPaused, speed });
  }

  function report({ positionMs, isAdvancing, isPaused, speed }: Place): void {
    place = { positionMs, isAdvancing, isPaused, speed, atMs: clock.now() };
    if (item !== null) emit({ kind: 'position', key: item.key, positionMs, isAdvancing, isPaused, speed });
  }

  function refresh(): Promise<void> {
    // A sample already on its way may be older than what the caller wants to see: take another after it.
    following ??= Promise.resolve(sampling).then(() => {
      following = null;
      sampling = takeSample(receive);
      return sampling;
    });
    return following;
  }

  function startJump(key: number, positionMs: number): void {
    jump = { sinceMs: clock.now(), hasBegun: false };
    wanted = null;
    place = { ...place, positionMs, isAdvancing: false };
    poll(LONGEST_JUMP_MS);
    emit({ kind: 'seeking', key });
    void seek(positionMs).then((isAccepted) => (isAccepted || jump === null ? undefined : finishJump()));
  }

  function finishJump(): void {
    jump = null;
    isReportDue = true;
    if (item === null) return;
    const { key } = item;
    if (wanted?.key === key) return startJump(key, wanted.positionMs);
    void tellWhenReported(takeWaiting(key));
  }

  async function tellWhenReported(done: readonly (() => void)[]): Promise<void> {
    await refresh();
    for (const resolve of done) resolve();
  }

  function takeWaiting(key: number): (() => void)[] {
    const taken = waiting.filter((one) => one.key === key);
    waiting = waiting.filter((one) => one.key !== key);
    return taken.map(({ done }) => done);
  }

  function forgetJumps(key: number): void {
    if (wanted?.key === key) wanted = null;
    for (const done of takeWaiting(key)) done();
  }

  return {
    item: () => item,
    placeMs,
    begin: (opened) => {
      if (item?.key !== opened.key) {
        item = opened;
        durationMs = null;
        place = placeAt(opened.startMs);
        emit({ kind: 'started', key: opened.key, positionMs: opened.startMs });
      }
      jump = { sinceMs: clock.now(), hasBegun: true };
      void refresh();
    },
    end: (reason, message) => {
      if (item === null) return;
      const { key } = item;
      item = null;
      jump = null;
      cancelPoll();
      forgetJumps(key);
      emit({ kind: 'ended', key, reason, message });
      for (const done of endWaiting) done();
      endWaiting = [];
    },
    untilEnded: () => (item === null ? Promise.resolve() : new Promise((resolve) => endWaiting.push(resolve))),
    seekBegan: () => {
      if (item === null) return;
      if (jump === null) emit({ kind: 'seeking', key: item.key });
      jump = { sinceMs: jump?.sinceMs ?? clock.now(), hasBegun: true };
      poll(LONGEST_JUMP_MS);
    },
    settled: () => {
      if (jump?.hasBegun === true) finishJump();
    },
    jump: (key, positionMs) => {
      const made = new Promise<void>((resolve) => waiting.push({ key, done: resolve }));
      if (item?.key === key && jump === null) startJump(key, positionMs);
      else wanted = { key, positionMs };
      return made;
    },
    forgetJumps,
    refresh,
    suspend: () => {
      if (item === null) return;
      jump = { sinceMs: clock.now(), hasBegun: false };
      cancelPoll();
      report({ ...place, positionMs: placeMs(), isAdvancing: false });
      emit({ kind: 'seeking', key: item.key });
    },
  };
}
