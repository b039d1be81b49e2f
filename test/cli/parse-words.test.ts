import { describe, expect, it } from 'vitest';
import { parseWords } from '../../src/cli/parse-words.ts';
import { AppError } from '../../src/model/app-error.ts';

function problemOf(...words: string[]): string {
  try {
    return JSON.stringify(parseWords(words));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.code}: ${error.message} | ${error.hint}`;
  }
}

describe('the words of the shell', () => {
  it.each<[string, string, object]>([
    ['play', 'playback.play', {}],
    ['play /a /b', 'playback.play', { paths: ['/a', '/b'] }],
    ['play --search joga', 'playback.play', { search: 'joga' }],
    ['seek -1:30', 'playback.seek', { to: '-1:30' }],
    ['seek -10 --json', 'playback.seek', { to: '-10' }],
    ['volume -5', 'playback.volume', { to: '-5' }],
    ['mute on', 'playback.mute', { muted: true }],
    ['speed 1.5', 'playback.speed', { speed: 1.5 }],
    ['queue', 'queue.list', {}],
    ['queue --limit 5', 'queue.list', { limit: 5 }],
    ['queue add --next /a', 'queue.add', { paths: ['/a'], next: true }],
    ['queue remove 1 3', 'shell.queueRemove', { positions: [1, 3] }],
    ['queue move 1 3', 'shell.queueMove', { from: 1, to: 3 }],
    ['lastfm', 'lastfm.status', {}],
    ['lastfm queue', 'lastfm.queueStatus', {}],
    ['lastfm queue retry', 'lastfm.queueRetry', {}],
    ['lastfm queue retry 4 5', 'lastfm.queueRetry', { ids: [4, 5] }],
    [
      'lastfm settings --enabled off --threshold 75',
      'lastfm.updateSettings',
      { enabled: false, scrobbleThreshold: 75 },
    ],
    ['lastfm login --no-wait', 'shell.login', { noWait: true }],
    [
      'lastfm scrobble --artist A --track T --duration 90',
      'lastfm.scrobble',
      { artist: 'A', track: 'T', duration: 90 },
    ],
  ])('tonearm %s', (words, id, params) => {
    expect(parseWords(words.split(' '))).toEqual({ kind: 'command', id, params, isJson: words.includes('--json') });
  });

  it('suggest the nearest word for a wrong one', () => {
    expect(problemOf('plya')).toBe("usage: unknown command 'plya' | Did you mean play?");
    expect(problemOf('queue', 'lst')).toBe("usage: unknown command 'lst' | Did you mean list?");
    expect(problemOf('lastfm', 'queue', 'rety')).toBe("usage: unknown command 'rety' | Did you mean retry?");
    expect(problemOf('queue', 'add', '--nxt')).toBe("usage: unknown option '--nxt' | Did you mean --next?");
  });

  it('say what is missing or wrong', () => {
    expect(problemOf('seek')).toBe("usage: missing required argument 'to' | See: tonearm --help");
    expect(problemOf('library')).toBe('usage: library: a word is missing | See: tonearm library --help');
    expect(problemOf('mute', 'maybe')).toBe('usage: muted must be on or off, not "maybe" | null');
    expect(problemOf('speed', 'fast')).toBe('usage: speed must be a number, not "fast" | null');
    expect(problemOf('lastfm', 'scrobble', '--artist', 'A')).toBe(
      "usage: required option '--track <text>' not specified | See: tonearm --help",
    );
  });
});
