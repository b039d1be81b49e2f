import type { Command } from './command.ts';

export const playbackCommands = {
  'playback.play': {
    place: 'engine',
    title: 'Play, or resume',
    words: ['play'],
    params: {
      paths: { kind: 'paths', isPositional: true, about: 'files and folders to play in place of the play queue' },
      search: { kind: 'text', about: 'play what the library search finds' },
    },
  },
  'playback.pause': { place: 'engine', title: 'Pause', words: ['pause'], params: {} },
  'playback.toggle': {
    place: 'engine',
    title: 'Play or pause',
    words: ['toggle'],
    params: {},
    keys: [{ key: 'Space' }, { key: 'p' }],
  },
  'playback.stop': { place: 'engine', title: 'Stop', words: ['stop'], params: {}, keys: [{ key: 's' }] },
  'playback.next': { place: 'engine', title: 'Next track', words: ['next'], params: {}, keys: [{ key: '>' }] },
  'playback.prev': { place: 'engine', title: 'Previous track', words: ['prev'], params: {}, keys: [{ key: '<' }] },
  'playback.seek': {
    place: 'engine',
    title: 'Seek',
    words: ['seek'],
    params: {
      to: {
        kind: 'seek',
        isPositional: true,
        isRequired: true,
        about: 'seconds, +seconds, -seconds, minutes:seconds or a percentage',
      },
    },
    keys: [
      { key: 'b', params: { to: '-5' }, title: 'Back 5 s' },
      { key: 'f', params: { to: '+5' }, title: 'Forward 5 s' },
      { key: ',', params: { to: '-60' }, title: 'Back 1 min' },
      { key: '.', params: { to: '+60' }, title: 'Forward 1 min' },
      { key: '0', params: { to: '0' }, title: 'Restart the track' },
    ],
  },
  'playback.volume': {
    place: 'engine',
    title: 'Volume',
    words: ['volume'],
    params: { to: { kind: 'volume', isPositional: true, about: 'per cent, +per cent or -per cent' } },
    keys: [
      { key: '+', params: { to: '+5' }, title: 'Louder 5 %' },
      { key: '=', params: { to: '+5' }, title: 'Louder 5 %' },
      { key: '-', params: { to: '-5' }, title: 'Softer 5 %' },
      { key: ']', params: { to: '+1' }, title: 'Louder 1 %' },
      { key: '[', params: { to: '-1' }, title: 'Softer 1 %' },
    ],
  },
  'playback.mute': {
    place: 'engine',
    title: 'Mute',
    words: ['mute'],
    params: { muted: { kind: 'switch', isPositional: true, about: 'on or off; toggles when left out' } },
    keys: [{ key: 'm' }],
  },
  'playback.speed': {
    place: 'engine',
    title: 'Speed',
    words: ['speed'],
    params: {
      speed: {
        kind: 'number',
        min: 0.25,
        max: 100,
        isPositional: true,
        isRequired: true,
        about: 'factor, 1 is normal',
      },
    },
  },
  'playback.repeat': {
    place: 'engine',
    title: 'Repeat',
    words: ['repeat'],
    params: {
      mode: {
        kind: 'choice',
        choices: ['off', 'all', 'one'],
        isPositional: true,
        about: 'off, all or one; the next of these when left out',
      },
    },
    keys: [{ key: 'r' }],
  },
} as const satisfies Record<string, Command>;
