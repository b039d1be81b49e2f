import { cleanTag } from '../model/clean-text.ts';
import type { ScrobbleTrack } from '../model/scrobble.ts';

/** Last.fm takes a shorter `duration` for a reason to ignore the play. */
const SHORTEST_DURATION_SECONDS = 30;
const COMPILATION = /^(?:various artists?|va)$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type RawTrack = { readonly [Name in keyof ScrobbleTrack]: ScrobbleTrack[Name] | null };

/**
 * A track as it is stored and, unchanged on every attempt, sent: text cleaned (NFC, no controls, no invisible characters),
 * no title surgery. `null` without artist or title: a stand-in such as "Unknown" is never sent.
 */
export function toScrobbleTrack(raw: RawTrack): ScrobbleTrack | null {
  const artist = cleanTag(raw.artist);
  const track = cleanTag(raw.track);
  if (artist === null || track === null) return null;
  const { trackNumber, durationSeconds } = raw;
  return {
    artist,
    track,
    album: cleanTag(raw.album),
    albumArtist: cleanTag(raw.albumArtist),
    trackNumber: trackNumber !== null && trackNumber > 0 ? Math.trunc(trackNumber) : null,
    durationSeconds: durationSeconds !== null && durationSeconds > 0 ? Math.round(durationSeconds) : null,
    mbid: cleanTag(raw.mbid),
  };
}

/** What Last.fm is told about a track; `null` values are left out. The same track always gives the same parameters. */
export function trackParams(track: ScrobbleTrack): readonly (readonly [string, string | number | null])[] {
  const { artist, albumArtist, durationSeconds, mbid } = track;
  const isOwnAlbumArtist = albumArtist !== null && albumArtist !== artist && !COMPILATION.test(albumArtist);
  return [
    ['artist', artist],
    ['track', track.track],
    ['album', track.album],
    ['albumArtist', isOwnAlbumArtist ? albumArtist : null],
    ['trackNumber', track.trackNumber],
    ['duration', durationSeconds !== null && durationSeconds >= SHORTEST_DURATION_SECONDS ? durationSeconds : null],
    ['mbid', mbid !== null && UUID.test(mbid) ? mbid : null],
  ];
}
