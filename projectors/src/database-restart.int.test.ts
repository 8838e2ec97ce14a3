import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@ticketing/embedded/postgres/embedded-postgres.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { createAggregates } from '@ticketing/platform/aggregates.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProjectors } from './start-projectors.ts';
import { rememberingLog } from './testing/engine-harness.ts';
import { createScriptedLog } from './testing/scripted-log.ts';
import { columnAdded, projectCreated, ticketOpened } from './testing/ticket-events.ts';
import { until } from './testing/until.ts';

describe('the projectors while PostgreSQL is away', () => {
  let dataDir: string;
  let port: number;
  const start = () => startPostgres({ dataDir, port });
  let server: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ticketing-test-restart-'));
    port = await freePort();
    server = await start();
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('wait for it, and then go on: rows, and timers that went off meanwhile', async () => {
    const scripted = createScriptedLog();
    const pool = createPool(server.url, 'restart test');
    let hours = 0;
    const projectors = await startProjectors({
      eventStore: scripted.store,
      pool,
      databaseUrl: server.url,
      bus: createInMemoryBus(),
      log: rememberingLog().log,
      metrics: createMetrics(),
      aggregates: createAggregates(scripted.store),
      archiveAfterHours: 1,
      now: () => new Date(Date.UTC(2026, 0, 5, 9 + hours)),
    });
    const [project, done, before, meanwhile] = [newId(), newId(), newId(), newId()];
    scripted.append(`project-${project}`, [projectCreated(), columnAdded(done, 'Done', 'done')]);
    scripted.append(`ticket-${before}`, ticketOpened({ projectId: project, columnId: done }));
    const cards = async () => (await pool.query('select id from read_model.cards order by number')).rowCount;
    await until(async () => (await cards()) === 1);

    await server.stop();
    hours = 2;
    scripted.append(
      `ticket-${meanwhile}`,
      ticketOpened({ projectId: project, columnId: done, number: 2, key: 'WEB-2' }),
      { at: '2026-01-05T08:00:00.000Z' },
    );
    server = await start();

    await until(async () => (await cards()) === 2);
    await until(async () => {
      const archived = await pool.query('select 1 from read_model.cards where id = $1 and archived', [
        meanwhile,
      ]);
      return archived.rowCount === 1;
    });
    expect(
      projectors.health().projections.every(({ failure, parkedStreams }) => !failure && parkedStreams === 0),
    ).toBe(true);
    await projectors.stop();
    await pool.end();
  });
});
