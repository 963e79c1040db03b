import { defineConfig } from 'vitest/config';

const DATABASE_TESTS = ['test/store/**/*.test.ts', 'test/serve/**/*.test.ts', 'test/flow/**/*.test.ts'];
const PROCESS_TESTS = ['test/process/**/*.test.ts', 'test/browser/**/*.test.ts'];

// Three projects: pure tests run in parallel; database tests share one worker, because a fresh embedded
// store costs a hundred times a TRUNCATE; process tests start real commands and take their time.
export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres-server.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...DATABASE_TESTS, ...PROCESS_TESTS],
          // Compiling every shipped topic takes a second, and several on a busy machine.
          testTimeout: 30_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'database',
          include: DATABASE_TESTS,
          fileParallelism: false,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'process',
          include: PROCESS_TESTS,
          fileParallelism: false,
          // A browser that visits every item takes minutes on a busy machine.
          testTimeout: 400_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
});
