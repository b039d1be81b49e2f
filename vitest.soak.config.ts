import { defineConfig } from 'vitest/config';

/** The long tests, which `npm test` leaves out. They start engines and kill them, so they run one file at a time. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.soak.ts'],
    testTimeout: 60 * 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
