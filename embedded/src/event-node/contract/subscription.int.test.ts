import { randomUUID } from 'node:crypto';
import {
  END,
  eventTypeFilter,
  jsonEvent,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  errorOf,
  type NodeUnderTest,
  newStream,
  nodeUnderTest,
  numbersOf,
  positionNow,
  readWhole,
  someEvents,
} from './node-under-test.ts';

let node: NodeUnderTest;
beforeAll(async () => {
  node = await nodeUnderTest();
});
afterAll(() => node.close());

/** Servers from 24.2 to 24.10.4 may send it; it means nothing. */
const NO_CHECKPOINT = 2n ** 64n - 1n;

const soon = { timeout: 50_000, interval: 5 };

/** Follows a subscription and keeps what it delivers. */
function follow(subscription: ReturnType<typeof node.client.subscribeToStream>): {
  readonly events: { data: unknown; streamId: string; type: string; revision: bigint; id: string }[];
  readonly caughtUp: () => number;
  readonly confirmed: Promise<void>;
  stop(): Promise<void>;
} {
  const events: { data: unknown; streamId: string; type: string; revision: bigint; id: string }[] = [];
  let caughtUp = 0;
  subscription.on('caughtUp', () => {
    caughtUp += 1;
  });
  const confirmed = new Promise<void>((resolve) => subscription.once('confirmation', resolve));
  const reading = (async () => {
    for await (const { event } of subscription) if (event !== undefined) events.push(event);
  })();
  return {
    events,
    confirmed,
    caughtUp: () => caughtUp,
    async stop() {
      await subscription.unsubscribe();
      await reading;
    },
  };
}

describe('a subscription to a stream', () => {
  it('delivers what is there and then what comes, each once and in order', async () => {
    const stream = newStream('live');
    await node.client.appendToStream(stream, someEvents(100));
    const subscription = follow(node.client.subscribeToStream(stream, { fromRevision: START }));
    for (let n = 100; n < 200; n++) {
      await node.client.appendToStream(stream, [jsonEvent({ type: 'Counted', data: { n } })]);
    }
    await vi.waitFor(() => expect(subscription.events.length).toBeGreaterThanOrEqual(200), soon);
    await subscription.stop();
    expect(numbersOf(subscription.events)).toEqual([...Array(200).keys()]);
  });

  it('starts after the revision that it is given', async () => {
    const stream = newStream('after');
    await node.client.appendToStream(stream, someEvents(5));
    const subscription = follow(node.client.subscribeToStream(stream, { fromRevision: 2n }));
    await vi.waitFor(() => expect(subscription.events).toHaveLength(2), soon);
    expect(numbersOf(subscription.events)).toEqual([3, 4]);
    await subscription.stop();
  });

  it('from the end delivers only what comes', async () => {
    const stream = newStream('end');
    await node.client.appendToStream(stream, someEvents(5));
    const subscription = follow(node.client.subscribeToStream(stream, { fromRevision: END }));
    await vi.waitFor(() => expect(subscription.caughtUp()).toBe(1), soon);
    await node.client.appendToStream(stream, [jsonEvent({ type: 'Counted', data: { n: 77 } })]);
    await vi.waitFor(() => expect(numbersOf(subscription.events)).toEqual([77]), soon);
    await subscription.stop();
  });

  it('waits for a stream that does not exist yet', async () => {
    const stream = newStream('future');
    const subscription = follow(node.client.subscribeToStream(stream));
    await vi.waitFor(() => expect(subscription.caughtUp()).toBe(1), soon);
    await node.client.appendToStream(stream, someEvents(3), { expectedRevision: 'no_stream' });
    await vi.waitFor(() => expect(numbersOf(subscription.events)).toEqual([0, 1, 2]), soon);
    await subscription.stop();
  });

  it('says when it has caught up, after the events that were there', async () => {
    const stream = newStream('caught-up');
    await node.client.appendToStream(stream, someEvents(40));
    const order: string[] = [];
    const subscription = node.client.subscribeToStream(stream);
    subscription.on('confirmation', () => order.push('confirmation'));
    subscription.on('caughtUp', () => order.push('caught up'));
    const reading = (async () => {
      for await (const _ of subscription) order.push('event');
    })();
    await vi.waitFor(() => expect(order).toHaveLength(42), soon);
    expect(order[0]).toBe('confirmation');
    expect(order).toContain('caught up');
    await subscription.unsubscribe();
    await reading;
  });
});

describe('a subscription to $all', () => {
  it('hands over from the past to the present without a gap or a duplicate, under load', async () => {
    const marker = newStream('handover');
    const fromPosition = await positionNow(node.client);
    let written = 0;
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      while (writing) {
        await node.client.appendToStream(`${marker}-${writer}`, someEvents(1 + (written % 3)));
        written += 1;
      }
    });
    await vi.waitFor(() => expect(written).toBeGreaterThan(100), soon);
    const followed = follow(node.client.subscribeToAll({ fromPosition }));
    await vi.waitFor(() => expect(followed.caughtUp()).toBeGreaterThan(0), soon);
    const afterwards = written;
    await vi.waitFor(() => expect(written).toBeGreaterThan(afterwards + 100), soon);
    writing = false;
    await Promise.all(writers);
    const { position } = await node.client.appendToStream(marker, someEvents(1, 'Last'));
    expect(position).toBeDefined();
    await vi.waitFor(
      () =>
        expect(followed.events.some((event) => event.type === 'Last' && event.streamId === marker)).toBe(
          true,
        ),
      soon,
    );
    await followed.stop();
    const [, ...log] = await readWhole(node.client.readAll({ fromPosition }));
    expect(followed.events.map((event) => event.id)).toEqual(
      log.slice(0, followed.events.length).map((event) => event.id),
    );
  });

  it('starts after the position that it is given', async () => {
    const stream = newStream('position');
    const { position } = await node.client.appendToStream(stream, someEvents(2));
    await node.client.appendToStream(stream, [jsonEvent({ type: 'Counted', data: { n: 2 } })]);
    if (position === undefined) throw new Error('The append answered without a position.');
    const subscription = follow(node.client.subscribeToAll({ fromPosition: position }));
    const ofStream = () => subscription.events.filter((event) => event.streamId === stream);
    await vi.waitFor(() => expect(ofStream()).not.toHaveLength(0), soon);
    expect(ofStream()[0]).toMatchObject({ revision: 2n });
    await subscription.stop();
  });

  it('from the end delivers only what comes', async () => {
    const before = newStream('before');
    await node.client.appendToStream(before, someEvents(5));
    const subscription = follow(node.client.subscribeToAll({ fromPosition: END }));
    await vi.waitFor(() => expect(subscription.caughtUp()).toBeGreaterThan(0), soon);
    const stream = newStream('from-end');
    await node.client.appendToStream(stream, someEvents(1));
    const streams = () => subscription.events.map((event) => event.streamId);
    await vi.waitFor(() => expect(streams()).toContain(stream), soon);
    expect(streams()).not.toContain(before);
    await subscription.stop();
  });

  it('that is not read does not hold up others, and delivers everything once it is read', async () => {
    const stream = newStream('unread');
    const unread = node.client.subscribeToAll({ fromPosition: END });
    await new Promise<void>((resolve) => unread.once('caughtUp', resolve));
    const data = 'x'.repeat(2000);
    for (let n = 0; n < 40; n++) {
      await node.client.appendToStream(
        stream,
        Array.from({ length: 100 }, (_, at) =>
          jsonEvent({ type: 'Counted', data: { n: n * 100 + at, data } }),
        ),
      );
    }
    const numbers: number[] = [];
    for await (const { event } of unread) {
      if (event?.streamId === stream) numbers.push(...numbersOf([event]));
      if (numbers.length === 4000) break;
    }
    expect(numbers).toEqual([...Array(4000).keys()]);
    await unread.unsubscribe();
  });
});

describe('a filtered subscription', () => {
  async function matching(
    filter: Parameters<typeof node.client.subscribeToAll>[0] extends infer O
      ? NonNullable<O> extends { filter?: infer F }
        ? F
        : never
      : never,
    from: Position,
    until: number,
  ) {
    const subscription = follow(
      node.client.subscribeToAll({ fromPosition: from, ...(filter === undefined ? {} : { filter }) }),
    );
    await vi.waitFor(() => expect(subscription.caughtUp()).toBeGreaterThan(0), soon);
    await vi.waitFor(() => expect(subscription.events.length).toBeGreaterThanOrEqual(until), soon);
    await subscription.stop();
    return subscription.events.map((event) => `${event.streamId.split('-')[0]}/${event.type}`);
  }

  // Names of this run alone: another run may be writing to the same server.
  const run = randomUUID().slice(0, 8);

  async function mixture(): Promise<Position> {
    const { position } = await node.client.appendToStream(newStream('mixture'), someEvents(1));
    await node.client.appendToStream(newStream(`red-${run}`), someEvents(1, `Apple${run}Eaten`));
    await node.client.appendToStream(newStream(`green-${run}`), someEvents(1, `Apple${run}Grown`));
    await node.client.appendToStream(newStream(`blue-${run}`), someEvents(1, `Plum${run}Eaten`));
    if (position === undefined) throw new Error('The append answered without a position.');
    return position;
  }
  const red = `red/Apple${run}Eaten`;
  const green = `green/Apple${run}Grown`;
  const blue = `blue/Plum${run}Eaten`;

  it('by prefixes of the stream name takes any of them', async () => {
    const from = await mixture();
    const filter = streamNameFilter({ prefixes: [`red-${run}`, `blue-${run}`] });
    expect(await matching(filter, from, 2)).toEqual([red, blue]);
  });

  it('by prefixes of the event type takes any of them', async () => {
    const from = await mixture();
    expect(await matching(eventTypeFilter({ prefixes: [`Apple${run}`] }), from, 2)).toEqual([red, green]);
  });

  it('by a regular expression, which is not anchored', async () => {
    const from = await mixture();
    expect(await matching(eventTypeFilter({ regex: `${run}Eaten$` }), from, 2)).toEqual([red, blue]);
    expect(await matching(streamNameFilter({ regex: `een-${run}` }), from, 1)).toEqual([green]);
  });

  it('with a regular expression that is none fails', async () => {
    const subscription = node.client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) });
    const error = await errorOf(
      (async () => {
        for await (const _ of subscription) break;
      })(),
    );
    // A real server gives such a call up (UNKNOWN) where the node says what is wrong (INVALID_ARGUMENT).
    expect([2, 3]).toContain(error.code);
  });

  it('reports checkpoints while nothing matches, and one before it has caught up', async () => {
    const { position } = await node.client.appendToStream(newStream('noise'), someEvents(1));
    await node.client.appendToStream(newStream('noise'), someEvents(500));
    const order: (bigint | 'caught up')[] = [];
    const subscription = node.client.subscribeToAll({
      fromPosition: position ?? START,
      filter: eventTypeFilter({
        prefixes: ['NeverWritten'],
        checkpointInterval: 1,
        checkpointReached: async (_, at) => {
          if (at.commit !== NO_CHECKPOINT) order.push(at.commit);
        },
      }),
    });
    subscription.on('caughtUp', () => order.push('caught up'));
    const reading = (async () => {
      for await (const _ of subscription) throw new Error('Nothing should match.');
    })();
    await vi.waitFor(() => expect(order).toContain('caught up'), soon);
    const checkpoints = order.slice(0, order.indexOf('caught up'));
    expect(checkpoints.length).toBeGreaterThan(1);
    const live = order.length;
    // 32 considered events make the window when the client names none.
    const last = await node.client.appendToStream(newStream('noise'), someEvents(70));
    await vi.waitFor(() => expect(order.length).toBeGreaterThanOrEqual(live + 2), soon);
    const positions = order.filter((at) => at !== 'caught up');
    expect([...positions].sort((a, b) => (a < b ? -1 : 1))).toEqual(positions);
    expect(positions.at(-1) ?? 0n).toBeLessThanOrEqual(last.position?.commit ?? 0n);
    await subscription.unsubscribe();
    await reading;
  });

  it('can be continued from a checkpoint without missing an event', async () => {
    const type = `Kept${Date.now()}`;
    const { position } = await node.client.appendToStream(newStream('noise'), someEvents(1));
    const checkpoints: Position[] = [];
    const filter = eventTypeFilter({
      prefixes: [type],
      checkpointInterval: 1,
      checkpointReached: async (_, at) => {
        if (at.commit !== NO_CHECKPOINT) checkpoints.push(at);
      },
    });
    for (let n = 0; n < 20; n++) {
      await node.client.appendToStream(newStream('noise'), someEvents(10));
      await node.client.appendToStream(newStream('kept'), [jsonEvent({ type, data: { n } })]);
    }
    const whole = follow(node.client.subscribeToAll({ fromPosition: position ?? START, filter }));
    await vi.waitFor(() => expect(whole.events).toHaveLength(20), soon);
    await vi.waitFor(() => expect(whole.caughtUp()).toBeGreaterThan(0), soon);
    await whole.stop();
    for (const checkpoint of [...checkpoints]) {
      const rest = follow(
        node.client.subscribeToAll({
          fromPosition: checkpoint,
          filter: eventTypeFilter({ prefixes: [type] }),
        }),
      );
      await vi.waitFor(() => expect(rest.caughtUp()).toBeGreaterThan(0), soon);
      await rest.stop();
      const numbers = numbersOf(rest.events);
      const from = numbers[0] ?? 20;
      expect(numbers).toEqual([...Array(20).keys()].slice(from));
      const before = await readWhole(node.client.readAll({ fromPosition: position ?? START }));
      const kept = before.filter(
        (event) => event.type === type && (event.position?.commit ?? 0n) <= checkpoint.commit,
      );
      expect(kept).toHaveLength(from);
    }
  });
});
