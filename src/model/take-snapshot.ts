import type { Slices } from './status.ts';

/** Every slice as it is at this moment, from whoever can tell one. */
export function takeSnapshot(slice: <Name extends keyof Slices>(name: Name) => Slices[Name]): Slices {
  return {
    playback: slice('playback'),
    queue: slice('queue'),
    lastfm: slice('lastfm'),
    library: slice('library'),
  };
}
