import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory } from '@ticketing/contracts/streams.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { advance } from '@ticketing/projectors/engine/checkpoints.ts';
import type { Projection } from '@ticketing/projectors/engine/projection.ts';
import { takeOver } from '@ticketing/projectors/engine/take-over.ts';
import { readModels as projections } from '@ticketing/projectors/read-models/all.ts';
import type pg from 'pg';

export type ProjectedModels = {
  readonly database: TemporaryPostgres;
  readonly pool: pg.Pool;
  readonly bus: Bus;
  /** Applies the events as the engine does live: rows and checkpoint in one transaction, then the bus is told. */
  project(events: readonly RecordedEvent[], only?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
};

/**
 * The real read models in a database of their own, which tests feed event by event.
 * @param bus what is told of them; a bus in memory unless given
 */
export async function projectedModels(
  bus: Bus = createInMemoryBus((error) => {
    throw error;
  }),
): Promise<ProjectedModels> {
  const database = await temporaryPostgres();
  const pool = createPool(database.url, 'query-api-test');
  const held = new Map<string, { epoch: bigint; position: bigint }>();
  for (const projection of projections) held.set(projection.name, await takeOver(pool, projection));

  async function apply(projection: Projection, events: readonly RecordedEvent[]): Promise<void> {
    const lease = held.get(projection.name);
    const end = events.at(-1)?.position;
    if (!lease || end === undefined) return;
    const categories: ReadonlySet<string> = projection.categories;
    const theirs = events.filter(({ stream }) => categories.has(streamCategory(stream)));
    const client = await pool.connect();
    try {
      await client.query(`begin; set local search_path to ${projection.schema}`);
      const messages =
        theirs.length > 0 ? await projection.project({ events: theirs, live: true }, client) : [];
      await advance(client, projection.name, lease.epoch, lease.position, end);
      await client.query('commit');
      lease.position = end;
      await bus.publish(projection.reached ? [...messages, projection.reached(end)] : messages);
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  return {
    database,
    pool,
    bus,
    async project(events, only = projections.map(({ name }) => name)) {
      for (const projection of projections) {
        if (only.includes(projection.name)) await apply(projection, events);
      }
    },
    async stop() {
      await bus.close();
      await pool.end();
      await database.stop();
    },
  };
}
