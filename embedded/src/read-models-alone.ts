import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { startProjectors } from '@ticketing/projectors/start-projectors.ts';
import type { Parts } from './parts.ts';
import type { StackSettings } from './stack-settings.ts';

/** The projectors without anybody who listens: brings the read models up to the log for a tool that looks at them. */
export async function startReadModels(
  parts: Parts,
  settings: StackSettings,
): Promise<{ stop(): Promise<void> }> {
  const log = createLog('projectors', settings.LOG_LEVEL);
  const eventStore = connectEventStore(parts.eventStoreUrl);
  const pool = createPool(parts.databaseUrl, 'projectors', log);
  const projectors = await startProjectors({
    eventStore,
    pool,
    databaseUrl: parts.databaseUrl,
    bus: createInMemoryBus(),
    log,
    metrics: createMetrics(),
    aggregates: createAggregates(eventStore),
    archiveAfterHours: settings.TICKET_ARCHIVE_AFTER_HOURS,
    alone: settings.DATABASE_URL === undefined,
  });
  return {
    async stop() {
      await projectors.stop();
      await pool.end();
      await eventStore.dispose();
    },
  };
}
