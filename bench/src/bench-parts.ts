import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application } from '@ticketing/command-api/application.ts';
import { migrateCredentials } from '@ticketing/command-api/migrate.ts';
import { createColumnCounts } from '@ticketing/command-api/tickets/column-counts.ts';
import { startEventNodeProcess } from '@ticketing/embedded/event-node/event-node-process.ts';
import { startPostgres } from '@ticketing/embedded/postgres/embedded-postgres.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { connectEventStore, type EventStore } from '@ticketing/platform/event-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';

/** PostgreSQL and an event node in processes of their own, with an empty log, and nothing that follows it. */
export type BenchParts = {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly eventStore: EventStore;
  readonly app: Application;
};

export async function withParts<Result>(work: (parts: BenchParts) => Promise<Result>): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-bench-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  try {
    const postgres = await startPostgres({ dataDir, port: await freePort() });
    stops.push(() => postgres.stop());
    const databaseUrl = postgres.url;
    const node = await startEventNodeProcess({
      host: '127.0.0.1',
      port: await freePort(),
      databaseUrl,
      log: (line) => console.error(line),
    });
    stops.push(() => node.stop());
    await migrateCredentials(databaseUrl, createLog('bench', 'error'));
    await prepareOutbox(databaseUrl);
    const eventStore = connectEventStore(node.url);
    stops.push(() => eventStore.dispose());
    const pool = createPool(databaseUrl, 'bench');
    stops.push(() => pool.end());
    const columnCounts = createColumnCounts(eventStore);
    stops.push(() => columnCounts.stop());
    const app: Application = {
      eventStore,
      aggregates: createAggregates(eventStore),
      pool,
      tokens: createTokens(randomBytes(32).toString('hex')),
      usernameKey: randomBytes(32).toString('hex'),
      columnCounts,
    };
    return await work({ databaseUrl, eventStoreUrl: node.url, eventStore, app });
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}
