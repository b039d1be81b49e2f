import { cleanForDisplay } from '../model/clean-text.ts';
import type { EngineResults, QueueChangeDocument, ScanDocument, StatusDocument } from '../model/results.ts';
import type { LastfmState } from '../model/status.ts';
import type { Track } from '../model/track.ts';
import { agoText, clockText, countText, dateText, sizeText } from './format-values.ts';

type Formats = { readonly [Id in keyof EngineResults]?: (result: EngineResults[Id]) => string };

/** How the shell tells each answer to people; what is not here is told as JSON. Every text is cleaned when printed. */
export const formats: Formats = {
  'engine.shutdown': () => 'Stopped. Everything is saved.',
  'playback.play': formatStatus,
  'playback.pause': formatStatus,
  'playback.toggle': formatStatus,
  'playback.stop': formatStatus,
  'playback.next': formatStatus,
  'playback.prev': formatStatus,
  'playback.seek': formatStatus,
  'playback.volume': (status) => `Volume ${status.playback.volumePercent} %${status.playback.muted ? ', muted' : ''}`,
  'playback.mute': (status) => (status.playback.muted ? 'Muted' : 'Not muted'),
  'playback.speed': (status) => `Speed ${status.playback.speed}`,
  'playback.repeat': (status) => `Repeat ${status.queue.repeat}`,
  'queue.list': (queue) =>
    lines(
      queue.items.map((item) => {
        const mark = item.position === queue.index + 1 ? '>' : ' ';
        return `${mark}${String(item.position).padStart(4)}  ${songText(item)}  ${clockText(item.durationSeconds)}`;
      }),
      'The play queue is empty.',
      queue.total,
    ),
  'queue.add': formatQueueChange,
  'queue.clear': formatQueueChange,
  'queue.remove': formatQueueChange,
  'queue.move': formatQueueChange,
  'library.add': formatScan,
  'library.scan': formatScan,
  'library.remove': ({ removed }) =>
    `Removed ${countText(removed, 'track')} from the library; the files are untouched.`,
  'library.folders': ({ folders, total }) =>
    lines(
      folders.map(
        ({ path, tracks, lastScannedAt }) =>
          `${path}  ${countText(tracks, 'track')}, ${lastScannedAt === null ? 'never scanned' : `scanned ${agoText(lastScannedAt)}`}`,
      ),
      'No folders yet. Add one with: tonearm library add DIR',
      total,
    ),
  'library.search': ({ tracks, total }) => lines(tracks.map(formatTrack), 'Nothing found.', total),
  'library.stats': (stats) =>
    [
      `${countText(stats.tracks, 'track')}, ${countText(stats.albums, 'album')}, ${countText(stats.artists, 'artist')}`,
      `${clockText(stats.durationSeconds)} of music, ${sizeText(stats.sizeBytes)}`,
      `${stats.loved} loved, ${stats.missing} missing`,
    ].join('\n'),
  'lastfm.status': formatLastfm,
  'lastfm.disconnect': ({ queued }) =>
    queued === 0
      ? 'Signed out of Last.fm.'
      : `Signed out of Last.fm. ${countText(queued, 'scrobble')} ${queued === 1 ? 'stays' : 'stay'} in the queue.`,
  'lastfm.updateSettings': (settings) =>
    [
      `scrobbling  ${settings.enabled ? 'on' : 'off'}${fixedText(settings.fixedBy['enabled'])}`,
      `threshold   ${settings.scrobbleThreshold} %${fixedText(settings.fixedBy['scrobbleThreshold'])}`,
      `weekly sync ${settings.weeklySync ? 'on' : 'off'}${fixedText(settings.fixedBy['weeklySync'])}`,
      `account     ${settings.username ?? 'not signed in'}`,
      `server      ${settings.apiUrl}${fixedText(settings.fixedBy['apiUrl'])}`,
    ].join('\n'),
  'lastfm.nowPlaying': ({ artist, track }) => `Now playing on Last.fm: ${artist} – ${track}`,
  'lastfm.scrobble': ({ queued }) => `Stored. ${countText(queued, 'scrobble')} in the queue.`,
  'lastfm.queueStatus': (queue) =>
    [
      `${queue.queued} waiting, ${queue.rejected} rejected${pauseText(queue)}`,
      ...queue.items.map(
        (item) =>
          `${String(item.id).padStart(6)}  ${dateText(item.timestamp)}  ${item.artist} – ${item.track}  ${item.state}${item.reason === null ? '' : `: ${item.reason}`}`,
      ),
    ].join('\n'),
  'lastfm.queueRetry': ({ sent, ignored, remaining, error }) =>
    `${sent} sent, ${ignored} ignored, ${remaining} waiting${error === null ? '' : `: ${error.message}`}`,
};

/** The state in a few lines for people. */
export function formatStatus({ playback, queue, lastfm, library }: StatusDocument): string {
  const { track } = playback;
  const song = track === null ? 'Nothing is playing.' : `${track.artist ?? 'unknown artist'} – ${track.title}`;
  const album = track?.album ?? null;
  const volume = playback.muted ? 'muted' : `${playback.volumePercent} %`;
  return [
    song + (album === null ? '' : ` (${album})`),
    track === null
      ? `[${playback.status}] ${countText(queue.length, 'track')} in the play queue`
      : `[${playback.status}] #${queue.index + 1}/${queue.length}  ${clockText(playback.positionSeconds)}/${clockText(playback.durationSeconds)}`,
    `volume: ${volume}  repeat: ${queue.repeat}  speed: ${playback.speed}  library: ${countText(library.tracks, 'track')}`,
    `last.fm: ${lastfmText(lastfm)}`,
  ].join('\n');
}

function formatLastfm(lastfm: LastfmState): string {
  return lines(
    [lastfmText(lastfm), ...(lastfm.lastError === null ? [] : [`last error: ${lastfm.lastError.message}`])],
    '',
  );
}

/** Where Last.fm stands, in a few words. */
export function lastfmText(lastfm: LastfmState): string {
  const who = !lastfm.configured
    ? 'no API key; see the README'
    : lastfm.username === null
      ? 'not signed in'
      : lastfm.username;
  const waiting = `${lastfm.queued} waiting, ${lastfm.rejected} rejected`;
  const rule = lastfm.enabled ? `counts at ${lastfm.scrobbleThreshold} %` : 'scrobbling off';
  return `${who}, ${rule}, ${waiting}${pauseText(lastfm)}`;
}

function pauseText(state: Pick<LastfmState, 'pausedBecause' | 'nextAttemptAt'>): string {
  const why = state.pausedBecause === null ? '' : `, paused: ${state.pausedBecause}`;
  return state.nextAttemptAt === null ? why : `${why}, next attempt ${agoText(state.nextAttemptAt)}`;
}

function formatScan(scan: ScanDocument): string {
  const { found, added, changed, moved, missing, unchanged, failed } = scan;
  return [
    `${countText(found, 'file')} in ${scan.seconds.toFixed(1)} s: ${added} added, ${changed} changed, ${moved} moved, ${missing} missing, ${unchanged} unchanged, ${failed.length} failed`,
    ...scan.warnings.map((warning) => `warning: ${warning}`),
    ...failed.map(({ path, reason }) => `failed: ${path}: ${reason}`),
  ].join('\n');
}

function formatQueueChange({ length, added, removed }: QueueChangeDocument): string {
  const changes = [added > 0 ? `${added} added` : '', removed > 0 ? `${removed} removed` : ''].filter(Boolean);
  return [...changes, `${countText(length, 'track')} in the play queue`].join(', ');
}

function formatTrack(track: Track): string {
  return `${String(track.id ?? '').padStart(6)}  ${songText(track)}  ${clockText(track.durationSeconds)}`;
}

function songText(song: {
  readonly artist: string | null;
  readonly title: string;
  readonly album: string | null;
}): string {
  const album = song.album === null ? '' : ` (${song.album})`;
  return `${song.artist ?? 'unknown artist'} – ${song.title}${album}`;
}

function fixedText(where: string | undefined): string {
  return where === undefined ? '' : `  (set in the ${where})`;
}

function lines(rows: readonly string[], whenEmpty: string, total = rows.length): string {
  if (rows.length === 0) return whenEmpty;
  const rest = total - rows.length;
  return [...rows, ...(rest > 0 ? [`… ${rest} more: use --limit and --offset`] : [])].join('\n');
}

/** Text for a terminal: each line cleaned of whatever could control it. */
export function printable(text: string): string {
  return text.split('\n').map(cleanForDisplay).join('\n');
}
