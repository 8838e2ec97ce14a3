import {
  END,
  eventTypeFilter,
  type PersistentSubscriptionToStream,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  errorOf,
  type NodeUnderTest,
  newStream,
  nodeUnderTest,
  positionNow,
  readWhole,
  someEvents,
} from './node-under-test.ts';

let node: NodeUnderTest;
beforeAll(async () => {
  node = await nodeUnderTest();
});
afterAll(() => node.close());

const soon = { timeout: 50_000, interval: 10 };
const fromStart = (changes: Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0] = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...changes });

type Delivered = { n: number; retries: number; stream: string };

/** Consumes a group; `answer` says what happens to each event, `acknowledge` unless told. */
function consume(
  subscription: PersistentSubscriptionToStream,
  answer: (event: Delivered) => 'ack' | 'park' | 'retry' | 'skip' | 'none' = () => 'ack',
) {
  const delivered: Delivered[] = [];
  let failure: (Error & { type?: string }) | undefined;
  const reading = (async () => {
    try {
      for await (const resolved of subscription) {
        const { event, retryCount } = { ...resolved, retryCount: resolved.retryCount ?? 0 };
        if (event === undefined) continue;
        const one = { n: (event.data as { n: number }).n, retries: retryCount, stream: event.streamId }; // someEvents
        delivered.push(one);
        const what = answer(one);
        if (what === 'ack') await subscription.ack(resolved);
        else if (what !== 'none') await subscription.nack(what, 'a reason', resolved);
      }
    } catch (error) {
      failure = error as Error; // what the client throws
    }
  })();
  return {
    delivered,
    numbers: () => delivered.map(({ n }) => n),
    failure: () => failure,
    confirmed: new Promise<void>((resolve) => subscription.once('confirmation', resolve)),
    async stop() {
      await subscription.unsubscribe();
      await reading;
    },
  };
}

const upTo = (count: number) => [...Array(count).keys()];
const sorted = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other);

describe('a persistent subscription to a stream', () => {
  it('delivers what is there and what comes, in order to one consumer', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(30));
    await node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
    const consumer = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await vi.waitFor(() => expect(consumer.numbers()).toEqual(upTo(30)), soon);
    await node.client.appendToStream(stream, someEvents(5));
    await vi.waitFor(() => expect(consumer.numbers()).toEqual([...upTo(30), ...upTo(5)]), soon);
    await consumer.stop();
    await node.client.deletePersistentSubscriptionToStream(stream, 'group');
  });

  it('begins at the revision that it is told, or with what comes after it was made', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(10));
    await node.client.createPersistentSubscriptionToStream(stream, 'at', fromStart({ startFrom: 7n }));
    await node.client.createPersistentSubscriptionToStream(stream, 'end', fromStart({ startFrom: END }));
    const at = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'at'));
    await vi.waitFor(() => expect(at.numbers()).toEqual([7, 8, 9]), soon);
    const end = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'end'));
    await end.confirmed;
    await node.client.appendToStream(stream, someEvents(2));
    await vi.waitFor(() => expect(end.numbers()).toEqual([0, 1]), soon);
    await at.stop();
    await end.stop();
  });

  it('shares its events among its consumers, each event to one of them', async () => {
    const stream = newStream('source');
    await node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
    const consumers = [1, 2].map(() =>
      consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize: 5 })),
    );
    for (const consumer of consumers) await consumer.confirmed;
    await node.client.appendToStream(stream, someEvents(100));
    const all = () => sorted(consumers.flatMap((consumer) => consumer.numbers()));
    await vi.waitFor(() => expect(all()).toEqual(upTo(100)), soon);
    for (const consumer of consumers) expect(consumer.delivered.length).toBeGreaterThan(0);
    for (const consumer of consumers) await consumer.stop();
  });

  it('gives no consumer more than it can hold, and gives what a consumer leaves behind to another', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(20));
    await node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
    const lazy = consume(
      node.client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize: 5 }),
      () => 'none',
    );
    await vi.waitFor(() => expect(lazy.numbers()).toEqual(upTo(5)), soon);
    const { connections } = await node.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(connections).toMatchObject([{ inFlightMessages: 5, availableSlots: 0 }]);
    await lazy.stop();
    const other = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await vi.waitFor(() => expect(sorted(other.numbers())).toEqual(upTo(20)), soon);
    expect(lazy.delivered).toHaveLength(5);
    await other.stop();
  });

  it('tries again what is refused, and what is not answered in time, up to its maximum, and parks it then', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(3));
    await node.client.createPersistentSubscriptionToStream(
      stream,
      'group',
      fromStart({ maxRetryCount: 2, messageTimeout: 3_000 }),
    );
    const consumer = consume(
      node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'),
      ({ n }) => (n === 0 ? 'retry' : n === 1 ? 'none' : 'ack'),
    );
    const triesOf = (n: number) =>
      consumer.delivered.filter((one) => one.n === n).map(({ retries }) => retries);
    await vi.waitFor(() => expect(triesOf(0)).toEqual([0, 1, 2]), soon);
    await vi.waitFor(() => expect(triesOf(1)).toEqual([0, 1, 2]), soon);
    expect(triesOf(2)).toEqual([0]);
    await vi.waitFor(async () => {
      const { stats } = await node.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
      expect(stats.parkedMessageCount).toBe(2n);
    }, soon);
    await consumer.stop();
  });

  it('parks and skips what it is told to, and replays what is parked', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(4));
    await node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
    let isWell = false;
    const consumer = consume(
      node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'),
      ({ n }) => (isWell ? 'ack' : n === 1 || n === 3 ? 'park' : n === 2 ? 'skip' : 'ack'),
    );
    const parked = async () =>
      (await node.client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats.parkedMessageCount;
    await vi.waitFor(async () => expect(await parked()).toBe(2n), soon);
    const links = await readWhole(
      node.client.readStream(`$persistentsubscription-${stream}::group-parked`, { resolveLinkTos: true }),
    );
    expect(links.map((event) => event.revision)).toEqual([1n, 3n]);
    isWell = true;
    await node.client.replayParkedMessagesToStream(stream, 'group');
    await vi.waitFor(() => expect(consumer.numbers().slice(4)).toEqual([1, 3]), soon);
    await vi.waitFor(async () => expect(await parked()).toBe(0n), soon);
    await consumer.stop();
  });

  it('goes on from its checkpoint when a consumer comes back', async () => {
    const stream = newStream('source');
    await node.client.appendToStream(stream, someEvents(50));
    const settings = fromStart({ checkPointLowerBound: 1, checkPointUpperBound: 10, checkPointAfter: 100 });
    await node.client.createPersistentSubscriptionToStream(stream, 'group', settings);
    const first = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await vi.waitFor(() => expect(first.delivered).toHaveLength(50), soon);
    await vi.waitFor(async () => {
      const { stats } = await node.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
      expect(stats).toMatchObject({ lastCheckpointedEventRevision: 49n, lastKnownEventRevision: 49n });
    }, soon);
    await first.stop();
    // An update begins the group anew, at its checkpoint.
    await node.client.updatePersistentSubscriptionToStream(stream, 'group', settings);
    await node.client.appendToStream(stream, someEvents(3));
    const second = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await vi.waitFor(() => expect(second.numbers()).toEqual([0, 1, 2]), soon);
    await second.stop();
  });

  it('passes over what the stream’s metadata hides, and goes on with what comes', async () => {
    const hide: ((stream: string) => Promise<unknown>)[] = [
      (stream) => node.client.setStreamMetadata(stream, { truncateBefore: 5 }),
      (stream) => node.client.deleteStream(stream),
    ];
    for (const hidden of hide) {
      const stream = newStream('source');
      await node.client.appendToStream(stream, someEvents(5));
      await hidden(stream);
      await node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
      const consumer = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
      await consumer.confirmed;
      await node.client.appendToStream(stream, someEvents(2, 'Later'));
      await vi.waitFor(() => expect(consumer.numbers()).toEqual([0, 1]), soon);
      await consumer.stop();
    }
  });

  it('resolves links when it is to', async () => {
    const [target, links] = [newStream('target'), newStream('links')];
    await node.client.appendToStream(target, someEvents(2));
    const [one] = someEvents(1, '$>');
    if (one === undefined) throw new Error('One event was asked for.');
    await node.client.appendToStream(links, [
      { ...one, contentType: 'application/octet-stream', data: Buffer.from(`1@${target}`) },
    ]);
    await node.client.createPersistentSubscriptionToStream(
      links,
      'group',
      fromStart({ resolveLinkTos: true }),
    );
    const consumer = consume(node.client.subscribeToPersistentSubscriptionToStream(links, 'group'));
    await vi.waitFor(() => expect(consumer.delivered).toEqual([{ n: 1, retries: 0, stream: target }]), soon);
    await vi.waitFor(async () => {
      const { connections } = await node.client.getPersistentSubscriptionToStreamInfo(links, 'group');
      expect(connections[0]?.inFlightMessages).toBe(0);
    }, soon);
    await consumer.stop();
  });

  it('is made once, and says when it is not there', async () => {
    const stream = newStream('source');
    await node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
    const again = node.client.createPersistentSubscriptionToStream(stream, 'group', fromStart());
    expect(await errorOf(again)).toMatchObject({
      type: 'persistent-subscription-exists',
      streamName: stream,
      groupName: 'group',
    });
    for (const attempt of [
      () => node.client.updatePersistentSubscriptionToStream(stream, 'none', fromStart()),
      () => node.client.deletePersistentSubscriptionToStream(stream, 'none'),
      () => node.client.getPersistentSubscriptionToStreamInfo(stream, 'none'),
      () => node.client.replayParkedMessagesToStream(stream, 'none'),
    ]) {
      expect((await errorOf(attempt())).type).toBe('persistent-subscription-does-not-exist');
    }
    const consumer = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'none'));
    await vi.waitFor(
      () => expect(consumer.failure()?.type).toBe('persistent-subscription-does-not-exist'),
      soon,
    );
  });

  it('drops its consumers when it is deleted, and takes no more of them than it may', async () => {
    const stream = newStream('source');
    await node.client.createPersistentSubscriptionToStream(
      stream,
      'group',
      fromStart({ maxSubscriberCount: 1 }),
    );
    const consumer = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await consumer.confirmed;
    const second = consume(node.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await vi.waitFor(() => expect(second.failure()?.type).toBe('maximum-subscribers-reached'), soon);
    await node.client.deletePersistentSubscriptionToStream(stream, 'group');
    await vi.waitFor(() => expect(consumer.failure()?.type).toBe('persistent-subscription-dropped'), soon);
  });

  it('tells of itself, alone and in lists', async () => {
    const stream = newStream('source');
    await node.client.createPersistentSubscriptionToStream(
      stream,
      'one',
      fromStart({ maxRetryCount: 3, consumerStrategyName: 'Pinned' }),
    );
    await node.client.createPersistentSubscriptionToStream(stream, 'two', fromStart({ startFrom: END }));
    const one = await node.client.getPersistentSubscriptionToStreamInfo(stream, 'one');
    expect(one).toMatchObject({
      eventSource: stream,
      groupName: 'one',
      settings: {
        maxRetryCount: 3,
        consumerStrategyName: 'Pinned',
        startFrom: START,
        messageTimeout: 30_000,
      },
    });
    const ofStream = await node.client.listPersistentSubscriptionsToStream(stream);
    expect(ofStream.map(({ groupName }) => groupName).sort()).toEqual(['one', 'two']);
    const all = await node.client.listAllPersistentSubscriptions();
    expect(all.filter(({ eventSource }) => eventSource === stream)).toHaveLength(2);
  });
});

describe('a persistent subscription to $all', () => {
  it('delivers what passes its filter from a position on', async () => {
    const group = newStream('group');
    const type = `Kind-${group}`;
    const stream = newStream('anywhere');
    const startFrom = await positionNow(node.client);
    await node.client.createPersistentSubscriptionToAll(
      group,
      persistentSubscriptionToAllSettingsFromDefaults({ startFrom }),
      { filter: eventTypeFilter({ prefixes: [type] }) },
    );
    await node.client.appendToStream(stream, someEvents(5, type));
    await node.client.appendToStream(stream, someEvents(5));
    const subscription = node.client.subscribeToPersistentSubscriptionToAll(group);
    const delivered: number[] = [];
    const reading = (async () => {
      for await (const resolved of subscription) {
        if (resolved.event === undefined) continue;
        delivered.push((resolved.event.data as { n: number }).n); // someEvents
        await subscription.ack(resolved);
      }
    })();
    await vi.waitFor(() => expect(delivered).toEqual(upTo(5)), soon);
    await node.client.appendToStream(stream, someEvents(2, type));
    await vi.waitFor(() => expect(delivered).toEqual([...upTo(5), 0, 1]), soon);
    const { settings, stats } = await node.client.getPersistentSubscriptionToAllInfo(group);
    expect(settings.startFrom).toEqual(startFrom);
    expect(stats.lastKnownEventPosition?.commit).toBeGreaterThan(startFrom.commit);
    await subscription.unsubscribe();
    await reading;
    await node.client.deletePersistentSubscriptionToAll(group);
  });
});
