import type { Command } from './command.ts';

export const engineCommands = {
  'engine.status': { place: 'engine', title: 'Describe the whole state', params: {} },
  'shell.status': {
    place: 'shell',
    title: 'Show what is playing',
    words: ['status'],
    params: {
      format: { kind: 'text', about: 'a line of your own: {artist} {title} {album} {status} {position} {duration} …' },
    },
    needsRunningEngine: true,
  },
  'engine.shutdown': {
    place: 'engine',
    title: 'Stop music and engine',
    words: ['shutdown'],
    params: {},
    needsRunningEngine: true,
    keys: [{ key: 'Q' }],
  },
  'engine.info': { place: 'engine', title: 'Describe the engine', params: {} },
  subscribe: { place: 'engine', title: 'Be told of every change', params: {} },
  'shell.engine': { place: 'shell', title: 'Run the engine in the foreground', words: ['engine'], params: {} },
  'shell.watch': {
    place: 'shell',
    title: 'Print every change',
    words: ['watch'],
    params: {},
    needsRunningEngine: true,
  },
  'shell.info': { place: 'shell', title: 'Show versions and where things live', words: ['info'], params: {} },
} as const satisfies Record<string, Command>;
