import { defineConfig } from 'vitest/config';
import { ClosingReporter } from './embedded/src/testing/closing-reporter.ts';
import { SlowFirst } from './embedded/src/testing/slow-first.ts';

export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.data/**', '**/.cache/**'],
    globalSetup: ['embedded/src/testing/global-setup.ts'],
    // Processes and not threads: a test may kill, change its folder, or load a native module.
    pool: 'forks',
    // Two cores are what CI has; more would share the one PostgreSQL of the run and time out by turns.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // Most tests take milliseconds. The limits are for a loaded machine, not for a slow test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default', new ClosingReporter()],
  },
});
