import { sql, type Transaction } from 'kysely';
import type { ScrobbleQueueItem } from '../model/results.ts';
import type { QueuedScrobble, ScrobbleAccount, ScrobbleTrack } from '../model/scrobble.ts';
import type { Db, Schema, ScrobbleQueueRow } from './schema.ts';

/** A delivery to be stored: what, when it began (UNIX seconds), to whom, and of which play. */
export type NewScrobble = ScrobbleTrack &
  ScrobbleAccount & { readonly playId: number | null; readonly timestamp: number };

/**
 * Stores a scrobble and answers its row. Last.fm takes two plays of one account in the same second for one, so a second
 * that is taken, in the queue or the history, is passed over for the next free one.
 */
export async function addScrobble(
  db: Transaction<Schema>,
  scrobble: NewScrobble,
  now: number,
): Promise<{ id: number; timestamp: number }> {
  const timestamp = await nextFreeSecond(db, scrobble);
  const { id } = await db
    .insertInto('scrobble_queue')
    .values({
      play_id: scrobble.playId,
      service: scrobble.service,
      account: scrobble.account,
      artist: scrobble.artist,
      track: scrobble.track,
      album: scrobble.album,
      album_artist: scrobble.albumArtist,
      track_number: scrobble.trackNumber,
      duration_seconds: scrobble.durationSeconds,
      mbid: scrobble.mbid,
      timestamp,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, timestamp };
}

async function nextFreeSecond(
  db: Transaction<Schema>,
  { service, account, timestamp }: { service: string; account: string | null; timestamp: number },
): Promise<number> {
  let second = timestamp;
  while (await isTaken(db, { service, account, timestamp: second })) second += 1;
  return second;
}

async function isTaken(
  db: Transaction<Schema>,
  { service, account, timestamp }: { service: string; account: string | null; timestamp: number },
): Promise<boolean> {
  const waiting = await db
    .selectFrom('scrobble_queue')
    .select('id')
    .where('service', '=', service)
    // Spelled as in the index.
    .where(sql`coalesce(account, '')`, '=', account ?? '')
    .where('timestamp', '=', timestamp)
    .executeTakeFirst();
  if (waiting !== undefined || account === null) return waiting !== undefined;
  const settled = await db
    .selectFrom('scrobbles')
    .select('id')
    .where('service', '=', service)
    .where('account', '=', account)
    .where('timestamp', '=', timestamp)
    .executeTakeFirst();
  return settled !== undefined;
}

/**
 * Gives the scrobbles that were counted while nobody was signed in to this account. Those older than `oldestTimestamp` are
 * set aside with that reason. Answers how many it was given.
 */
export async function adoptScrobbles(
  db: Db,
  to: { readonly service: string; readonly account: string },
  { oldestTimestamp, tooOld }: { readonly oldestTimestamp: number; readonly tooOld: string },
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const orphans = await transaction
      .selectFrom('scrobble_queue')
      .select(['id', 'timestamp'])
      .where('service', '=', to.service)
      .where('account', 'is', null)
      .orderBy('timestamp')
      .execute();
    for (const orphan of orphans) {
      const timestamp = await nextFreeSecond(transaction, { ...to, timestamp: orphan.timestamp });
      const rejection = orphan.timestamp < oldestTimestamp ? { state: 'rejected' as const, reason: tooOld } : {};
      await transaction
        .updateTable('scrobble_queue')
        .set({ account: to.account, timestamp, ...rejection })
        .where('id', '=', orphan.id)
        .execute();
    }
    return orphans.length;
  });
}

/** How many wait and how many are rejected: of one account, or while nobody is signed in of all. */
export async function countScrobbleQueue(
  db: Db,
  of: ScrobbleAccount,
): Promise<{ queued: number; rejected: number; sending: number }> {
  const rows = await ofAccount(db, of)
    .select(({ fn }) => ['state', fn.countAll<number>().as('count'), fn.count<number>('sending_since').as('sending')])
    .groupBy('state')
    .execute();
  const count = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
  return {
    queued: count('waiting'),
    rejected: count('rejected'),
    sending: rows.reduce((sum, row) => sum + row.sending, 0),
  };
}

/** The scrobble queue of one account, or while nobody is signed in of all, oldest first. */
export async function listScrobbleQueue(
  db: Db,
  of: ScrobbleAccount,
  page: { readonly limit: number; readonly offset: number },
): Promise<readonly ScrobbleQueueItem[]> {
  const rows = await ofAccount(db, of)
    .selectAll()
    .orderBy('timestamp')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    artist: row.artist,
    track: row.track,
    album: row.album,
    timestamp: row.timestamp,
    state: row.state === 'rejected' ? 'rejected' : row.sending_since === null ? 'waiting' : 'sending',
    attempts: row.retry_count,
    reason: row.reason,
  }));
}

function ofAccount(db: Db, { service, account }: ScrobbleAccount) {
  const all = db.selectFrom('scrobble_queue').where('service', '=', service);
  return account === null ? all : all.where('account', '=', account);
}

/** A row as the sender wants it. */
export function toQueuedScrobble(row: ScrobbleQueueRow): QueuedScrobble {
  return {
    id: row.id,
    artist: row.artist,
    track: row.track,
    album: row.album,
    albumArtist: row.album_artist,
    trackNumber: row.track_number,
    durationSeconds: row.duration_seconds,
    mbid: row.mbid,
    timestamp: row.timestamp,
    attempts: row.retry_count,
  };
}
