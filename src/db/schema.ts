import type { Generated, GeneratedAlways, Insertable, Kysely, Selectable } from 'kysely';

/** The tables as the newest migration leaves them. Times `…_at` are UNIX seconds; JSON columns hold arrays or objects as text. */
export type Schema = {
  settings: { key: string; value: string };
  folders: { id: Generated<number>; path: string; added_at: number; last_scanned_at: number | null };
  library: LibraryTable;
  favorites: { id: Generated<number>; track_id: number; source: 'user' | 'lastfm'; loved_at: number };
  play_queue: {
    entry_id: Generated<number>;
    rank: number;
    path: string;
    track_id: number | null;
    /** The tags of a file outside the library, as JSON. */
    tags: string | null;
  };
  player_state: PlayerStateTable;
  plays: {
    id: Generated<number>;
    track_id: number | null;
    path: string;
    artist: string | null;
    track: string | null;
    album: string | null;
    duration_ms: number | null;
    started_at: number;
    listened_ms: number;
    counted_at: number;
  };
  scrobble_queue: ScrobbleQueueTable;
  scrobbles: ScrobblesTable;
  /** Which process may send scrobbles. */
  sender_right: { id: number; holder: string; pid: number; until_ms: number };
  sender_schedule: { service: string; account: string; value: string };
};

type LibraryTable = {
  id: Generated<number>;
  folder_id: number;
  path: string;
  size_bytes: number;
  mtime_ms: number;
  inode: number | null;
  /** Which version of the tag reader read it. */
  reader_version: number;
  missing_since: number | null;
  added_at: number;
  title: string | null;
  artist: string | null;
  artists: string;
  album: string | null;
  album_artist: string | null;
  track_number: number | null;
  track_total: number | null;
  disc_number: number | null;
  disc_total: number | null;
  date: string | null;
  genres: string;
  duration_ms: number;
  codec: string | null;
  bitrate: number | null;
  sample_rate: number | null;
  track_gain_db: number | null;
  track_peak: number | null;
  album_gain_db: number | null;
  album_peak: number | null;
  mb_recording_id: string | null;
  mb_track_id: string | null;
  mb_album_id: string | null;
  mb_artist_id: string | null;
  mb_album_artist_id: string | null;
  play_count: Generated<number>;
  last_played_at: number | null;
  /** Folded words of title, artists and album, for searching. */
  search_text: string;
  /** The artist a track is listed under: album artist, else artist. */
  list_artist: GeneratedAlways<string | null>;
};

type PlayerStateTable = {
  id: number;
  entry_id: number | null;
  is_stopped: number;
  position_ms: number;
  repeat: 'off' | 'all' | 'one';
  volume_percent: number;
  is_muted: number;
  speed: number;
  /** The play under way, as the play tracker saves itself, in JSON. */
  play: string | null;
};

type ScrobbleColumns = {
  play_id: number | null;
  service: string;
  artist: string;
  track: string;
  album: string | null;
  album_artist: string | null;
  track_number: number | null;
  duration_seconds: number | null;
  mbid: string | null;
  timestamp: number;
};

type ScrobbleQueueTable = ScrobbleColumns & {
  id: Generated<number>;
  /** User name in lower case; null until somebody signs in. */
  account: string | null;
  state: Generated<'waiting' | 'rejected'>;
  reason: string | null;
  retry_count: Generated<number>;
  sending_since: number | null;
  created_at: number;
};

type ScrobblesTable = ScrobbleColumns & {
  /** The id it had in the scrobble queue. */
  id: number;
  account: string;
  state: 'sent' | 'ignored';
  code: number | null;
  reason: string | null;
  corrected_artist: string | null;
  corrected_track: string | null;
  settled_at: number;
};

export type Db = Kysely<Schema>;
export type NewLibraryRow = Insertable<LibraryTable>;
export type ScrobbleQueueRow = Selectable<ScrobbleQueueTable>;
