import {
  EventStoreDBClient,
  jsonEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
} from '@eventstore/db-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { freePort } from '../../testing/free-port.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../../testing/temporary-postgres.ts';
import { killNode, type NodeProcess, startNodeProcess } from '../node-process.ts';

let postgres: TemporaryPostgres;
let node: NodeProcess;
let client: EventStoreDBClient;
beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(async () => {
  await client.dispose();
  await killNode(node);
  await postgres.stop();
});

const soon = { timeout: 30_000, interval: 20 };

it('a group outlives kill -9 of the node: what was not done comes again, what was parked is still parked', async () => {
  const place = { port: await freePort(), databaseUrl: postgres.url };
  node = await startNodeProcess(place);
  client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${place.port}?tls=false`);
  await client.appendToStream(
    'source',
    Array.from({ length: 20 }, (_, n) => jsonEvent({ type: 'Counted', data: { n } })),
  );
  const settings = { startFrom: START, checkPointAfter: 100, checkPointLowerBound: 1 } as const;
  await client.createPersistentSubscriptionToStream(
    'source',
    'group',
    persistentSubscriptionToStreamSettingsFromDefaults(settings),
  );
  const first = client.subscribeToPersistentSubscriptionToStream('source', 'group');
  const ended = (async () => {
    for await (const resolved of first) {
      const revision = Number(resolved.event?.revision);
      if (revision === 3) await first.nack('park', 'a reason', resolved);
      else if (revision < 10) await first.ack(resolved);
      // What comes from 10 on is never answered.
    }
  })().catch(() => undefined);
  await vi.waitFor(async () => {
    const { stats } = await client.getPersistentSubscriptionToStreamInfo('source', 'group');
    expect(stats).toMatchObject({ lastCheckpointedEventRevision: 9n, parkedMessageCount: 1n });
  }, soon);
  await killNode(node);
  await ended;
  node = await startNodeProcess(place);
  const revisions: number[] = [];
  const reading = vi.waitFor(async () => {
    const second = client.subscribeToPersistentSubscriptionToStream('source', 'group');
    for await (const resolved of second) {
      revisions.push(Number(resolved.event?.revision));
      await second.ack(resolved);
      if (revisions.length === 10) await client.replayParkedMessagesToStream('source', 'group');
      if (revisions.length === 11) break;
    }
    expect(revisions).toHaveLength(11);
  }, soon);
  await reading;
  expect(revisions).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 3]);
});
