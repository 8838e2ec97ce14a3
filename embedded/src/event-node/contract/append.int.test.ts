import { randomUUID } from 'node:crypto';
import { BACKWARDS, binaryEvent, END, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  errorOf,
  type NodeUnderTest,
  newStream,
  nodeUnderTest,
  numbersOf,
  readWhole,
  someEvents,
} from './node-under-test.ts';

let node: NodeUnderTest;
beforeAll(async () => {
  node = await nodeUnderTest();
});
afterAll(() => node.close());

describe('an append', () => {
  it('answers with the last revision it wrote and a position at which $all has that event', async () => {
    const stream = newStream('answer');
    const result = await node.client.appendToStream(stream, someEvents(3));
    expect(result.success).toBe(true);
    expect(result.nextExpectedRevision).toBe(2n);
    const position = result.position;
    if (position === undefined) throw new Error('The append answered without a position.');
    const [at] = await readWhole(node.client.readAll({ fromPosition: position, maxCount: 1 }));
    expect(at?.streamId).toBe(stream);
    expect(at?.revision).toBe(2n);
    expect(at?.position).toEqual(position);
  });

  it('gives positions that grow, with the same commit and prepare position', async () => {
    const stream = newStream('growing');
    let before = -1n;
    for (let n = 0; n < 5; n++) {
      const { position } = await node.client.appendToStream(stream, someEvents(1));
      expect(position?.commit).toBe(position?.prepare);
      expect(position?.commit ?? -1n).toBeGreaterThan(before);
      before = position?.commit ?? -1n;
    }
  });

  it('is read back exactly: id, type, data, metadata and the time of recording', async () => {
    const stream = newStream('exact');
    const id = randomUUID();
    const before = Date.now();
    await node.client.appendToStream(stream, [
      jsonEvent({
        id,
        type: 'Named',
        data: { name: 'ტესტი 🎫', nested: { a: [1, null] } },
        metadata: { why: 'test' },
      }),
      binaryEvent({ type: 'Raw', data: Uint8Array.of(0, 255, 128), metadata: Uint8Array.of(1, 2, 250) }),
      jsonEvent({ type: 'Bare', data: [] }),
    ]);
    const [named, raw, bare] = await readWhole(node.client.readStream(stream));
    expect(named).toMatchObject({
      id,
      streamId: stream,
      revision: 0n,
      type: 'Named',
      isJson: true,
      data: { name: 'ტესტი 🎫', nested: { a: [1, null] } },
      metadata: { why: 'test' },
    });
    expect(named?.created.getTime()).toBeGreaterThanOrEqual(before - 1000);
    expect(named?.created.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
    expect(raw?.isJson).toBe(false);
    expect(Buffer.from(raw?.data as Uint8Array)).toEqual(Buffer.of(0, 255, 128));
    expect(Buffer.from(raw?.metadata as Uint8Array)).toEqual(Buffer.of(1, 2, 250));
    expect(bare?.metadata).toBeUndefined();
    expect(bare?.data).toEqual([]);
  });

  it('keeps the ids of its events in lower case however they were sent', async () => {
    const stream = newStream('id-case');
    const id = randomUUID();
    await node.client.appendToStream(stream, [jsonEvent({ id: id.toUpperCase(), type: 'Named', data: {} })]);
    const [event] = await readWhole(node.client.readStream(stream));
    expect(event?.id).toBe(id);
  });

  it('takes stream names of any script and keeps upper and lower case apart', async () => {
    const stream = newStream('ბილეთი 🎫 %_\\');
    await node.client.appendToStream(stream, someEvents(1));
    await node.client.appendToStream(stream.toUpperCase(), someEvents(2), { expectedRevision: 'no_stream' });
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(1);
    expect(await readWhole(node.client.readStream(stream.toUpperCase()))).toHaveLength(2);
  });

  it('can be read by whoever has its answer', async () => {
    const stream = newStream('visible');
    for (let n = 0; n < 50; n++) {
      await node.client.appendToStream(stream, [jsonEvent({ type: 'Counted', data: { n } })]);
      const [last] = await readWhole(
        node.client.readStream(stream, { fromRevision: END, direction: BACKWARDS, maxCount: 1 }),
      );
      expect(last?.data).toEqual({ n });
    }
  });

  it('of no events writes nothing and succeeds', async () => {
    const stream = newStream('empty');
    const result = await node.client.appendToStream(stream, []);
    expect(result.success).toBe(true);
    expect((await errorOf(readWhole(node.client.readStream(stream)))).type).toBe('stream-not-found');
  });

  it('of 2,000 events in chunks is one append', async () => {
    const stream = newStream('chunks');
    const result = await node.client.appendToStream(stream, someEvents(2000), { batchAppendSize: 4 * 1024 });
    expect(result.nextExpectedRevision).toBe(1999n);
    expect(numbersOf(await readWhole(node.client.readStream(stream)))).toEqual([...Array(2000).keys()]);
  });

  it('of 30,000 events of 32 bytes fits', async () => {
    const stream = newStream('many');
    const events = Array.from({ length: 30_000 }, () => binaryEvent({ type: 'T', data: new Uint8Array(32) }));
    const result = await node.client.appendToStream(stream, events);
    expect(result.nextExpectedRevision).toBe(29_999n);
  });

  it('of nearly 1 MiB fits', async () => {
    const stream = newStream('large');
    // Servers from 24.10.4 on count metadata and type as well.
    const data = new Uint8Array(1024 * 1024 - 1024).fill(7);
    await node.client.appendToStream(stream, [binaryEvent({ type: 'T', data })]);
    const [event] = await readWhole(node.client.readStream(stream));
    expect(Buffer.from(event?.data as Uint8Array).equals(Buffer.from(data))).toBe(true);
  });

  it('of more than 1 MiB is refused with the maximum, whether in one event or in many', async () => {
    const stream = newStream('too-large');
    const one = [binaryEvent({ type: 'T', data: new Uint8Array(1024 * 1024 + 1) })];
    const many = Array.from({ length: 5 }, () => binaryEvent({ type: 'T', data: new Uint8Array(300_000) }));
    const huge = [binaryEvent({ type: 'T', data: new Uint8Array(5 * 1024 * 1024) })];
    for (const events of [one, many, huge]) {
      const error = await errorOf(node.client.appendToStream(stream, events));
      expect(error.type).toBe('maximum-append-size-exceeded');
      expect(error.maxAppendSize).toBe(1024 * 1024);
    }
    expect((await errorOf(readWhole(node.client.readStream(stream)))).type).toBe('stream-not-found');
  });

  it('whose deadline has passed is answered as late', async () => {
    const error = await errorOf(
      node.client.appendToStream(newStream('late'), someEvents(1), { deadline: -1000 }),
    );
    expect(error.type).toBe('deadline-exceeded');
  });
});

describe('an expected revision', () => {
  it('no_stream succeeds on a new stream only', async () => {
    const stream = newStream('no-stream');
    await node.client.appendToStream(stream, someEvents(2), { expectedRevision: 'no_stream' });
    const error = await errorOf(
      node.client.appendToStream(stream, someEvents(1), { expectedRevision: 'no_stream' }),
    );
    expect(error).toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: 'no_stream',
      actualVersion: 1n,
    });
  });

  it('stream_exists fails on a stream without events and succeeds afterwards', async () => {
    const stream = newStream('exists');
    const error = await errorOf(
      node.client.appendToStream(stream, someEvents(1), { expectedRevision: 'stream_exists' }),
    );
    expect(error).toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 'stream_exists',
      actualVersion: 'no_stream',
    });
    await node.client.appendToStream(stream, someEvents(1));
    const result = await node.client.appendToStream(stream, someEvents(1), {
      expectedRevision: 'stream_exists',
    });
    expect(result.nextExpectedRevision).toBe(1n);
  });

  it('as a number succeeds when it is the last revision, and fails below and above', async () => {
    const stream = newStream('exact-revision');
    await node.client.appendToStream(stream, someEvents(3));
    for (const expectedRevision of [0n, 1n, 3n, 100n]) {
      const error = await errorOf(node.client.appendToStream(stream, someEvents(1), { expectedRevision }));
      expect(error).toMatchObject({
        type: 'wrong-expected-version',
        expectedVersion: expectedRevision,
        actualVersion: 2n,
      });
    }
    const result = await node.client.appendToStream(stream, someEvents(1), { expectedRevision: 2n });
    expect(result.nextExpectedRevision).toBe(3n);
  });

  it('as a number fails on a stream that does not exist', async () => {
    const error = await errorOf(
      node.client.appendToStream(newStream('missing'), someEvents(1), { expectedRevision: 0n }),
    );
    expect(error).toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' });
  });

  it('lets exactly one of many simultaneous appends through', async () => {
    const stream = newStream('race');
    for (let round = 0; round < 20; round++) {
      const expectedRevision = round === 0 ? 'no_stream' : BigInt(round - 1);
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, () =>
          node.client.appendToStream(stream, someEvents(1), { expectedRevision }),
        ),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    }
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(20);
  });

  it('any gives simultaneous appends consecutive revisions without a gap', async () => {
    const stream = newStream('numbers');
    const results = await Promise.all(
      Array.from({ length: 300 }, () => node.client.appendToStream(stream, someEvents(1))),
    );
    const revisions = results.map((result) => Number(result.nextExpectedRevision)).sort((a, b) => a - b);
    expect(revisions).toEqual([...Array(300).keys()]);
  });

  it('keeps the order in which one client sent its appends', async () => {
    const stream = newStream('order');
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        node.client.appendToStream(stream, [jsonEvent({ type: 'Counted', data: { n } })]),
      ),
    );
    expect(numbersOf(await readWhole(node.client.readStream(stream)))).toEqual([...Array(200).keys()]);
  });
});

describe('a repeated append', () => {
  for (const expectedRevision of ['any', 'stream_exists'] as const) {
    it(`with ${expectedRevision} answers as the first one did and writes nothing`, async () => {
      const stream = newStream('repeated');
      await node.client.appendToStream(stream, someEvents(1));
      const events = someEvents(3);
      const first = await node.client.appendToStream(stream, events, { expectedRevision });
      await node.client.appendToStream(stream, someEvents(2));
      const again = await node.client.appendToStream(stream, events, { expectedRevision });
      expect(again).toEqual(first);
      expect(await readWhole(node.client.readStream(stream))).toHaveLength(6);
    });

    it(`with ${expectedRevision}, known ids and then an unknown one, is a wrong expected version`, async () => {
      const stream = newStream('half-known');
      const events = someEvents(2);
      await node.client.appendToStream(stream, events);
      const error = await errorOf(
        node.client.appendToStream(stream, [...events, ...someEvents(1)], { expectedRevision }),
      );
      expect(error.type).toBe('wrong-expected-version');
      expect(await readWhole(node.client.readStream(stream))).toHaveLength(2);
    });
  }

  it('with any and an unknown first id is written, also when the others are known', async () => {
    const stream = newStream('new-first');
    const events = someEvents(2);
    await node.client.appendToStream(stream, events);
    const result = await node.client.appendToStream(stream, [...someEvents(1), ...events]);
    expect(result.nextExpectedRevision).toBe(4n);
  });

  it('with any in another stream is written there', async () => {
    const events = someEvents(2);
    const [one, other] = [newStream('one'), newStream('other')];
    await node.client.appendToStream(one, events);
    const result = await node.client.appendToStream(other, events);
    expect(result.nextExpectedRevision).toBe(1n);
    expect(await readWhole(node.client.readStream(other))).toHaveLength(2);
  });

  it('with no_stream answers as the first one did', async () => {
    const stream = newStream('created-twice');
    const events = someEvents(3);
    const first = await node.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
    await node.client.appendToStream(stream, someEvents(1));
    const again = await node.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
    expect(again).toEqual(first);
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(4);
  });

  it('with an exact revision answers as the first one did', async () => {
    const stream = newStream('exact-twice');
    await node.client.appendToStream(stream, someEvents(2));
    const events = someEvents(2);
    const first = await node.client.appendToStream(stream, events, { expectedRevision: 1n });
    await node.client.appendToStream(stream, someEvents(5));
    const again = await node.client.appendToStream(stream, events, { expectedRevision: 1n });
    expect(again).toEqual(first);
  });

  it('with an exact revision at which other events stand is a wrong expected version', async () => {
    const stream = newStream('elsewhere');
    const events = someEvents(2);
    await node.client.appendToStream(stream, events);
    await node.client.appendToStream(stream, someEvents(3));
    const shifted = await errorOf(node.client.appendToStream(stream, events, { expectedRevision: 0n }));
    expect(shifted.type).toBe('wrong-expected-version');
    const longer = await errorOf(
      node.client.appendToStream(stream, [...events, ...someEvents(1)], { expectedRevision: 'no_stream' }),
    );
    expect(longer.type).toBe('wrong-expected-version');
  });

  it('is written once when its copies arrive at the same time', async () => {
    const stream = newStream('same-time');
    const events = someEvents(2);
    for (const expectedRevision of ['any', 'no_stream'] as const) {
      const results = await Promise.all(
        Array.from({ length: 10 }, () => node.client.appendToStream(stream, events, { expectedRevision })),
      );
      for (const result of results) expect(result).toEqual(results[0]);
    }
    expect(await readWhole(node.client.readStream(stream))).toHaveLength(2);
  });
});
