import type { LastfmState, PlaybackStatus, RepeatMode, ScanProgress, ShuffleMode, Slices } from './status.ts';
import type { Track } from './track.ts';

/** The answer to `status`; times are UNIX seconds. */
export type StatusDocument = {
  readonly engine: { readonly version: string; readonly pid: number; readonly uptimeSeconds: number };
  readonly playback: {
    readonly status: PlaybackStatus;
    readonly positionSeconds: number;
    readonly durationSeconds: number | null;
    readonly volumePercent: number;
    readonly muted: boolean;
    readonly speed: number;
    readonly track: Track | null;
  };
  readonly queue: {
    readonly length: number;
    readonly index: number;
    readonly repeat: RepeatMode;
    readonly shuffle: ShuffleMode;
    readonly consume: boolean;
  };
  readonly lastfm: LastfmState;
  readonly library: { readonly tracks: number; readonly missing: number; readonly scan: ScanProgress | null };
};

export type QueueItem = {
  readonly entryId: number;
  /** From 1. */
  readonly position: number;
  readonly id: number | null;
  readonly path: string;
  readonly title: string;
  readonly artist: string | null;
  readonly album: string | null;
  readonly durationSeconds: number | null;
  readonly loved: boolean;
};

export type QueueDocument = {
  readonly length: number;
  readonly index: number;
  readonly total: number;
  readonly revision: number;
  readonly items: readonly QueueItem[];
};

export type QueueChangeDocument = {
  readonly length: number;
  readonly index: number;
  readonly added: number;
  readonly removed: number;
};

export type FileFailure = { readonly path: string; readonly reason: string };

export type ScanDocument = {
  readonly found: number;
  readonly added: number;
  readonly changed: number;
  readonly moved: number;
  readonly missing: number;
  readonly unchanged: number;
  readonly failed: readonly FileFailure[];
  /** What the scan could not do and therefore left alone, in words: an unmounted root, an empty folder. */
  readonly warnings: readonly string[];
  readonly newlyLoved: number;
  readonly seconds: number;
};

export type FoldersDocument = {
  readonly total: number;
  readonly folders: readonly {
    readonly path: string;
    readonly tracks: number;
    readonly lastScannedAt: number | null;
  }[];
};

export type SearchDocument = { readonly total: number; readonly tracks: readonly Track[] };

export type LibraryStatsDocument = {
  readonly tracks: number;
  readonly albums: number;
  readonly artists: number;
  readonly durationSeconds: number;
  readonly sizeBytes: number;
  readonly loved: number;
  readonly missing: number;
};

export type ArtistRow = { readonly artist: string | null; readonly albums: number; readonly tracks: number };
export type AlbumRow = {
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly date: string | null;
  readonly tracks: number;
  readonly durationSeconds: number;
};

export type LastfmSettingsDocument = {
  readonly configured: boolean;
  readonly authenticated: boolean;
  readonly username: string | null;
  readonly enabled: boolean;
  readonly scrobbleThreshold: number;
  readonly weeklySync: boolean;
  readonly apiUrl: string;
  /** For each setting that is fixed outside the program, where: `environment` or `config file`. */
  readonly fixedBy: Readonly<Record<string, string>>;
};

export type ScrobbleQueueItem = {
  readonly id: number;
  readonly artist: string;
  readonly track: string;
  readonly album: string | null;
  readonly timestamp: number;
  readonly state: 'waiting' | 'sending' | 'rejected';
  readonly attempts: number;
  readonly reason: string | null;
};

export type ScrobbleQueueDocument = {
  readonly queued: number;
  readonly rejected: number;
  readonly sending: number;
  readonly nextAttemptAt: number | null;
  readonly pausedBecause: LastfmState['pausedBecause'];
  readonly lastError: LastfmState['lastError'];
  readonly total: number;
  readonly items: readonly ScrobbleQueueItem[];
};

export type RetryDocument = {
  readonly sent: number;
  readonly ignored: number;
  /** Refused for good and kept aside with the reason. */
  readonly rejected: number;
  readonly remaining: number;
  readonly error: { readonly code: number | string; readonly message: string } | null;
};

/** What each engine command answers with. */
export type EngineResults = {
  'engine.status': StatusDocument;
  'engine.shutdown': { readonly stopped: true };
  'engine.info': {
    readonly version: string;
    readonly pid: number;
    readonly node: string;
    readonly sqlite: string;
    /** mpv's own version line; `null` while no mpv has been started. */
    readonly mpv: string | null;
  };
  subscribe: Slices;
  'playback.play': StatusDocument;
  'playback.pause': StatusDocument;
  'playback.toggle': StatusDocument;
  'playback.stop': StatusDocument;
  'playback.next': StatusDocument;
  'playback.prev': StatusDocument;
  'playback.seek': StatusDocument;
  'playback.volume': StatusDocument;
  'playback.mute': StatusDocument;
  'playback.speed': StatusDocument;
  'playback.repeat': StatusDocument;
  'queue.list': QueueDocument;
  'queue.add': QueueChangeDocument;
  'queue.play': StatusDocument;
  'queue.clear': QueueChangeDocument;
  'queue.remove': QueueChangeDocument;
  'queue.move': QueueChangeDocument;
  'library.add': ScanDocument;
  'library.remove': { readonly removed: number };
  'library.folders': FoldersDocument;
  'library.scan': ScanDocument;
  'library.search': SearchDocument;
  'library.stats': LibraryStatsDocument;
  'library.artists': { readonly total: number; readonly artists: readonly ArtistRow[] };
  'library.albums': { readonly total: number; readonly albums: readonly AlbumRow[] };
  'library.tracks': SearchDocument;
  'lastfm.status': LastfmState;
  'lastfm.authUrl': { readonly url: string; readonly token: string; readonly expiresAt: number };
  'lastfm.authCallback': { readonly username: string };
  'lastfm.disconnect': { readonly disconnected: true; readonly queued: number };
  'lastfm.getSettings': LastfmSettingsDocument;
  'lastfm.updateSettings': LastfmSettingsDocument;
  'lastfm.nowPlaying': { readonly artist: string; readonly track: string };
  'lastfm.scrobble': { readonly id: number; readonly queued: number };
  'lastfm.queueStatus': ScrobbleQueueDocument;
  'lastfm.queueRetry': RetryDocument;
};
