import { toScrobbleTrack } from '../lastfm/scrobble-track.ts';
import { AppError } from '../model/app-error.ts';
import type { ScrobbleTrack } from '../model/scrobble.ts';
import type { Song } from '../model/song.ts';

/** A song as scripts name it; `duration` in seconds. */
export type NamedSong = {
  readonly artist: string;
  readonly track: string;
  readonly album?: string | undefined;
  readonly duration?: number | undefined;
};

/** What plays, as Last.fm is told of it; `null` without artist or title tag. */
export function scrobbleOfSong(song: Song): ScrobbleTrack | null {
  return toScrobbleTrack({
    artist: song.artist,
    track: song.title,
    album: song.album,
    albumArtist: song.albumArtist,
    trackNumber: song.trackNumber,
    durationSeconds: song.durationMs === null ? null : song.durationMs / 1000,
    mbid: song.mbid,
  });
}

/** A named song as Last.fm is told of it. Throws `AppError('usage')` when nothing is left of a name once it is cleaned. */
export function scrobbleOfNames({ artist, track, album, duration }: NamedSong): ScrobbleTrack {
  const scrobble = toScrobbleTrack({
    artist,
    track,
    album: album ?? null,
    albumArtist: null,
    trackNumber: null,
    durationSeconds: duration ?? null,
    mbid: null,
  });
  if (scrobble === null) throw new AppError('usage', 'Artist and track must not be empty.');
  return scrobble;
}
