import { describe, it } from 'vitest';
import { surviveCrashes } from '../helpers/crashes.ts';

const seed = Number(process.env['TONEARM_TEST_SEED'] ?? Date.now() % 1_000_000);

describe(`kill -9 at random moments while a queue plays (TONEARM_TEST_SEED=${seed})`, () => {
  it('of the engine loses no place, no play, and counts none twice', async () => {
    await surviveCrashes('engine', { times: 3, seed });
  }, 120_000);

  it('of mpv goes on where it was, and counts each play once', async () => {
    await surviveCrashes('mpv', { times: 3, seed });
  }, 120_000);

  it('of the window is not even heard', async () => {
    await surviveCrashes('window', { times: 3, seed });
  }, 120_000);
});
