import { AppError } from '../../model/app-error.ts';
import type { QueueChangeDocument } from '../../model/results.ts';
import { trackFiles } from '../find-files.ts';
import { indexOfEntry } from '../../player/play-queue.ts';
import type { Context, Handlers } from '../context.ts';
import { findFiles } from '../find-files.ts';
import { DEFAULT_LIMIT } from '../list-page.ts';
import { statusDocument } from '../status-document.ts';

/** What the commands of the play queue do. */
export function queueHandlers(context: Context): Handlers<`queue.${string}`> {
  const { keeper, playback, songs, store, serially } = context;

  const outcome = (lengthBefore: number): QueueChangeDocument => {
    const { length, index } = store.get('queue');
    return { length, index, added: Math.max(0, length - lengthBefore), removed: Math.max(0, lengthBefore - length) };
  };

  const change = async (act: () => Promise<void>): Promise<QueueChangeDocument> => {
    let lengthBefore = 0;
    await serially(async () => {
      lengthBefore = keeper.queue().entries.length;
      await act();
      await playback.followQueue();
    });
    return outcome(lengthBefore);
  };

  const entryOf = (entryId: number) => {
    const entry = keeper.queue().entries[indexOfEntry(keeper.queue(), entryId)];
    if (entry === undefined) throw new AppError('not-found', `The play queue has no entry ${entryId}.`);
    return entry;
  };

  return {
    'queue.list': async ({ limit = DEFAULT_LIMIT, offset = 0 }) => {
      const queue = keeper.queue();
      const { revision, index, length } = store.get('queue');
      const rows = queue.entries.slice(offset, offset + limit);
      const tracks = await songs.tracksOf(rows);
      const items = rows.flatMap(({ entryId }, at) => {
        const track = tracks[at];
        if (track === undefined) return [];
        const { id, path, title, artist, album, durationSeconds, loved } = track;
        return [{ entryId, position: offset + at + 1, id, path, title, artist, album, durationSeconds, loved }];
      });
      return { length, index, total: length, revision, items };
    },
    'queue.add': async ({ paths = [], trackIds = [], next = false, play = false }) => {
      // Before anything waits for its turn: a walk over a large folder takes its time.
      const files = [...(await findFiles(context, paths)), ...(await trackFiles(context, trackIds))];
      if (files.length === 0) throw new AppError('usage', 'Nothing was named that could be added.');
      return change(async () => {
        const [first] = await keeper.add(files, next ? 'after-current' : 'end');
        if (play && first !== undefined) await playback.start(first);
      });
    },
    'queue.play': async ({ entryId }) => {
      await serially(() => playback.start(entryOf(entryId)));
      return statusDocument(context);
    },
    'queue.clear': () => change(() => keeper.clear()),
    'queue.remove': ({ entryIds }) =>
      change(async () => {
        for (const entryId of entryIds) entryOf(entryId);
        await keeper.remove(entryIds);
      }),
    'queue.move': ({ entryId, to }) => change(() => keeper.move(entryId, to)),
  };
}
