import type { RepeatMode } from '../model/status.ts';
import type { Db } from './schema.ts';

/** What an engine needs to go on where the last one ended. */
export type PlayerState = {
  readonly entryId: number | null;
  /** Nothing sounded and nothing was paused: the current entry only marks a place. */
  readonly isStopped: boolean;
  readonly positionMs: number;
  readonly repeat: RepeatMode;
  readonly volumePercent: number;
  readonly isMuted: boolean;
  readonly speed: number;
  /** The play under way, as the play tracker saves itself, in JSON. */
  readonly play: string | null;
};

const FRESH: PlayerState = {
  entryId: null,
  isStopped: true,
  positionMs: 0,
  repeat: 'off',
  volumePercent: 100,
  isMuted: false,
  speed: 1,
  play: null,
};

/** The saved state, or that of a first start. */
export async function loadPlayerState(db: Db): Promise<PlayerState> {
  const row = await db.selectFrom('player_state').selectAll().executeTakeFirst();
  if (row === undefined) return FRESH;
  return {
    entryId: row.entry_id,
    isStopped: row.is_stopped === 1,
    positionMs: row.position_ms,
    repeat: row.repeat,
    volumePercent: row.volume_percent,
    isMuted: row.is_muted === 1,
    speed: row.speed,
    play: row.play,
  };
}

/** The state to be saved; the play is asked for only when it is written, so that it is never older than what was written before. */
export type StateToSave = Omit<PlayerState, 'play'> & { readonly play: () => string | null };

/** Replaces the saved state. */
export async function savePlayerState(db: Db, state: StateToSave): Promise<void> {
  await db.transaction().execute((transaction) => writeState(transaction, state));
}

async function writeState(db: Db, state: StateToSave): Promise<void> {
  const values = {
    entry_id: state.entryId,
    is_stopped: state.isStopped ? 1 : 0,
    position_ms: Math.round(state.positionMs),
    repeat: state.repeat,
    volume_percent: Math.round(state.volumePercent),
    is_muted: state.isMuted ? 1 : 0,
    speed: state.speed,
    play: state.play(),
  };
  await db
    .insertInto('player_state')
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}
