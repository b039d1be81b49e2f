import { describe, it } from 'vitest';
import { surviveCrashes } from '../helpers/crashes.ts';

const seed = Number(process.env['TONEARM_TEST_SEED'] ?? Date.now() % 1_000_000);

describe(`kill -9 at 20 random moments each (TONEARM_TEST_SEED=${seed})`, () => {
  it.each(['engine', 'mpv', 'window'] as const)('of the %s', async (victim) => {
    await surviveCrashes(victim, { times: 20, seed });
  });
});
