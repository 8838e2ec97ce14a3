import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import { runner } from 'node-pg-migrate';
import { createJobPool } from '../job-pool.ts';

/**
 * Makes the outbox (schema `mail`) and graphile-worker's tables, or brings them up to date. Every process that queues
 * or sends mail does it at its start; when several start at once, one does it and the others wait.
 */
export async function prepareOutbox(databaseUrl: string): Promise<void> {
  await prepareJobs(databaseUrl);
  await runner({
    databaseUrl,
    dir: fileURLToPath(new URL('../../migrations', import.meta.url)),
    direction: 'up',
    migrationsTable: 'migrations',
    migrationsSchema: 'mail',
    createMigrationsSchema: true,
    advisoryLockMode: 'wait',
    log: () => undefined,
  });
}

/** Makes graphile-worker's tables. Jobs can be added from then on, whether or not a worker runs. */
export async function prepareJobs(databaseUrl: string): Promise<void> {
  const pgPool = createJobPool(databaseUrl, 2);
  try {
    await runMigrations({ pgPool, logger: new Logger(() => () => undefined) });
  } finally {
    await pgPool.end();
  }
}
