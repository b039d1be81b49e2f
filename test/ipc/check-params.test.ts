import { describe, expect, it } from 'vitest';
import { allCommands, type CommandId } from '../../src/commands/all.ts';
import { checkParams } from '../../src/ipc/check-params.ts';

function complaintOf(id: CommandId, params: object): string | null {
  try {
    checkParams(allCommands[id], params);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('checking parameters', () => {
  it.each<[CommandId, object]>([
    ['playback.play', {}],
    ['playback.play', { paths: ['/a', '/b'] }],
    ['playback.seek', { to: '-1:30' }],
    ['playback.volume', { to: '+5' }],
    ['playback.mute', { muted: false }],
    ['playback.repeat', { mode: 'one' }],
    ['queue.list', { limit: 0, offset: 100_000 }],
    ['lastfm.updateSettings', { scrobbleThreshold: 25, enabled: true }],
    ['lastfm.queueRetry', { ids: [1, 2] }],
  ])('%s takes %j', (id, params) => {
    expect(complaintOf(id, params)).toBeNull();
  });

  it.each<[CommandId, object, string]>([
    ['playback.play', { path: '/a' }, 'there is no parameter "path"'],
    ['playback.play', { paths: ['a'] }, 'parameter "paths" must be a list of absolute paths'],
    ['playback.play', { paths: ['/a\0b'] }, 'parameter "paths" must be a list of absolute paths'],
    ['playback.play', { paths: '/a' }, 'parameter "paths" must be a list of absolute paths'],
    ['playback.seek', {}, 'parameter "to" is missing'],
    ['playback.seek', { to: '50%%' }, 'parameter "to" must be like 90, +10, -10, 1:30 or 50%'],
    ['playback.volume', { to: 5 }, 'parameter "to" must be like 40, +5 or -5'],
    ['playback.mute', { muted: 'on' }, 'parameter "muted" must be true or false'],
    ['playback.repeat', { mode: 'two' }, 'parameter "mode" must be off, all, one'],
    ['playback.speed', { speed: 0 }, 'parameter "speed" must be between 0.25 and 100'],
    ['playback.speed', { speed: Number.NaN }, 'parameter "speed" must be a number'],
    ['queue.list', { limit: -1 }, 'parameter "limit" must be between 0 and 100000'],
    ['queue.list', { limit: 1.5 }, 'parameter "limit" must be a whole number'],
    ['queue.list', { offset: -1 }, 'parameter "offset" must be at least 0'],
    ['lastfm.updateSettings', { scrobbleThreshold: 24 }, 'parameter "scrobbleThreshold" must be between 25 and 100'],
    ['lastfm.queueRetry', { ids: ['1'] }, 'parameter "ids" must be a list of whole numbers'],
    ['lastfm.scrobble', { artist: 'a', track: 7 }, 'parameter "track" must be a text'],
  ])('%s refuses %j', (id, params, complaint) => {
    expect(complaintOf(id, params)).toBe(complaint);
  });
});
