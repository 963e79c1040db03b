import { defineConfig } from 'vitest/config';

const DATABASE_TESTS = ['test/store/**/*.test.ts', 'test/serve/**/*.test.ts', 'test/flow/**/*.test.ts'];
const PROCESS_TESTS = ['test/process/**/*.test.ts', 'test/browser/**/*.test.ts'];

// Two workers, each with a PostgreSQL of its own, run the files of all projects beside one another: what waits for a
// process or a clock leaves its core to the other. The databases of one server see each other's transactions, so on
// somebody's own server there is one worker.
const WORKERS = (process.env['DATABASE_URL'] ?? '') === '' ? 2 : 1;

// Three projects: pure tests; database tests, whose files share their worker's stores, because a fresh embedded
// store costs a hundred times a TRUNCATE; process tests, which start real commands and take their time.
export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres-server.ts'],
    maxWorkers: WORKERS,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...DATABASE_TESTS, ...PROCESS_TESTS],
          // Compiling every shipped topic takes a second, and several on a busy machine.
          testTimeout: 60_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'database',
          include: DATABASE_TESTS,
          globalSetup: ['test/support/store-image.ts'],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'process',
          include: PROCESS_TESTS,
          globalSetup: ['test/support/store-image.ts', 'test/support/compiled.ts'],
          // A browser that visits every item takes minutes on a busy machine.
          testTimeout: 400_000,
          hookTimeout: 400_000,
        },
      },
    ],
  },
});
