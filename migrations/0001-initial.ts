import { type Kysely, sql } from 'kysely';

/** The library, the play queue, what was heard, and what waits for Last.fm. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT`,

  `CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL,
    last_scanned_at INTEGER
  ) STRICT`,

  `CREATE TABLE library (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path TEXT NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL,
    mtime_ms INTEGER NOT NULL,
    inode INTEGER,
    reader_version INTEGER NOT NULL,
    missing_since INTEGER,
    added_at INTEGER NOT NULL,
    title TEXT,
    artist TEXT,
    artists TEXT NOT NULL,
    album TEXT,
    album_artist TEXT,
    track_number INTEGER,
    track_total INTEGER,
    disc_number INTEGER,
    disc_total INTEGER,
    date TEXT,
    genres TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    codec TEXT,
    bitrate INTEGER,
    sample_rate INTEGER,
    track_gain_db REAL,
    track_peak REAL,
    album_gain_db REAL,
    album_peak REAL,
    mb_recording_id TEXT,
    mb_track_id TEXT,
    mb_album_id TEXT,
    mb_artist_id TEXT,
    mb_album_artist_id TEXT,
    play_count INTEGER NOT NULL DEFAULT 0,
    last_played_at INTEGER,
    search_text TEXT NOT NULL,
    list_artist TEXT GENERATED ALWAYS AS (coalesce(album_artist, artist)) STORED
  ) STRICT`,
  `CREATE INDEX library_by_album ON library (list_artist, album, disc_number, track_number)`,
  `CREATE INDEX library_by_folder ON library (folder_id)`,

  `CREATE TABLE favorites (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    track_id INTEGER NOT NULL UNIQUE REFERENCES library (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('user', 'lastfm')),
    loved_at INTEGER NOT NULL
  ) STRICT`,

  `CREATE TABLE play_queue (
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
    rank REAL NOT NULL,
    path TEXT NOT NULL,
    track_id INTEGER REFERENCES library (id) ON DELETE SET NULL,
    tags TEXT
  ) STRICT`,
  `CREATE INDEX play_queue_by_rank ON play_queue (rank)`,
  `CREATE INDEX play_queue_by_track ON play_queue (track_id)`,

  `CREATE TABLE player_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    entry_id INTEGER,
    is_stopped INTEGER NOT NULL,
    position_ms INTEGER NOT NULL,
    repeat TEXT NOT NULL CHECK (repeat IN ('off', 'all', 'one')),
    volume_percent INTEGER NOT NULL,
    is_muted INTEGER NOT NULL,
    speed REAL NOT NULL,
    play TEXT
  ) STRICT`,

  `CREATE TABLE plays (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    track_id INTEGER REFERENCES library (id) ON DELETE SET NULL,
    path TEXT NOT NULL,
    artist TEXT,
    track TEXT,
    album TEXT,
    duration_ms INTEGER,
    started_at INTEGER NOT NULL,
    listened_ms INTEGER NOT NULL,
    counted_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX plays_by_track ON plays (track_id)`,
  `CREATE INDEX plays_by_start ON plays (started_at)`,

  `CREATE TABLE scrobble_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    play_id INTEGER REFERENCES plays (id),
    service TEXT NOT NULL,
    account TEXT,
    artist TEXT NOT NULL,
    track TEXT NOT NULL,
    album TEXT,
    album_artist TEXT,
    track_number INTEGER,
    duration_seconds INTEGER,
    mbid TEXT,
    timestamp INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'rejected')) DEFAULT 'waiting',
    reason TEXT,
    retry_count INTEGER NOT NULL DEFAULT 0,
    sending_since INTEGER,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE UNIQUE INDEX scrobble_queue_by_second ON scrobble_queue (service, coalesce(account, ''), timestamp)`,
  `CREATE INDEX scrobble_queue_by_play ON scrobble_queue (play_id)`,

  `CREATE TABLE scrobbles (
    id INTEGER PRIMARY KEY,
    play_id INTEGER REFERENCES plays (id),
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    artist TEXT NOT NULL,
    track TEXT NOT NULL,
    album TEXT,
    album_artist TEXT,
    track_number INTEGER,
    duration_seconds INTEGER,
    mbid TEXT,
    timestamp INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'ignored')),
    code INTEGER,
    reason TEXT,
    corrected_artist TEXT,
    corrected_track TEXT,
    settled_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX scrobbles_by_second ON scrobbles (service, account, timestamp)`,
  `CREATE INDEX scrobbles_by_play ON scrobbles (play_id)`,

  `CREATE TABLE sender_schedule (
    service TEXT NOT NULL,
    account TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (service, account)
  ) STRICT`,
  `CREATE TABLE sender_right (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    pid INTEGER NOT NULL,
    until_ms INTEGER NOT NULL
  ) STRICT`,
];
