import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { tellNews } from '@ticketing/audit-replay/testing/news.ts';
import { tellSmallInstallation } from '@ticketing/audit-replay/testing/small-installation.ts';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryKafka, temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { connectKafka, type KafkaConnection } from '@ticketing/platform/kafka.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEngine } from '../engine/engine.ts';
import { readModels } from '../read-models/all.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from '../testing/ticket-events.ts';
import { returnToLog } from './return-to-log.ts';
import { type FedProjections, isByKey, startFromKafka } from './start-from-kafka.ts';
import { startRelay } from './start-relay.ts';

const PARTITIONS = 6;
const byKey = readModels.filter(isByKey).map(({ name }) => name);
const patient = { timeout: 90_000, interval: 50 };

describeWithService('kafka', 'read models that Kafka feeds', () => {
  let broker: TemporaryKafka | undefined;
  let connection: KafkaConnection;
  let harness: EngineHarness;
  let stops: (() => Promise<unknown>)[];
  const options = { backoff: { firstMs: 10, mostMs: 500 }, quietMs: 60_000 };

  beforeEach(async () => {
    stops = [];
    opened.length = 0;
    broker = await temporaryKafka();
    const place = { brokers: [broker?.brokers ?? ''], ssl: false };
    connection = connectKafka(place, 'feed test', createLog('feed test', 'silent'));
    harness = await engineHarness();
    const relay = await startRelay({
      eventLog: harness.scripted.log,
      pool: harness.pool,
      log: harness.log,
      metrics: harness.metrics,
      options,
      connection,
      relay: { partitions: PARTITIONS, replication: 1, compression: 'gzip' },
    });
    stops.push(() => relay.stop());
  });
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    await harness.stop();
    await broker?.stop();
  });

  const stopLater = <Started extends { stop(): Promise<unknown> }>(started: Started): Started => {
    stops.push(() => started.stop());
    return started;
  };
  const feed = async (): Promise<FedProjections> =>
    stopLater(
      await startFromKafka({
        eventLog: harness.scripted.log,
        pool: harness.pool,
        bus: createInMemoryBus(),
        log: harness.log,
        metrics: createMetrics(),
        projections: readModels,
        options,
        connection,
        group: { sessionMs: 6_000, leaseMs: 3_000, backoff: options.backoff },
      }),
    );
  const fromLog = async (pool: pg.Pool) =>
    startEngine({
      eventLog: harness.scripted.log,
      pool,
      bus: createInMemoryBus(),
      log: harness.log,
      metrics: createMetrics(),
      projections: readModels,
      options,
    });

  async function tellEverything(): Promise<void> {
    const add = (stream: string, event: DomainEvent, { at, by }: { at: string; by: string }) =>
      harness.scripted.append(stream, event, { at, actorId: by });
    await tellNews(add, await tellSmallInstallation(add));
  }

  const projects = Array.from({ length: 9 }, () => ({ id: newId(), columnId: newId() }));
  function tellProjects(): void {
    for (const [at, { id, columnId }] of projects.entries()) {
      harness.scripted.append(`project-${id}`, [projectCreated(`K${at}`), columnAdded(columnId, 'To do')]);
    }
  }
  const opened: { id: string; columnId: string }[] = [];
  /** So many tickets, in all projects, each moved a little. */
  function tellTickets(count: number): void {
    for (let at = 0; at < count; at++) {
      const id = newId();
      const project = projects[opened.length % projects.length];
      if (!project) throw new Error('there are no projects');
      const { columnId } = project;
      const number = opened.length + 1;
      harness.scripted.append(`ticket-${id}`, ticketOpened({ projectId: project.id, columnId, number }));
      opened.push({ id, columnId });
      const other = opened[(number * 7) % opened.length];
      if (!other) continue;
      const moved = ticketMoved(other.columnId, other.columnId, `a${number}`);
      harness.scripted.append(`ticket-${other.id}`, moved);
    }
  }

  async function positionOf(name: string): Promise<bigint> {
    const told = await harness.pool.query<{ position: bigint }>(
      'select position from read_model.projection_positions where name = $1',
      [name],
    );
    return told.rows[0]?.position ?? -1n;
  }

  async function untilAllHave(): Promise<void> {
    const head = await harness.scripted.log.head();
    for (const { name } of readModels) {
      await expect.poll(() => positionOf(name), { ...patient, message: name }).toBe(head);
    }
  }

  async function rowsIn(pool: pg.Pool): Promise<Record<string, string[]>> {
    const rows: Record<string, string[]> = {};
    for (const { tableNames } of readModels) {
      for (const table of tableNames) {
        const found = await pool.query<{ row: string }>(
          `select to_jsonb(t)::text as row from read_model.${table} t`,
        );
        rows[table] = found.rows.map(({ row }) => row).sort();
      }
    }
    return rows;
  }

  /** Every row of every read model is what the log itself makes of it, in another database. */
  async function expectSameAsFromLog(): Promise<void> {
    const other = await temporaryPostgres();
    const pool = createPool(other.url, 'from the log');
    const engine = await fromLog(pool);
    try {
      const head = await harness.scripted.log.head();
      for (const { name } of readModels) expect(await engine.waitUntil(name, head, 60_000), name).toBe(true);
      await engine.stop();
      expect(await rowsIn(harness.pool)).toEqual(await rowsIn(pool));
    } finally {
      await engine.stop();
      await pool.end();
      await other.stop();
    }
  }

  async function startFeeder(): Promise<{ process: ChildProcess; partitions(): string }> {
    const script = fileURLToPath(new URL('../testing/kafka-feeder.ts', import.meta.url));
    const child = spawn(process.execPath, [script, harness.databaseUrl, broker?.brokers ?? ''], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += String(chunk);
    });
    const closed = once(child, 'close');
    stops.push(async () => {
      child.kill('SIGKILL');
      await closed;
    });
    const partitions = () => /partitions ([\d,]*)\n$/.exec(printed)?.[1] ?? '';
    await expect.poll(partitions, patient).not.toBe('');
    return { process: child, partitions };
  }

  it('have the same rows as those that follow the log, from the beginning', async () => {
    await tellEverything();
    const fed = await feed();
    tellProjects();
    tellTickets(50);
    await untilAllHave();
    await expect.poll(fed.partitions, patient).toEqual([0, 1, 2, 3, 4, 5]);
    await expect.poll(() => fed.caughtUp('board') && fed.caughtUp('activity'), patient).toBe(true);
    await expectSameAsFromLog();
  }, 300_000);

  it('go on where those left off that followed the log, and back', async () => {
    await tellEverything();
    const before = await fromLog(harness.pool);
    const head = await harness.scripted.log.head();
    for (const { name } of readModels) expect(await before.waitUntil(name, head, 60_000)).toBe(true);
    const fed = await feed();
    tellProjects();
    // While the old one runs nothing is fed, whoever is there: the log has it.
    expect(fed.partitions()).toEqual([]);
    await before.stop();
    tellTickets(30);
    await untilAllHave();
    await expect.poll(fed.partitions, patient).toHaveLength(PARTITIONS);

    const back = await fromLog(harness.pool);
    stopLater(back);
    const returning = stopLater(await returnToLog(harness.pool, readModels, harness.log, false));
    tellTickets(10);
    expect(byKey.some((name) => back.leads(name))).toBe(false);
    await fed.stop();
    await expect.poll(() => readModels.every(({ name }) => back.leads(name)), patient).toBe(true);
    await returning.stop();
    tellTickets(10);
    await untilAllHave();
    await expectSameAsFromLog();
  }, 300_000);

  it('are as far as a change in one partition says, though nothing comes in the others', async () => {
    tellProjects();
    await feed();
    await untilAllHave();
    for (let at = 0; at < 5; at++) {
      tellTickets(1);
      await untilAllHave();
    }
  }, 300_000);

  it('keep every event once while processes come, go, are killed and are stopped for a while', async () => {
    tellProjects();
    // Bounded: a slow machine has to catch up with all of them in the end.
    const flowing = setInterval(() => {
      if (opened.length < 8_000) tellTickets(2);
    }, 20);
    stops.push(async () => clearInterval(flowing));
    const first = await feed();
    await expect.poll(() => first.partitions().length, patient).toBe(PARTITIONS);

    const second = await startFeeder();
    await expect.poll(() => first.partitions().length, patient).toBeLessThan(PARTITIONS);
    second.process.kill('SIGKILL');
    await expect.poll(() => first.partitions().length, patient).toBe(PARTITIONS);

    const third = await startFeeder();
    await expect.poll(() => first.partitions().length, patient).toBeLessThan(PARTITIONS);
    third.process.kill('SIGSTOP');
    await expect.poll(() => first.partitions().length, patient).toBe(PARTITIONS);
    third.process.kill('SIGCONT');
    await expect.poll(() => first.partitions().length, patient).toBeLessThan(PARTITIONS);

    const fourth = await feed();
    await expect.poll(() => fourth.partitions().length, patient).toBeGreaterThan(0);
    await first.stop();
    clearInterval(flowing);
    await untilAllHave();
    await expectSameAsFromLog();
  }, 400_000);

  it('go on after the broker was away', async () => {
    tellProjects();
    await feed();
    tellTickets(20);
    await untilAllHave();
    await broker?.kill();
    tellTickets(20);
    await broker?.start();
    tellTickets(20);
    await untilAllHave();
    await expectSameAsFromLog();
  }, 300_000);
});
