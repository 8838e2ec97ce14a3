import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type RunningPostgres, startPostgres } from '../postgres/embedded-postgres.ts';
import { freePort } from '../testing/free-port.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporary-postgres.ts';
import { brokenPromises, startAppendLoad } from './append-load.ts';
import { killNode, type NodeProcess, startNodeProcess } from './node-process.ts';

/** Everything here is killed at random moments; what is checked holds at every moment. */

const soon = { timeout: 60_000, interval: 10 };
let node: NodeProcess | undefined;
let client: EventStoreDBClient | undefined;
let postgres: TemporaryPostgres | RunningPostgres | undefined;
const folders: string[] = [];

afterEach(async () => {
  await client?.dispose();
  if (node !== undefined) await killNode(node);
  await postgres?.stop();
  node = undefined;
  client = undefined;
  postgres = undefined;
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('without PostgreSQL', () => {
  it('appends are answered by their deadline, live subscriptions stay, and everything works again afterwards', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-outage-'));
    folders.push(dataDir);
    const port = await freePort();
    const server = await startPostgres({ dataDir, port });
    postgres = server;
    const settings = { port: await freePort(), databaseUrl: server.url };
    node = await startNodeProcess(settings);
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${settings.port}?tls=false`);
    const delivered: string[] = [];
    const subscription = client.subscribeToStream('outage');
    const reading = (async () => {
      for await (const { event } of subscription) if (event !== undefined) delivered.push(event.type);
    })();
    await client.appendToStream('outage', [jsonEvent({ type: 'Before', data: {} })]);

    await server.stop();
    const begin = Date.now();
    const late = await client
      .appendToStream('outage', [jsonEvent({ type: 'TooLate', data: {} })], { deadline: 1_000 })
      .catch((error: unknown) => error);
    expect(late).toMatchObject({ type: 'deadline-exceeded' });
    expect(Date.now() - begin).toBeGreaterThanOrEqual(900);
    expect(Date.now() - begin).toBeLessThan(5_000);
    // Patient enough to see the server come back.
    const patient = client.appendToStream('outage', [jsonEvent({ type: 'Patient', data: {} })], {
      deadline: 60_000,
    });
    postgres = await startPostgres({ dataDir, port });
    expect((await patient).nextExpectedRevision).toBe(1n);
    await vi.waitFor(() => expect(delivered).toEqual(['Before', 'Patient']), soon);
    await subscription.unsubscribe();
    await reading;
  });
});

describe('under a load of appends', () => {
  it('kill -9 of the node loses no acknowledged append, doubles none and leaves no half batch', async () => {
    postgres = await temporaryPostgres();
    const settings = { port: await freePort(), databaseUrl: postgres.url };
    node = await startNodeProcess(settings);
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${settings.port}?tls=false`);
    const load = startAppendLoad(client, 16);
    for (let kill = 0; kill < 8; kill++) {
      const before = load.acknowledged();
      await vi.waitFor(() => expect(load.acknowledged()).toBeGreaterThan(before + 50), soon);
      await delay(Math.random() * 100);
      await killNode(node);
      node = await startNodeProcess(settings);
    }
    await load.stop();
    expect(await brokenPromises(client, load.sent)).toEqual([]);
    expect(load.sent.filter((append) => append.acknowledged === undefined).length).toBeLessThan(
      load.sent.length / 4,
    );
  });

  it('a connection to PostgreSQL that breaks again and again loses nothing and doubles nothing', async () => {
    postgres = await temporaryPostgres();
    const settings = { port: await freePort(), databaseUrl: postgres.url };
    node = await startNodeProcess(settings);
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${settings.port}?tls=false`);
    const load = startAppendLoad(client, 16);
    const operator = new pg.Client({ connectionString: postgres.url });
    await operator.connect();
    for (let kill = 0; kill < 30; kill++) {
      const before = load.acknowledged();
      await vi.waitFor(() => expect(load.acknowledged()).toBeGreaterThan(before + 10), soon);
      await delay(Math.random() * 10);
      await operator.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name like 'event node%'`,
      );
    }
    await operator.end();
    await load.stop();
    expect(await brokenPromises(client, load.sent)).toEqual([]);
    // Whoever waits is served after the reconnection instead of failing.
    expect(load.sent.filter((append) => append.acknowledged === undefined)).toEqual([]);
    expect(node.child.exitCode).toBeNull();
  });

  it('kill -9 of PostgreSQL loses no acknowledged append, and the node goes on when it is back', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ticketing-crash-'));
    folders.push(dataDir);
    const port = await freePort();
    let server = await startPostgres({ dataDir, port });
    postgres = server;
    const settings = { port: await freePort(), databaseUrl: server.url };
    node = await startNodeProcess(settings);
    client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${settings.port}?tls=false`);
    const load = startAppendLoad(client, 16);
    for (let kill = 0; kill < 3; kill++) {
      const before = load.acknowledged();
      await vi.waitFor(() => expect(load.acknowledged()).toBeGreaterThan(before + 100), soon);
      await delay(Math.random() * 50);
      process.kill(server.pid, 'SIGKILL');
      await server.died;
      server = await startPostgres({ dataDir, port });
      postgres = server;
    }
    await load.stop();
    expect(await brokenPromises(client, load.sent)).toEqual([]);
    expect(node.child.exitCode).toBeNull();
  });
});
