import type { Command } from './command.ts';
import { listParams } from './list-params.ts';

const songParams = {
  artist: { kind: 'text', isRequired: true, about: 'artist' },
  track: { kind: 'text', isRequired: true, about: 'title' },
  album: { kind: 'text', about: 'album' },
  duration: { kind: 'integer', min: 0, about: 'length in seconds' },
} as const;

export const lastfmCommands = {
  'lastfm.status': {
    place: 'engine',
    title: 'Show the state of Last.fm',
    words: ['lastfm', 'status'],
    isDefault: true,
    params: {},
  },
  'lastfm.authUrl': { place: 'engine', title: 'Begin signing in to Last.fm', params: {} },
  'lastfm.authCallback': {
    place: 'engine',
    title: 'Finish signing in to Last.fm',
    params: { token: { kind: 'text', isRequired: true, about: 'the token that was approved' } },
  },
  'lastfm.disconnect': { place: 'engine', title: 'Sign out of Last.fm', words: ['lastfm', 'logout'], params: {} },
  'lastfm.getSettings': { place: 'engine', title: 'Show the Last.fm settings', params: {} },
  'lastfm.updateSettings': {
    place: 'engine',
    title: 'Show or change the Last.fm settings',
    words: ['lastfm', 'settings'],
    params: {
      enabled: { kind: 'switch', about: 'scrobble at all' },
      scrobbleThreshold: {
        kind: 'integer',
        min: 25,
        max: 100,
        option: 'threshold',
        about: 'per cent of a track that make it count',
      },
      weeklySync: { kind: 'switch', about: 'read the loved tracks once a week' },
    },
  },
  'lastfm.nowPlaying': {
    place: 'engine',
    title: 'Tell Last.fm what plays now',
    words: ['lastfm', 'now-playing'],
    params: songParams,
  },
  'lastfm.scrobble': {
    place: 'engine',
    title: 'Scrobble a play',
    words: ['lastfm', 'scrobble'],
    params: {
      ...songParams,
      timestamp: { kind: 'integer', min: 0, about: 'when it began, UNIX seconds (default now)' },
    },
  },
  'lastfm.queueStatus': {
    place: 'engine',
    title: 'Show the scrobble queue',
    words: ['lastfm', 'queue', 'list'],
    isDefault: true,
    params: { ...listParams },
  },
  'lastfm.queueRetry': {
    place: 'engine',
    title: 'Retry the scrobble queue now',
    words: ['lastfm', 'queue', 'retry'],
    params: { ids: { kind: 'integers', isPositional: true, about: 'only these, rejected ones included' } },
    keys: [{ key: 'R', place: 'lastfm' }],
  },
  'shell.login': {
    place: 'shell',
    title: 'Sign in to Last.fm',
    words: ['lastfm', 'login'],
    params: {
      token: { kind: 'text', about: 'finish with a token that was approved' },
      noWait: { kind: 'flag', about: 'print the address and leave' },
    },
  },
} as const satisfies Record<string, Command>;
