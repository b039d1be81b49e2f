import type { Song } from '../model/song.ts';
import type { QueueEntry } from '../player/play-queue.ts';
import type { PlayRecorder } from './play-recorder.ts';
import type { Songs } from './songs.ts';

/** One play that the player was given, now or as the next one. */
export type PreparedPlay = { readonly key: number; readonly entry: QueueEntry; readonly song: Song };

/** The plays that the player was given and has not ended, by the keys that it knows them by. */
export type PreparedPlays = {
  /** Makes a new play; `saved` is the same play as an engine that ended had it. */
  readonly prepare: (entry: QueueEntry, saved?: string | null) => Promise<PreparedPlay>;
  readonly get: (key: number) => PreparedPlay | undefined;
  readonly forget: (key: number) => void;
};

export function createPreparedPlays(songs: Songs, recorder: PlayRecorder): PreparedPlays {
  const plays = new Map<number, PreparedPlay>();
  let lastKey = 0;
  return {
    prepare: async (entry, saved = null) => {
      const song = await songs.songOf(entry);
      lastKey += 1;
      const play = { key: lastKey, entry, song };
      plays.set(play.key, play);
      recorder.expect(play, saved);
      return play;
    },
    get: (key) => plays.get(key),
    forget: (key) => plays.delete(key),
  };
}
