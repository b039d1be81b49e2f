import type { QueueState, RepeatMode, ShuffleMode } from '../model/status.ts';

const REPEAT: Readonly<Record<RepeatMode, string>> = { off: '-', all: 'r', one: 'R' };
const SHUFFLE: Readonly<Record<ShuffleMode, string>> = { off: '-', tracks: 'z', albums: 'Z' };

/** The modes as the letters of their keys, `[rz-]`; a capital is the second kind: one track repeated, whole albums shuffled. */
export function modeLetters({ repeat, shuffle, consume }: QueueState): string {
  return `[${REPEAT[repeat]}${SHUFFLE[shuffle]}${consume ? 'c' : '-'}]`;
}
