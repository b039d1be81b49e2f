import { sql } from 'kysely';
import type { ScrobbleAccount, ScrobbleTrack } from '../model/scrobble.ts';
import type { Db } from './schema.ts';
import { addScrobble } from './scrobble-queue.ts';

/** A play that counts. Times are UNIX seconds. */
export type CountedPlay = {
  readonly path: string;
  readonly trackId: number | null;
  readonly artist: string | null;
  readonly track: string | null;
  readonly album: string | null;
  readonly durationMs: number | null;
  readonly startedAt: number;
  readonly listenedMs: number;
  readonly countedAt: number;
};

/** What is written with a counted play. */
export type PlayConsequences = {
  readonly deliveries: readonly { readonly to: ScrobbleAccount; readonly scrobble: ScrobbleTrack }[];
  /** The play tracker's own state, in JSON, which knows that this play is counted: a crash must not count it twice. */
  readonly savedPlay: string;
  /** The entry of the play queue that it is the play of. */
  readonly entryId: number;
  /** Called as the last thing before the commit, while nobody else can read or write. */
  readonly beforeCommit: () => void;
};

/**
 * Writes a counted play in one transaction: the history, the track's play count, the deliveries that are due, and the play
 * tracker's state. Answers the deliveries' ids.
 */
export async function addPlay(
  db: Db,
  play: CountedPlay,
  { deliveries, savedPlay, entryId, beforeCommit }: PlayConsequences,
): Promise<readonly number[]> {
  return db.transaction().execute(async (transaction) => {
    // Unless another track has been saved meanwhile.
    await transaction.updateTable('player_state').set({ play: savedPlay }).where('entry_id', '=', entryId).execute();
    const { id: playId } = await transaction
      .insertInto('plays')
      .values({
        // A track may have left the library while it played.
        track_id: sql`(SELECT id FROM library WHERE id = ${play.trackId})`,
        path: play.path,
        artist: play.artist,
        track: play.track,
        album: play.album,
        duration_ms: play.durationMs === null ? null : Math.round(play.durationMs),
        started_at: play.startedAt,
        listened_ms: Math.round(play.listenedMs),
        counted_at: play.countedAt,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (play.trackId !== null) {
      await transaction
        .updateTable('library')
        .set({ play_count: sql`play_count + 1`, last_played_at: play.startedAt })
        .where('id', '=', play.trackId)
        .execute();
    }
    const ids: number[] = [];
    for (const { to, scrobble } of deliveries) {
      const stored = await addScrobble(
        transaction,
        { ...scrobble, ...to, playId, timestamp: play.startedAt },
        play.countedAt,
      );
      ids.push(stored.id);
    }
    beforeCommit();
    return ids;
  });
}

/** Stores a scrobble without a play of ours, as `lastfm scrobble` does. */
export async function addLooseScrobble(
  db: Db,
  scrobble: ScrobbleTrack & ScrobbleAccount & { readonly timestamp: number },
  now: number,
): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const { id } = await addScrobble(transaction, { ...scrobble, playId: null }, now);
    return id;
  });
}
