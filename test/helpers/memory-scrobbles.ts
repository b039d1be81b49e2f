import type {
  ScrobbleStorage,
  SenderAccount,
  SenderSchedule,
  SettledScrobble,
} from '../../src/lastfm/scrobble-storage.ts';
import type { QueuedScrobble, ScrobbleOutcome } from '../../src/model/scrobble.ts';

type Row = QueuedScrobble & { readonly rejectedBecause: string | null; readonly isSending: boolean };

/** A scrobble queue in memory, with the same rules as the one in the database. */
export type MemoryScrobbles = ScrobbleStorage & {
  /** Stores plays for the account; later ones get the next ids. */
  readonly add: (plays: readonly NewPlay[]) => void;
  readonly waitingTracks: () => readonly string[];
  readonly sendingCount: () => number;
  readonly rejected: () => readonly { readonly track: string; readonly reason: string }[];
  /** What has its final answer, in the order in which it came. */
  readonly history: readonly { readonly scrobble: QueuedScrobble; readonly outcome: ScrobbleOutcome }[];
  readonly schedule: () => SenderSchedule | null;
  readonly setSchedule: (schedule: SenderSchedule) => void;
  /** Another process has the right to send until then; `null` gives it back. */
  readonly giveRightToOther: (untilMs: number | null) => void;
  /** The next write of an outcome fails, as on a full disk. */
  failNextSettle: boolean;
};

type NewPlay = Partial<QueuedScrobble> & { readonly track: string; readonly timestamp: number };

export function createMemoryScrobbles(
  account: SenderAccount = { service: 'lastfm', account: 'anna' },
): MemoryScrobbles {
  const rows = new Map<number, Row>();
  const history: { readonly scrobble: QueuedScrobble; readonly outcome: ScrobbleOutcome }[] = [];
  let nextId = 1;
  let stored: string | null = null;
  let otherUntilMs: number | null = null;

  const isMine = (of: SenderAccount): boolean => of.service === account.service && of.account === account.account;
  const waitingRows = (): Row[] =>
    [...rows.values()]
      .filter(({ rejectedBecause }) => rejectedBecause === null)
      .toSorted((a, b) => a.timestamp - b.timestamp || a.id - b.id);

  const settleOne = ({ id, outcome }: SettledScrobble): void => {
    const row = rows.get(id);
    if (row === undefined) return;
    if (outcome.kind === 'retry') {
      rows.set(id, { ...row, isSending: false });
    } else if (outcome.kind === 'rejected') {
      rows.set(id, { ...row, isSending: false, rejectedBecause: outcome.reason });
    } else {
      rows.delete(id);
      history.push({ scrobble: row, outcome });
    }
  };

  const memory: MemoryScrobbles = {
    add: (plays) => {
      for (const play of plays) {
        const id = nextId;
        nextId += 1;
        rows.set(id, {
          artist: 'Low',
          album: null,
          albumArtist: null,
          trackNumber: null,
          durationSeconds: 200,
          mbid: null,
          attempts: 0,
          ...play,
          id,
          rejectedBecause: null,
          isSending: false,
        });
      }
    },
    waitingTracks: () => waitingRows().map(({ track }) => track),
    sendingCount: () => [...rows.values()].filter(({ isSending }) => isSending).length,
    rejected: () =>
      [...rows.values()].flatMap(({ track, rejectedBecause }) =>
        rejectedBecause === null ? [] : [{ track, reason: rejectedBecause }],
      ),
    history,
    schedule: () => (stored === null ? null : (JSON.parse(stored) as SenderSchedule)),
    setSchedule: (schedule) => {
      stored = JSON.stringify(schedule);
    },
    giveRightToOther: (untilMs) => {
      otherUntilMs = untilMs;
    },
    failNextSettle: false,

    reserveSending: () => Promise.resolve(otherUntilMs),
    releaseSending: () => Promise.resolve(),
    waiting: (of, { limit, exceptIds }) =>
      Promise.resolve(
        isMine(of)
          ? waitingRows()
              .filter(({ id }) => !exceptIds.includes(id))
              .slice(0, limit)
          : [],
      ),
    markSending: (ids) => {
      for (const id of ids) {
        const row = rows.get(id);
        if (row !== undefined) rows.set(id, { ...row, isSending: true, attempts: row.attempts + 1 });
      }
      return Promise.resolve();
    },
    settle: (outcomes) => {
      if (memory.failNextSettle) {
        memory.failNextSettle = false;
        return Promise.reject(new Error('database or disk is full'));
      }
      for (const outcome of outcomes) settleOne(outcome);
      return Promise.resolve();
    },
    reopen: (of, ids) => {
      for (const id of isMine(of) ? ids : []) {
        const row = rows.get(id);
        if (row !== undefined) rows.set(id, { ...row, rejectedBecause: null });
      }
      return Promise.resolve();
    },
    loadSchedule: (of) => Promise.resolve(isMine(of) ? memory.schedule() : null),
    saveSchedule: (of, schedule) => {
      if (isMine(of)) memory.setSchedule(schedule);
      return Promise.resolve();
    },
  };
  return memory;
}
