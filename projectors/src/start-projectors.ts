import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { inTransaction } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { type Engine, startEngine } from './engine/engine.ts';
import type { EngineLog } from './engine/projection.ts';
import { readModels } from './read-models/all.ts';
import { archiveThrough } from './sagas/archive-ticket.ts';
import { archivingSaga } from './sagas/archiving.ts';
import { scheduleArchiving } from './sagas/archiving-jobs.ts';
import { prepareTimers, startArchivingWorker } from './sagas/archiving-worker.ts';

export type ProjectorsDeps = {
  readonly eventStore: EventStore;
  readonly pool: pg.Pool;
  /** Of the same database; the worker for timers has connections of its own. */
  readonly databaseUrl: string;
  readonly bus: Bus;
  readonly log: EngineLog;
  readonly metrics: Metrics;
  readonly aggregates: Aggregates;
  readonly archiveAfterHours: number;
  /** What time it is, by business time. */
  readonly now?: () => Date;
};

export type Projectors = { stop(): Promise<void>; health(): ReturnType<Engine['health']> };

/** Starts every read model and saga on one engine, and the worker that carries out their timers. */
export async function startProjectors(deps: ProjectorsDeps): Promise<Projectors> {
  const { eventStore, pool, databaseUrl, bus, log, metrics, aggregates, archiveAfterHours } = deps;
  const archiving = { archiveAfterHours, now: deps.now ?? (() => new Date()) };
  await prepareTimers(databaseUrl);
  const engine = await startEngine({
    eventLog: eventStore,
    pool,
    bus,
    log,
    metrics,
    projections: [...readModels, archivingSaga(archiving)],
  });
  try {
    // The installation's hours may be others than when the timers were set.
    await inTransaction(pool, (transaction) => scheduleArchiving(transaction, archiving, 'all'));
    const timers = await startArchivingWorker({
      ...archiving,
      pool,
      databaseUrl,
      archiveTicket: archiveThrough(aggregates),
      caughtUp: () => engine.caughtUp('archiving'),
      log,
    });
    return {
      health: () => engine.health(),
      async stop() {
        await timers.stop();
        await engine.stop();
      },
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
