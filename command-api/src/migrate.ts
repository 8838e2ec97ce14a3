import { fileURLToPath } from 'node:url';
import type { Log } from '@ticketing/platform/log.ts';
import { migrateUploads } from '@ticketing/platform/uploads.ts';
import { runner } from 'node-pg-migrate';

/** Brings the schemas `auth` and `files` up to date. Several processes may start at once: one does it, and the others wait. */
export async function migrateCredentials(databaseUrl: string, log: Log): Promise<void> {
  await runner({
    databaseUrl,
    dir: fileURLToPath(new URL('../migrations', import.meta.url)),
    direction: 'up',
    migrationsTable: 'migrations',
    migrationsSchema: 'auth',
    createMigrationsSchema: true,
    advisoryLockMode: 'wait',
    log: (message) => log.debug(message),
  });
  await migrateUploads(databaseUrl, log);
}
