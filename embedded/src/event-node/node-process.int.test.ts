import { createServer } from 'node:net';
import { END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../testing/temporary-postgres.ts';
import { killNode, type NodeProcess, spawnNode, startNodeProcess } from './node-process.ts';

let postgres: TemporaryPostgres;
const nodes: NodeProcess[] = [];
beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterEach(async () => {
  for (const node of nodes.splice(0)) await killNode(node);
});
afterAll(() => postgres.stop());

async function started(settings: Parameters<typeof startNodeProcess>[0]): Promise<NodeProcess> {
  const node = await startNodeProcess(settings);
  nodes.push(node);
  return node;
}

describe('the node as a process', () => {
  it('says on which address it is ready', async () => {
    const port = await freePort();
    const node = await started({ port, databaseUrl: postgres.url });
    expect(node.output()).toContain(`event node ready on 127.0.0.1:${port}\n`);
  });

  it('ends with a sentence and exit code 1 when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const node = spawnNode({ port, databaseUrl: postgres.url });
    nodes.push(node);
    expect(await node.ended).toBe(1);
    expect(node.output()).toContain(`Port ${port} on 127.0.0.1 is already in use.`);
    await new Promise((resolve) => other.close(resolve));
  });

  it('ends with a sentence and exit code 1 when another node uses the database', async () => {
    await started({ port: await freePort(), databaseUrl: postgres.url });
    const second = spawnNode({ port: await freePort(), databaseUrl: postgres.url });
    nodes.push(second);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Another event node is already using this database.');
  });

  it('ends with a sentence when it is given no database, or one that cannot be reached', async () => {
    const none = spawnNode({ port: await freePort(), databaseUrl: '' });
    const unreachable = spawnNode({
      port: await freePort(),
      databaseUrl: `postgres://nobody@127.0.0.1:${await freePort()}/none`,
    });
    nodes.push(none, unreachable);
    expect(await none.ended).toBe(1);
    expect(none.output()).toContain('DATABASE_URL is not set.');
    expect(await unreachable.ended).toBe(1);
    expect(unreachable.output()).toContain('PostgreSQL cannot be reached');
  });

  it('stops on SIGTERM: finishes what was sent to it and ends open calls with CANCELLED', async () => {
    const port = await freePort();
    const node = await started({ port, databaseUrl: postgres.url });
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
    const subscription = client.subscribeToAll({ fromPosition: END });
    const ended = new Promise<Error & { code?: number }>((resolve) => subscription.once('error', resolve));
    await new Promise<void>((resolve) => subscription.once('caughtUp', resolve));
    await client.appendToStream('stopping', [jsonEvent({ type: 'First', data: {} })]);
    const appends = Array.from({ length: 50 }, () =>
      client.appendToStream('stopping', [jsonEvent({ type: 'UnderWay', data: {} })]),
    );
    node.child.kill('SIGTERM');
    expect((await ended).code).toBe(1);
    const results = await Promise.allSettled(appends);
    expect(await node.ended).toBe(0);
    const next = await started({ port, databaseUrl: postgres.url });
    expect(next.child.exitCode).toBeNull();
    // The first calls after a restart may meet the connection that broke.
    const written = await vi.waitFor(
      async () => {
        let count = 0;
        for await (const { event } of client.readStream('stopping'))
          if (event?.type === 'UnderWay') count += 1;
        return count;
      },
      { timeout: 30_000 },
    );
    expect(written).toBeGreaterThanOrEqual(results.filter((result) => result.status === 'fulfilled').length);
    await client.dispose();
  });

  it('continues its log after a restart', async () => {
    const port = await freePort();
    const settings = { port, databaseUrl: postgres.url };
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
    const events = [jsonEvent({ type: 'Kept', data: {} }), jsonEvent({ type: 'Kept', data: {} })];
    const first = await started(settings);
    const written = await client.appendToStream('restarted', events, { expectedRevision: 'no_stream' });
    await killNode(first);
    await started(settings);
    // The retry of a client that did not get its answer is known for what it is, also with any.
    for (const expectedRevision of ['no_stream', 'any'] as const) {
      // The first calls after a restart may still meet the broken connection.
      const again = await vi.waitFor(() => client.appendToStream('restarted', events, { expectedRevision }), {
        timeout: 30_000,
      });
      expect(again).toEqual(written);
    }
    const next = await client.appendToStream('restarted', [jsonEvent({ type: 'Next', data: {} })], {
      expectedRevision: 1n,
    });
    expect(next.position?.commit).toBeGreaterThan(written.position?.commit ?? 0n);
    await client.dispose();
  });

  it('ends when the process that started it over IPC is gone', async () => {
    const node = await started({ port: await freePort(), databaseUrl: postgres.url, ipc: true });
    node.child.disconnect();
    expect(await node.ended).toBe(0);
  });
});
