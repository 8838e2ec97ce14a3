import type { Application } from '@ticketing/command-api/application.ts';
import { migrateCredentials } from '@ticketing/command-api/migrate.ts';
import { createColumnCounts } from '@ticketing/command-api/tickets/column-counts.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { followEndedSessions } from '@ticketing/platform/ended-sessions.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { prepareOutbox } from '@ticketing/platform/mail/prepare-outbox.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { createTokens } from '@ticketing/platform/tokens.ts';
import { startEventNode } from '../event-node/start-event-node.ts';
import { temporaryPostgres } from './temporary-postgres.ts';

/** The write side on a fresh database and a real event node of its own. One a test file: one client a process. */
export async function temporaryApplication(): Promise<{
  readonly app: Application;
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  stop(): Promise<void>;
}> {
  const postgres = await temporaryPostgres();
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  const eventStoreUrl = `esdb://127.0.0.1:${node.port}?tls=false`;
  const log = createLog('test', 'silent');
  await migrateCredentials(postgres.url, log);
  await prepareOutbox(postgres.url);
  const eventStore = connectEventStore(eventStoreUrl);
  const pool = createPool(postgres.url, 'test', log);
  const ended = await followEndedSessions(pool, log);
  const app: Application = {
    eventStore,
    aggregates: createAggregates(eventStore),
    pool,
    tokens: createTokens('a secret that only this test run knows, 32+', Date.now, ended),
    endedSessions: ended,
    usernameKey: 'a key that only this test run knows, 32 bytes+',
    columnCounts: createColumnCounts(eventStore),
  };
  return {
    app,
    databaseUrl: postgres.url,
    eventStoreUrl,
    async stop() {
      await app.columnCounts.stop();
      await ended.stop();
      await pool.end();
      await eventStore.dispose();
      await node.close();
      await postgres.stop();
    },
  };
}
