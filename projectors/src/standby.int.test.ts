import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { type EventNode, startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { freePort } from '@ticketing/embedded/testing/free-port.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryPostgres, temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { type TemporaryRedis, temporaryRedis } from '@ticketing/embedded/testing/temporary-redis.ts';
import { connectEventStore, type EventStore } from '@ticketing/platform/event-store.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { createPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { columnAdded, projectCreated, ticketMoved, ticketOpened } from './testing/ticket-events.ts';
import { until } from './testing/until.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

type Health = { readonly projections: readonly { readonly name: string; readonly role: string }[] };
type Projectors = {
  readonly child: ChildProcess;
  ready(): Promise<boolean>;
  roles(): Promise<readonly string[]>;
};

describeWithService('redis', 'projectors as several processes', () => {
  let database: TemporaryPostgres;
  let node: EventNode;
  let store: EventStore;
  let pool: pg.Pool;
  let redis: TemporaryRedis | undefined;
  let folder: string;
  const processes: Projectors[] = [];
  const [project, todo, done] = [newId(), newId(), newId()];

  beforeAll(async () => {
    database = await temporaryPostgres();
    node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: database.url });
    store = connectEventStore(`esdb://127.0.0.1:${node.port}?tls=false`);
    pool = createPool(database.url, 'standby test');
    redis = await temporaryRedis();
    folder = await mkdtemp(join(tmpdir(), 'ticketing-test-blobs-'));
    await append(`project-${project}`, [
      projectCreated('STBY'),
      columnAdded(todo, 'To Do'),
      columnAdded(done, 'Done', 'done', 'a1'),
    ]);
  });
  afterAll(async () => {
    for (const { child } of processes) child.kill('SIGKILL');
    await store.dispose();
    await pool.end();
    await node.close();
    await database.stop();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function append(stream: string, events: readonly DomainEvent[]) {
    const commandId = newId();
    const metadata = {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      command: 'Scripted',
      actorId: newId(),
      at: new Date().toISOString(),
      schema: 1,
    };
    const batch = events.map((event) => ({ id: newId(), event, metadata }));
    return store.append(stream, batch, 'any');
  }

  async function start(environment: Record<string, string> = {}): Promise<Projectors> {
    const port = await freePort();
    const child = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        EVENTSTORE_URL: `esdb://127.0.0.1:${node.port}?tls=false`,
        DATABASE_URL: database.url,
        REDIS_URL: redis?.url,
        BLOB_STORE_URL: `file:${folder}`,
        PORT: String(port),
        PROJECTION_LEASE_SECONDS: '4',
        ...environment,
      },
      stdio: 'ignore',
    });
    const ask = async () => {
      const signal = AbortSignal.timeout(10_000);
      const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal });
      // The shape that operators-server.ts answers with.
      return { ready: response.ok, health: (await response.json()) as Health };
    };
    const started: Projectors = {
      child,
      ready: async () => (await ask().catch(() => undefined))?.ready ?? false,
      roles: async () => {
        const asked = await ask().catch(() => undefined);
        return [...new Set(asked?.health.projections.map(({ role }) => role))];
      },
    };
    processes.push(started);
    await until(started.ready);
    return started;
  }

  /** Opens and moves a ticket; resolves when every read model and saga has it. */
  async function ticketGoesThrough(): Promise<void> {
    const ticket = newId();
    const opened = ticketOpened({ projectId: project, columnId: todo });
    await append(`ticket-${ticket}`, [opened]);
    const { position } = await append(`ticket-${ticket}`, [ticketMoved(done, todo)]);
    await until(async () => {
      const behind = await pool.query('select 1 from read_model.projection_checkpoints where position < $1', [
        position,
      ]);
      return behind.rowCount === 0;
    });
    const { rows } = await pool.query('select column_id from read_model.cards where id = $1', [ticket]);
    expect(rows).toEqual([{ column_id: done }]);
  }

  it('take over from one that is paused, which writes nothing when it goes on and stands by; from one that is killed; and at once from one that is asked to stop', async () => {
    const [first, second] = [await start(), await start()];
    await expect.poll(first.roles).toEqual(['leader']);
    await expect.poll(second.roles).toEqual(['standby']);
    await ticketGoesThrough();

    first.child.kill('SIGSTOP');
    await ticketGoesThrough();
    await expect.poll(second.roles).toEqual(['leader']);
    const epochs = async () =>
      (await pool.query('select name, owner_epoch from read_model.projection_checkpoints order by name'))
        .rows;
    const before = await epochs();
    first.child.kill('SIGCONT');
    await until(async () => (await first.roles()).join() === 'standby');
    await ticketGoesThrough();
    expect(await epochs()).toEqual(before);
    await until(first.ready);

    second.child.kill('SIGKILL');
    await ticketGoesThrough();
    await until(async () => (await first.roles()).join() === 'leader');

    const third = await start();
    first.child.kill('SIGTERM');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    const given = await pool.query(
      `select count(*)::int as led from read_model.projection_checkpoints
      where owner like '%/' || $1 || '/%'`,
      [first.child.pid],
    );
    expect(given.rows).toEqual([{ led: 0 }]);
    await ticketGoesThrough();
    await until(async () => (await third.roles()).join() === 'leader');
    third.child.kill('SIGTERM');
    await once(third.child, 'exit');
    const parked = await pool.query('select 1 from read_model.parked_streams');
    expect(parked.rowCount).toBe(0);
  });

  it('share the work when each is told what to run, and refuse a name that there is not', async () => {
    const all = (await pool.query<{ name: string }>('select name from read_model.projection_checkpoints'))
      .rows;
    const rest = all.map(({ name }) => name).filter((name) => name !== 'board');
    const board = await start({ PROJECTIONS: 'board' });
    const others = await start({ PROJECTIONS: rest.join(',') });
    for (const { roles } of [board, others]) await expect.poll(roles).toEqual(['leader']);
    await ticketGoesThrough();
    const owners = await pool.query('select distinct owner from read_model.projection_checkpoints');
    expect(owners.rowCount).toBe(2);

    const wrong = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        EVENTSTORE_URL: `esdb://127.0.0.1:${node.port}?tls=false`,
        DATABASE_URL: database.url,
        REDIS_URL: redis?.url,
        BLOB_STORE_URL: `file:${folder}`,
        PROJECTIONS: 'bord',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let printed = '';
    wrong.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    expect(await once(wrong, 'close')).toEqual([1, null]);
    expect(printed).toMatch(/PROJECTIONS: there is no bord; name some of access, /);
  });
});
