import type { Db } from './schema.ts';

/** The keys of the `settings` table. */
export type SettingKey =
  | 'lastfm_session_key'
  | 'lastfm_username'
  | 'lastfm_service'
  | 'lastfm_pending_token'
  | 'lastfm_scrobbling_enabled'
  | 'lastfm_scrobble_threshold'
  | 'lastfm_weekly_sync';

/** Every stored setting by key. */
export async function readSettings(db: Db): Promise<Readonly<Partial<Record<SettingKey, string>>>> {
  const rows = await db.selectFrom('settings').selectAll().execute();
  return Object.fromEntries(rows.map((row) => [row.key, row.value]));
}

/** Stores settings together; `null` forgets one. */
export async function writeSettings(
  db: Db,
  changes: Readonly<Partial<Record<SettingKey, string | null>>>,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const [key, value] of Object.entries(changes)) {
      await transaction.deleteFrom('settings').where('key', '=', key).execute();
      if (value !== null) await transaction.insertInto('settings').values({ key, value }).execute();
    }
  });
}
