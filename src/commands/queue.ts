import type { Command } from './command.ts';
import { listParams } from './list-params.ts';

export const queueCommands = {
  'queue.list': {
    place: 'engine',
    title: 'Show the play queue',
    words: ['queue', 'list'],
    isDefault: true,
    params: { ...listParams },
  },
  'queue.add': {
    place: 'engine',
    title: 'Append to the play queue',
    words: ['queue', 'add'],
    params: {
      paths: { kind: 'paths', isPositional: true, about: 'files and folders' },
      trackIds: { kind: 'integers', isProtocolOnly: true, about: 'ids of library tracks' },
      next: { kind: 'flag', about: 'put them after what plays now' },
      play: { kind: 'flag', about: 'play the first of them at once' },
    },
  },
  'queue.play': {
    place: 'engine',
    title: 'Play an entry of the play queue',
    params: { entryId: { kind: 'integer', isRequired: true, about: 'the entry' } },
  },
  'queue.clear': {
    place: 'engine',
    title: 'Clear the play queue',
    words: ['queue', 'clear'],
    params: {},
    keys: [{ key: 'D', place: 'queue' }],
  },
  'queue.remove': {
    place: 'engine',
    title: 'Remove from the play queue',
    params: { entryIds: { kind: 'integers', isRequired: true, about: 'the entries' } },
  },
  'queue.move': {
    place: 'engine',
    title: 'Move within the play queue',
    params: {
      entryId: { kind: 'integer', isRequired: true, about: 'the entry' },
      to: { kind: 'integer', min: 1, isRequired: true, about: 'its new position, from 1' },
    },
  },
  'shell.queueRemove': {
    place: 'shell',
    title: 'Remove from the play queue',
    words: ['queue', 'remove'],
    params: {
      positions: {
        kind: 'integers',
        isPositional: true,
        isRequired: true,
        about: 'positions from 1, as `queue list` shows them',
      },
    },
  },
  'shell.queueMove': {
    place: 'shell',
    title: 'Move within the play queue',
    words: ['queue', 'move'],
    params: {
      from: { kind: 'integer', min: 1, isPositional: true, isRequired: true, about: 'position from 1' },
      to: { kind: 'integer', min: 1, isPositional: true, isRequired: true, about: 'its new position' },
    },
  },
} as const satisfies Record<string, Command>;
