/**
 * Three groups: `fast` for everything that stays in its process, `processes` for tests that spawn, kill and wait; those
 * run two files at a time, afterwards, with patience; `e2e` for those that drive a browser, last. Two, because half of
 * such a test is waiting for a disk or a window; not more, because what they wait for has a time limit.
 */
import { configDefaults, defineConfig } from 'vitest/config';

const folders = ['crash', 'cli', 'verification', 'campaigns', 'window'];
const spawning = folders.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['build/test-setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...spawning, 'test/e2e/**', 'test/electron/**', 'test/bench/**'],
          testTimeout: 60_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 }, // not 0, which sends a single worker's files to the very end
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: spawning,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/harness/global-setup.ts'],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          // Where Electron's binary is; says so where it is not.
          name: 'electron',
          include: ['test/electron/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
