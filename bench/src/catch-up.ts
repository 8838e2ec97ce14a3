import { EventStoreDBClient, FORWARDS, START } from '@eventstore/db-client';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { startEngine } from '@ticketing/projectors/engine/engine.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import pg from 'pg';

export type CatchUpMeasured = {
  readonly events: number;
  readonly readPerSecond: number;
  readonly projectedPerSecond: number;
};

/**
 * Plain reading of `$all` by the official client, then all read models together from an empty database up to the
 * head of the same log, both in this process.
 * @param databaseUrl a server on which a database may be made for the measurement
 */
export async function measureCatchUp(eventStoreUrl: string, databaseUrl: string): Promise<CatchUpMeasured> {
  const plain = await readPlainly(eventStoreUrl);
  const name = `bench_${Date.now()}`;
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  try {
    const seconds = await project(eventStoreUrl, url.href);
    return {
      events: plain.events,
      readPerSecond: plain.events / plain.seconds,
      projectedPerSecond: plain.events / seconds,
    };
  } finally {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

async function readPlainly(eventStoreUrl: string): Promise<{ events: number; seconds: number }> {
  const client = EventStoreDBClient.connectionString(eventStoreUrl);
  try {
    const began = performance.now();
    let events = 0;
    for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: START }))
      if (event) events++;
    return { events, seconds: (performance.now() - began) / 1000 };
  } finally {
    await client.dispose();
  }
}

async function project(eventStoreUrl: string, databaseUrl: string): Promise<number> {
  const eventStore = connectEventStore(eventStoreUrl);
  const pool = createPool(databaseUrl, 'bench');
  try {
    const head = await lastDomainEvent(eventStore);
    const began = performance.now();
    const engine = await startEngine({
      eventLog: eventStore,
      pool,
      bus: createInMemoryBus(),
      log: createLog('bench', 'warn'),
      metrics: createMetrics(),
      projections: readModels,
    });
    await Promise.all(readModels.map((model) => engine.waitUntil(model.name, head, 600_000)));
    const seconds = (performance.now() - began) / 1000;
    await engine.stop();
    return seconds;
  } finally {
    await pool.end();
    await eventStore.dispose();
  }
}

async function lastDomainEvent(eventStore: ReturnType<typeof connectEventStore>): Promise<bigint> {
  let last = 0n;
  for await (const { position } of eventStore.readAll()) last = position;
  return last;
}
