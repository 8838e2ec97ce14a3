import { BACKWARDS, END, FORWARDS, jsonEvent, START } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('reading a stream', () => {
  const stream = newStream('read');
  beforeAll(async () => {
    await node.client.appendToStream(stream, someEvents(10));
  });

  it.each([
    ['forwards from the start', { direction: FORWARDS, fromRevision: START }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['forwards from a revision, inclusive', { direction: FORWARDS, fromRevision: 7n }, [7, 8, 9]],
    ['forwards no further than the count', { direction: FORWARDS, fromRevision: 2n, maxCount: 3 }, [2, 3, 4]],
    ['forwards from the end: nothing', { direction: FORWARDS, fromRevision: END }, []],
    ['forwards from beyond the end: nothing', { direction: FORWARDS, fromRevision: 10n }, []],
    ['forwards from far beyond the end: nothing', { direction: FORWARDS, fromRevision: 2n ** 63n }, []],
    ['backwards from the end', { direction: BACKWARDS, fromRevision: END, maxCount: 3 }, [9, 8, 7]],
    [
      'backwards from the end to the start',
      { direction: BACKWARDS, fromRevision: END },
      [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ],
    ['backwards from a revision, inclusive', { direction: BACKWARDS, fromRevision: 2n }, [2, 1, 0]],
    ['backwards from the start: its first event', { direction: BACKWARDS, fromRevision: START }, [0]],
    ['backwards from beyond the end', { direction: BACKWARDS, fromRevision: 99n, maxCount: 2 }, [9, 8]],
  ] as const)('goes %s', async (_, options, expected) => {
    expect(numbersOf(await readWhole(node.client.readStream(stream, options)))).toEqual(expected);
  });

  it('tells each event its position in $all', async () => {
    const events = await readWhole(node.client.readStream(stream));
    for (const event of events) {
      const { position } = event;
      if (position === undefined) throw new Error('An event was read without its position.');
      const [there] = await readWhole(node.client.readAll({ fromPosition: position, maxCount: 1 }));
      expect(there?.id).toBe(event.id);
    }
  });

  it('of a stream without events says that there is no such stream', async () => {
    const missing = newStream('missing');
    for (const direction of [FORWARDS, BACKWARDS] as const) {
      const error = await errorOf(
        readWhole(
          node.client.readStream(missing, { direction, fromRevision: direction === FORWARDS ? START : END }),
        ),
      );
      expect(error).toMatchObject({ type: 'stream-not-found', streamName: missing });
    }
  });

  it('finds a stream that was missed before', async () => {
    const late = newStream('late');
    await errorOf(readWhole(node.client.readStream(late)));
    await node.client.appendToStream(late, someEvents(1), { expectedRevision: 'no_stream' });
    expect(await readWhole(node.client.readStream(late))).toHaveLength(1);
  });

  it('goes through thousands of events in order', async () => {
    const long = newStream('long');
    for (let n = 0; n < 5; n++) await node.client.appendToStream(long, someEvents(1000));
    const forwards = await readWhole(node.client.readStream(long));
    expect(forwards.map((event) => Number(event.revision))).toEqual([...Array(5000).keys()]);
    const backwards = await readWhole(
      node.client.readStream(long, { direction: BACKWARDS, fromRevision: END }),
    );
    expect(backwards.map((event) => Number(event.revision))).toEqual([...Array(5000).keys()].reverse());
  });

  it('may be left early', async () => {
    const long = newStream('left');
    await node.client.appendToStream(long, someEvents(3000));
    let seen = 0;
    for await (const _ of node.client.readStream(long)) if (++seen === 5) break;
    expect(seen).toBe(5);
    expect(await readWhole(node.client.readStream(long, { maxCount: 1 }))).toHaveLength(1);
  });
});

describe('links', () => {
  it('are resolved to the event and the link, or left as they are', async () => {
    const target = newStream('target');
    const links = newStream('links');
    await node.client.appendToStream(target, someEvents(2));
    // The real server takes links from its projections; an event of this type is one.
    const link = (data: string) => ({
      ...jsonEvent({ type: '$>', data: {} }),
      contentType: 'application/octet-stream' as const,
      data: Buffer.from(data),
    });
    await node.client.appendToStream(links, [
      link(`1@${target}`),
      link(`7@${target}`),
      link(`0@${newStream('none')}`),
    ]);
    const resolved = [];
    for await (const event of node.client.readStream(links, { resolveLinkTos: true })) resolved.push(event);
    expect(resolved[0]).toMatchObject({
      event: { streamId: target, revision: 1n, data: { n: 1 } },
      link: { streamId: links, revision: 0n, type: '$>' },
    });
    expect(resolved[1]?.event).toBeUndefined();
    expect(resolved[1]?.link).toMatchObject({ streamId: links, revision: 1n });
    expect(resolved[2]?.event).toBeUndefined();
    for await (const { event, link: none } of node.client.readStream(links)) {
      expect(event?.type).toBe('$>');
      expect(none).toBeUndefined();
    }
  });
});

describe('reading $all', () => {
  it('gives one order in which the revisions of every stream ascend', async () => {
    const streams = Array.from({ length: 10 }, () => newStream('total-order'));
    const fromPosition = await positionNow(node.client);
    await Promise.all(
      Array.from({ length: 400 }, (_, n) =>
        node.client.appendToStream(streams[n % 10] ?? '', someEvents(1 + (n % 3))),
      ),
    );
    const next = new Map<string, bigint>();
    let position = -1n;
    let count = 0;
    for (const event of await readWhole(node.client.readAll({ fromPosition }))) {
      expect(event.position?.commit ?? -1n).toBeGreaterThan(position);
      position = event.position?.commit ?? -1n;
      if (!streams.includes(event.streamId)) continue;
      expect(event.revision).toBe(next.get(event.streamId) ?? 0n);
      next.set(event.streamId, event.revision + 1n);
      count += 1;
    }
    expect(count).toBe(799);
  });

  it('is inclusive forwards and exclusive backwards', async () => {
    const stream = newStream('from');
    await node.client.appendToStream(stream, someEvents(1));
    const { position } = await node.client.appendToStream(stream, [jsonEvent({ type: 'Middle', data: {} })]);
    await node.client.appendToStream(stream, someEvents(1));
    if (position === undefined) throw new Error('The append answered without a position.');
    const forwards = await readWhole(node.client.readAll({ fromPosition: position, maxCount: 100 }));
    expect(forwards[0]).toMatchObject({ streamId: stream, revision: 1n });
    const ofStream = forwards.filter((event) => event.streamId === stream);
    expect(ofStream.map((event) => event.revision)).toEqual([1n, 2n]);
    const backwards = await readWhole(
      node.client.readAll({ fromPosition: position, direction: BACKWARDS, maxCount: 100 }),
    );
    const before = backwards.filter((event) => event.streamId === stream);
    expect(before.map((event) => event.revision)).toEqual([0n]);
  });

  it('backwards from the end is forwards from a position, reversed', async () => {
    const from = await positionNow(node.client);
    await node.client.appendToStream(newStream('reversed'), someEvents(1500));
    const until = await positionNow(node.client);
    const between = (events: Awaited<ReturnType<typeof readWhole>>) =>
      events
        .filter(({ position }) => {
          const at = position?.commit ?? -1n;
          return at >= from.commit && at <= until.commit;
        })
        .map((event) => event.id);
    const forwards = between(await readWhole(node.client.readAll({ fromPosition: from })));
    const backwards: Awaited<ReturnType<typeof readWhole>> = [];
    for await (const { event } of node.client.readAll({ direction: BACKWARDS, fromPosition: END })) {
      if (event === undefined) continue;
      if ((event.position?.commit ?? 0n) < from.commit) break;
      backwards.push(event);
    }
    expect(forwards.length).toBeGreaterThanOrEqual(1502);
    expect(between(backwards)).toEqual(forwards.reverse());
  });

  it('has nothing forwards from the end and nothing backwards from the start', async () => {
    expect(await readWhole(node.client.readAll({ fromPosition: END }))).toHaveLength(0);
    expect(await readWhole(node.client.readAll({ direction: BACKWARDS, fromPosition: START }))).toHaveLength(
      0,
    );
  });

  it('contains system streams', async () => {
    const stream = newStream('$described');
    const { position } = await node.client.setStreamMetadata(stream, { owner: 'test' });
    if (position === undefined) throw new Error('The append answered without a position.');
    const [event] = await readWhole(node.client.readAll({ fromPosition: position, maxCount: 1 }));
    expect(event?.streamId).toBe(`$$${stream}`);
  });
});
