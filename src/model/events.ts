import type { LastfmState, LibraryState, PlaybackState, QueueState, ScanProgress } from './status.ts';

export type NoticeLevel = 'info' | 'warning' | 'error';
export type Notice = { readonly level: NoticeLevel; readonly message: string; readonly hint: string | null };

export type AuthState = 'pending' | 'authenticated' | 'disconnected' | 'expired';
export type ScrobbleStatus = 'queued' | 'sent' | 'ignored' | 'rejected';

/** What the engine tells whoever listens: the method names and parameters of the protocol's notifications. */
export type EngineEvents = {
  readonly 'playback.changed': PlaybackState;
  readonly 'queue.changed': QueueState;
  readonly 'library.changed': LibraryState;
  readonly 'library.scanProgress': ScanProgress;
  readonly 'lastfm.changed': LastfmState;
  readonly 'lastfm.auth': {
    readonly state: AuthState;
    readonly username: string | null;
    /** Why a sign-in ended without an account. */
    readonly reason: string | null;
  };
  readonly 'lastfm.nowPlaying': { readonly artist: string; readonly track: string };
  readonly 'lastfm.scrobbleStatus': {
    readonly status: ScrobbleStatus;
    readonly artist: string;
    readonly track: string;
    readonly reason: string | null;
  };
  readonly 'lastfm.queueUpdated': { readonly queued: number; readonly rejected: number };
  readonly notice: Notice;
};

export type EventName = keyof EngineEvents;

/** One event, as a union by name, so that a `switch` on `name` narrows `data`. */
export type EngineEvent = {
  readonly [Name in EventName]: { readonly name: Name; readonly data: EngineEvents[Name] };
}[EventName];
