import { expect, test } from 'vitest';
import { allCommands } from '../../src/commands/all.ts';
import { buildKeymap, lookUpKeys } from '../../src/ui/keymap.ts';

const keymap = buildKeymap(allCommands);
const meaning = (key: string, ...places: Parameters<typeof lookUpKeys>[1]) => {
  const found = lookUpKeys(keymap, places, key);
  return found.kind === 'command' ? found.bound.id : found.kind;
};

test('finds a key of every place around, the view first', () => {
  expect(meaning('Enter', 'queue', 'list', 'global')).toBe('window.play');
  expect(meaning('d', 'queue', 'list', 'global')).toBe('window.remove');
  expect(meaning('d', 'library', 'list', 'global')).toBe('nothing');
  expect(meaning('R', 'lastfm', 'list', 'global')).toBe('lastfm.queueRetry');
  expect(meaning('Space', 'library', 'list', 'global')).toBe('playback.toggle');
});

test('knows the beginning of a sequence, but not of a named key', () => {
  expect(meaning('g', 'library', 'list', 'global')).toBe('begun');
  expect(meaning('gg', 'library', 'list', 'global')).toBe('window.top');
  expect(meaning('P', 'library', 'list', 'global')).toBe('nothing');
  expect(meaning('C', 'library', 'list', 'global')).toBe('nothing');
});

test('carries the parameters and title of a binding', () => {
  const found = lookUpKeys(keymap, ['global'], ',');
  expect(found).toMatchObject({ bound: { id: 'playback.seek', params: { to: '-60' }, title: 'Back 1 min' } });
});

test('says where a key has two meanings', () => {
  const stop = { ...allCommands['playback.stop'], keys: [{ key: 'p' }] };
  expect(() => buildKeymap({ ...allCommands, 'playback.stop': stop })).toThrow(
    'p means both playback.toggle and playback.stop (global)',
  );
});
