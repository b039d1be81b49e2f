import { foldForSearch } from '../model/search-text.ts';
import { titleFromPath, type TrackTags } from '../model/track.ts';
import type { Clock } from '../system/clock.ts';
import type { Db, NewLibraryRow } from './schema.ts';

type FileFacts = {
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly readerVersion: number;
};

const PAGE = 1000;

/**
 * The library as a scan of one folder needs it: it sees and touches only rows of that folder. `path` is the folder's own or
 * lies below it.
 */
export function scannedFiles(db: Db, folderId: number, clock: Clock) {
  const now = (): number => Math.floor(clock.now() / 1000);
  return {
    knownFiles: async function* (path: string) {
      const prefix = path === '/' ? '/' : `${path}/`;
      for (let last = prefix; ;) {
        const rows = await db
          .selectFrom('library')
          .select(['id', 'path', 'size_bytes', 'mtime_ms', 'inode', 'reader_version', 'missing_since'])
          .where('folder_id', '=', folderId)
          .where('path', '>', last)
          // Every path below the folder sorts before the folder followed by the character after the slash.
          .where('path', '<', `${prefix.slice(0, -1)}0`)
          .orderBy('path')
          .limit(PAGE)
          .execute();
        if (rows.length > 0) {
          yield rows.map((row) => ({
            id: row.id,
            path: row.path,
            sizeBytes: row.size_bytes,
            mtimeMs: row.mtime_ms,
            inode: row.inode,
            readerVersion: row.reader_version,
            isMissing: row.missing_since !== null,
          }));
        }
        if (rows.length < PAGE) return;
        last = rows.at(-1)?.path ?? last;
      }
    },

    saveFiles: async (files: readonly (FileFacts & { readonly id: number | null; readonly tags: TrackTags })[]) => {
      await db.transaction().execute(async (transaction) => {
        for (const file of files) {
          const row = toRow(file, folderId);
          if (file.id === null) {
            await transaction
              .insertInto('library')
              .values({ ...row, added_at: now() })
              .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
              .execute();
          } else await transaction.updateTable('library').set(row).where('id', '=', file.id).execute();
        }
      });
    },

    relocateFiles: async (files: readonly { readonly id: number; readonly path: string; readonly inode: number }[]) => {
      await db.transaction().execute(async (transaction) => {
        for (const { id, path, inode } of files) {
          await transaction
            .updateTable('library')
            .set({ path, inode: storableInode(inode), missing_since: null })
            .where('id', '=', id)
            .execute();
          await transaction.updateTable('play_queue').set({ path }).where('track_id', '=', id).execute();
        }
      });
    },

    markMissing: async (ids: readonly number[]) => {
      if (ids.length === 0) return;
      await db
        .updateTable('library')
        .set({ missing_since: now() })
        .where('id', 'in', ids)
        .where('folder_id', '=', folderId)
        .where('missing_since', 'is', null)
        .execute();
    },
  };
}

function toRow(file: FileFacts & { readonly tags: TrackTags }, folderId: number): Omit<NewLibraryRow, 'added_at'> {
  const { tags } = file;
  return {
    folder_id: folderId,
    path: file.path,
    size_bytes: file.sizeBytes,
    mtime_ms: file.mtimeMs,
    inode: storableInode(file.inode),
    reader_version: file.readerVersion,
    missing_since: null,
    title: tags.title,
    artist: tags.artist,
    artists: JSON.stringify(tags.artists),
    album: tags.album,
    album_artist: tags.albumArtist,
    track_number: tags.trackNumber,
    track_total: tags.trackTotal,
    disc_number: tags.discNumber,
    disc_total: tags.discTotal,
    date: tags.date,
    genres: JSON.stringify(tags.genres),
    duration_ms: Math.round(tags.durationMs),
    codec: tags.codec,
    bitrate: tags.bitrate === null ? null : Math.round(tags.bitrate),
    sample_rate: tags.sampleRate === null ? null : Math.round(tags.sampleRate),
    track_gain_db: tags.replayGain.trackGainDb,
    track_peak: tags.replayGain.trackPeak,
    album_gain_db: tags.replayGain.albumGainDb,
    album_peak: tags.replayGain.albumPeak,
    mb_recording_id: tags.musicBrainz.recordingId,
    mb_track_id: tags.musicBrainz.trackId,
    mb_album_id: tags.musicBrainz.albumId,
    mb_artist_id: tags.musicBrainz.artistId,
    mb_album_artist_id: tags.musicBrainz.albumArtistId,
    search_text: searchTextOf(file.path, tags),
  };
}

function searchTextOf(path: string, tags: TrackTags): string {
  const parts = [tags.title ?? titleFromPath(path), tags.artist, ...tags.artists, tags.albumArtist, tags.album];
  const distinct = new Set(parts.filter((part) => part !== null));
  return foldForSearch([...distinct].join('\n'));
}

/** Some file systems number files beyond what a JavaScript number or SQLite holds; it is only a hint. */
function storableInode(inode: number): number | null {
  return Number.isSafeInteger(inode) ? inode : null;
}
