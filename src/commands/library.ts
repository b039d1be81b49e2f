import type { Command } from './command.ts';
import { listParams } from './list-params.ts';

export const libraryCommands = {
  'library.add': {
    place: 'engine',
    title: 'Add a folder to the library and scan it',
    words: ['library', 'add'],
    params: { path: { kind: 'path', isPositional: true, isRequired: true, about: 'the folder' } },
  },
  'library.remove': {
    place: 'engine',
    title: 'Take a folder out of the library',
    words: ['library', 'remove'],
    params: {
      path: { kind: 'path', isPositional: true, isRequired: true, about: 'the folder; its files stay on disk' },
    },
  },
  'library.folders': { place: 'engine', title: 'Show the library folders', words: ['library', 'folders'], params: {} },
  'library.scan': {
    place: 'engine',
    title: 'Scan the library',
    words: ['library', 'scan'],
    params: {
      path: { kind: 'path', isPositional: true, about: 'only this folder' },
      full: { kind: 'flag', about: 'read unchanged files again too' },
    },
    keys: [{ key: 'U' }],
  },
  'library.search': {
    place: 'engine',
    title: 'Search the library',
    words: ['library', 'search'],
    params: {
      query: { kind: 'text', isPositional: true, isRequired: true, about: 'words that title, artist or album contain' },
      ...listParams,
    },
  },
  'library.stats': { place: 'engine', title: 'Show library figures', words: ['library', 'stats'], params: {} },
  'library.artists': {
    place: 'engine',
    title: 'List artists',
    params: { query: { kind: 'text', about: 'only names that contain this' }, ...listParams },
  },
  'library.albums': {
    place: 'engine',
    title: 'List albums',
    params: {
      artist: { kind: 'text', about: 'of this artist (album artist, else artist); empty for no artist' },
      ...listParams,
    },
  },
  'library.tracks': {
    place: 'engine',
    title: 'List tracks in album order',
    params: {
      artist: { kind: 'text', about: 'of this artist (album artist, else artist); empty for no artist' },
      album: { kind: 'text', about: 'of this album; empty for no album' },
      ...listParams,
    },
  },
} as const satisfies Record<string, Command>;
