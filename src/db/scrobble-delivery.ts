import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { QueuedScrobble, ScrobbleOutcome } from '../model/scrobble.ts';
import type { Clock } from '../system/clock.ts';
import type { Db, Schema } from './schema.ts';
import { toQueuedScrobble } from './scrobble-queue.ts';

type Account = { readonly service: string; readonly account: string };
type Settled = { readonly id: number; readonly outcome: ScrobbleOutcome };

/**
 * The scrobble queue as its sender needs it. `Schedule` is what the sender remembers over a restart; it is kept as JSON.
 * Each writing question is one transaction.
 */
export function scrobbleDelivery<Schedule>(db: Db, clock: Clock, readSchedule: (stored: unknown) => Schedule | null) {
  const holder = randomUUID();
  const now = (): number => Math.floor(clock.now() / 1000);
  const waitingOf = ({ service, account }: Account) =>
    db
      .selectFrom('scrobble_queue')
      .where('service', '=', service)
      .where('account', '=', account)
      .where('state', '=', 'waiting');

  return {
    reserveSending: (untilMs: number): Promise<number | null> => reserve(db, { holder, untilMs, nowMs: clock.now() }),

    releaseSending: async (): Promise<void> => {
      await db.deleteFrom('sender_right').where('holder', '=', holder).execute();
    },

    waiting: async (
      of: Account,
      page: { readonly limit: number; readonly exceptIds: readonly number[] },
    ): Promise<readonly QueuedScrobble[]> => {
      let query = waitingOf(of).selectAll().orderBy('timestamp').orderBy('id').limit(page.limit);
      if (page.exceptIds.length > 0) {
        // One JSON parameter: the list may be longer than SQLite takes as single ones.
        query = query.where(sql<boolean>`id NOT IN (SELECT value FROM json_each(${JSON.stringify(page.exceptIds)}))`);
      }
      return (await query.execute()).map(toQueuedScrobble);
    },

    markSending: async (ids: readonly number[]): Promise<void> => {
      await db
        .updateTable('scrobble_queue')
        .set({ sending_since: now(), retry_count: sql`retry_count + 1` })
        .where('id', 'in', ids)
        .execute();
    },

    settle: async (outcomes: readonly Settled[]): Promise<void> => {
      await db.transaction().execute(async (transaction) => {
        for (const { id, outcome } of outcomes) await settleOne(transaction, { id, outcome, settledAt: now() });
      });
    },

    reopen: async ({ service, account }: Account, ids: readonly number[]): Promise<void> => {
      if (ids.length === 0) return;
      await db
        .updateTable('scrobble_queue')
        .set({ state: 'waiting', reason: null })
        .where('service', '=', service)
        .where('account', '=', account)
        .where('state', '=', 'rejected')
        .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
        .execute();
    },

    loadSchedule: async ({ service, account }: Account): Promise<Schedule | null> => {
      const row = await db
        .selectFrom('sender_schedule')
        .select('value')
        .where('service', '=', service)
        .where('account', '=', account)
        .executeTakeFirst();
      return row === undefined ? null : readSchedule(JSON.parse(row.value));
    },

    saveSchedule: async ({ service, account }: Account, schedule: Schedule): Promise<void> => {
      const value = JSON.stringify(schedule);
      await db
        .insertInto('sender_schedule')
        .values({ service, account, value })
        .onConflict((conflict) => conflict.columns(['service', 'account']).doUpdateSet({ value }))
        .execute();
    },
  };
}

/** Forgets that rows were being sent by an engine that is gone: their outcome is unknown, and sending them again is safe. */
export async function clearSendingMarks(db: Db): Promise<void> {
  await db.updateTable('scrobble_queue').set({ sending_since: null }).where('sending_since', 'is not', null).execute();
}

/**
 * Takes the right to send, kept in the database itself, so that two engines cannot send at once whatever happened to the
 * lock file. Answers until when another living process holds it, in UNIX milliseconds.
 */
async function reserve(
  db: Db,
  { holder, untilMs, nowMs }: { holder: string; untilMs: number; nowMs: number },
): Promise<number | null> {
  return db.transaction().execute(async (transaction) => {
    const current = await transaction.selectFrom('sender_right').selectAll().executeTakeFirst();
    if (current !== undefined && current.holder !== holder && current.until_ms > nowMs && isAlive(current.pid)) {
      return current.until_ms;
    }
    const values = { holder, pid: process.pid, until_ms: untilMs };
    await transaction
      .insertInto('sender_right')
      .values({ id: 1, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
    return null;
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process, alive but not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function settleOne(
  db: Transaction<Schema>,
  { id, outcome, settledAt }: Settled & { readonly settledAt: number },
): Promise<void> {
  if (outcome.kind === 'retry' || outcome.kind === 'rejected') {
    const changes =
      outcome.kind === 'retry'
        ? { sending_since: null }
        : { sending_since: null, state: 'rejected' as const, reason: outcome.reason };
    await db.updateTable('scrobble_queue').set(changes).where('id', '=', id).execute();
    return;
  }
  const row = await db
    .deleteFrom('scrobble_queue')
    .where('id', '=', id)
    .where('account', 'is not', null)
    .returningAll()
    .$narrowType<{ account: string }>()
    .executeTakeFirst();
  if (row === undefined) return;
  const corrected = outcome.kind === 'accepted' ? outcome.corrected : null;
  await db
    .insertInto('scrobbles')
    .values({
      id,
      play_id: row.play_id,
      service: row.service,
      account: row.account,
      artist: row.artist,
      track: row.track,
      album: row.album,
      album_artist: row.album_artist,
      track_number: row.track_number,
      duration_seconds: row.duration_seconds,
      mbid: row.mbid,
      timestamp: row.timestamp,
      state: outcome.kind === 'accepted' ? 'sent' : 'ignored',
      code: outcome.kind === 'ignored' ? outcome.code : null,
      reason: outcome.kind === 'ignored' ? outcome.reason : null,
      corrected_artist: corrected?.artist ?? null,
      corrected_track: corrected?.track ?? null,
      settled_at: settledAt,
    })
    .execute();
}
