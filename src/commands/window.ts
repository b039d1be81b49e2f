import type { Command } from './command.ts';

/** What only the window does. */
export const windowCommands = {
  'window.quit': {
    place: 'window',
    title: 'Close the window, music goes on',
    params: {},
    keys: [{ key: 'q' }, { key: 'Ctrl-c' }],
  },
  'window.help': { place: 'window', title: 'Help', params: {}, keys: [{ key: '?' }] },
  'window.library': { place: 'window', title: 'Library', params: {}, keys: [{ key: '1' }] },
  'window.queue': { place: 'window', title: 'Queue', params: {}, keys: [{ key: '2' }] },
  'window.lastfm': { place: 'window', title: 'Last.fm', params: {}, keys: [{ key: '5' }] },
  'window.nextPane': { place: 'window', title: 'Next pane', params: {}, keys: [{ key: 'Tab' }] },
  'window.previousPane': { place: 'window', title: 'Previous pane', params: {}, keys: [{ key: 'Shift-Tab' }] },
  'window.down': {
    place: 'window',
    title: 'Down',
    params: {},
    keys: [
      { key: 'j', place: 'list' },
      { key: 'Down', place: 'list' },
    ],
  },
  'window.up': {
    place: 'window',
    title: 'Up',
    params: {},
    keys: [
      { key: 'k', place: 'list' },
      { key: 'Up', place: 'list' },
    ],
  },
  'window.into': {
    place: 'window',
    title: 'Into',
    params: {},
    keys: [
      { key: 'l', place: 'list' },
      { key: 'Right', place: 'list' },
    ],
  },
  'window.out': {
    place: 'window',
    title: 'Back',
    params: {},
    keys: [
      { key: 'h', place: 'list' },
      { key: 'Left', place: 'list' },
    ],
  },
  'window.top': {
    place: 'window',
    title: 'Top',
    params: {},
    keys: [
      { key: 'gg', place: 'list' },
      { key: 'Home', place: 'list' },
    ],
  },
  'window.bottom': {
    place: 'window',
    title: 'Bottom',
    params: {},
    keys: [
      { key: 'G', place: 'list' },
      { key: 'End', place: 'list' },
    ],
  },
  'window.halfPageDown': {
    place: 'window',
    title: 'Half a page down',
    params: {},
    keys: [{ key: 'Ctrl-d', place: 'list' }],
  },
  'window.halfPageUp': {
    place: 'window',
    title: 'Half a page up',
    params: {},
    keys: [{ key: 'Ctrl-u', place: 'list' }],
  },
  'window.pageDown': {
    place: 'window',
    title: 'Page down',
    params: {},
    keys: [
      { key: 'Ctrl-f', place: 'list' },
      { key: 'PageDown', place: 'list' },
    ],
  },
  'window.pageUp': {
    place: 'window',
    title: 'Page up',
    params: {},
    keys: [
      { key: 'Ctrl-b', place: 'list' },
      { key: 'PageUp', place: 'list' },
    ],
  },
  'window.play': { place: 'window', title: 'Play', params: {}, keys: [{ key: 'Enter', place: 'list' }] },
  'window.append': {
    place: 'window',
    title: 'Append to the queue',
    params: {},
    keys: [{ key: 'a', place: 'library' }],
  },
  'window.appendAll': {
    place: 'window',
    title: 'Append all shown',
    params: {},
    keys: [{ key: 'A', place: 'library' }],
  },
  'window.playNext': { place: 'window', title: 'Play next', params: {}, keys: [{ key: 'E', place: 'library' }] },
  'window.find': { place: 'window', title: 'Find', params: {}, keys: [{ key: '/', place: 'list' }] },
  'window.findNext': { place: 'window', title: 'Next match', params: {}, keys: [{ key: 'n', place: 'list' }] },
  'window.findPrevious': { place: 'window', title: 'Previous match', params: {}, keys: [{ key: 'N', place: 'list' }] },
  'window.remove': { place: 'window', title: 'Remove', params: {}, keys: [{ key: 'd', place: 'queue' }] },
  'window.moveDown': { place: 'window', title: 'Move down', params: {}, keys: [{ key: 'J', place: 'queue' }] },
  'window.moveUp': { place: 'window', title: 'Move up', params: {}, keys: [{ key: 'K', place: 'queue' }] },
  'window.showPlaying': { place: 'window', title: 'Jump to what plays', params: {}, keys: [{ key: 'o' }] },
  'window.connect': { place: 'window', title: 'Connect to Last.fm', params: {}, keys: [{ key: 'c', place: 'lastfm' }] },
} as const satisfies Record<string, Command>;
