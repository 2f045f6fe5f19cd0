import { defineConfig } from 'vitest/config';
import { PlainSummary } from './test/support/plain-summary.ts';

const INTEGRATION = '{test,verification}/**/*.integration.test.ts';

/** A test that starts a database, a server or a process is named `*.integration.test.ts`; every other one is a unit test. */
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ['default', new PlainSummary()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{test,verification}/**/*.test.ts'],
          exclude: [INTEGRATION],
          setupFiles: ['test/support/bounded-properties.ts', 'test/support/start-nothing.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [INTEGRATION],
          globalSetup: ['test/support/postgres-server.ts'],
          setupFiles: ['test/support/bounded-properties.ts'],
        },
      },
    ],
  },
});
