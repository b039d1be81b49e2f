import type { LastfmState, PausedBecause, PlaybackState } from '../model/status.ts';
import { formatCount, formatDuration } from './format.ts';
import { isMoving } from './playback-position.ts';

/** What the strip says about scrobbling, and how it is meant. */
export type ScrobbleLine = { readonly text: string; readonly tone: 'plain' | 'good' | 'warning' | 'muted' };

/** Why nothing is sent, in words. */
export const PAUSED_WORDS: Readonly<Record<PausedBecause, string>> = {
  offline: 'Last.fm cannot be reached',
  'rate-limited': 'Last.fm asked to slow down',
  'daily-limit': "Last.fm's daily limit is reached",
  'sign-in-again': 'sign in again',
  configuration: 'the API key is not accepted',
  disabled: 'scrobbling is off',
};

/** Says when what plays will count, that it has, or why it never will, and what waits. */
export function scrobbleLine(lastfm: LastfmState, playback: PlaybackState, nowMs: number): ScrobbleLine {
  const waiting = lastfm.queued > 0 ? `waiting: ${formatCount(lastfm.queued)}` : '';
  if (!lastfm.enabled) return joined('muted', 'scrobbling is off', waiting);
  if (!lastfm.configured) return joined('muted', 'no Last.fm API key', waiting);
  if (!lastfm.authenticated) return joined('muted', 'not signed in', waiting);
  const because = lastfm.pausedBecause;
  const held = because === null || waiting === '' ? waiting : `${waiting} (${PAUSED_WORDS[because]})`;
  const { play } = lastfm;
  switch (play.state) {
    case 'none':
      return joined(because === null ? 'plain' : 'warning', held);
    case 'counted':
      // It has counted; delivered it is only once nothing waits.
      return joined('good', waiting === '' ? '✓ scrobbled' : '✓ counted', held);
    case 'ineligible':
      return joined('muted', `not scrobbled: ${play.reason}`, held);
    case 'listening': {
      const sinceMs = isMoving(playback) ? Math.max(0, nowMs - lastfm.playSampledAtMs) : 0;
      const listened = play.listenedSeconds + (sinceMs / 1000) * playback.speed;
      const left = Math.max(0, Math.ceil(play.neededSeconds - listened));
      return joined('plain', held, `scrobbles in ${formatDuration(left)}`);
    }
  }
}

function joined(tone: ScrobbleLine['tone'], ...parts: readonly string[]): ScrobbleLine {
  return { text: parts.filter((part) => part !== '').join(' · '), tone };
}
