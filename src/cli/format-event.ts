import type { EngineEvent } from '../model/events.ts';
import { clockText, countText } from './format-values.ts';
import { lastfmText } from './format.ts';
import { scanBarText } from './scan-bar.ts';

/** One event in words, on one line. */
export function formatEvent({ name, data }: EngineEvent): string {
  switch (name) {
    case 'playback.changed': {
      const { status, track, positionSeconds, durationSeconds } = data;
      if (track === null) return `playback  ${status}`;
      const song = `${track.artist ?? 'unknown artist'} – ${track.title}`;
      return `playback  ${status}  ${song}  ${clockText(positionSeconds)}/${clockText(durationSeconds)}`;
    }
    case 'queue.changed':
      return `queue     ${countText(data.length, 'track')}, at ${data.index + 1}, repeat ${data.repeat}`;
    case 'library.changed':
      return `library   ${countText(data.tracks, 'track')}, ${data.missing} missing`;
    case 'library.scanProgress':
      return `scan      ${scanBarText(data)}`;
    case 'lastfm.changed':
      return `last.fm   ${lastfmText(data)}`;
    case 'lastfm.auth':
      return `sign-in   ${data.state}${data.username === null ? '' : ` as ${data.username}`}`;
    case 'lastfm.nowPlaying':
      return `announced ${data.artist} – ${data.track}`;
    case 'lastfm.scrobbleStatus':
      return `scrobble  ${data.status}  ${data.artist} – ${data.track}${data.reason === null ? '' : `: ${data.reason}`}`;
    case 'lastfm.queueUpdated':
      return `scrobbles ${data.queued} waiting, ${data.rejected} rejected`;
    case 'notice':
      return `${data.level.padEnd(9)} ${data.message}${data.hint === null ? '' : ` ${data.hint}`}`;
  }
}
