import { BACKWARDS, END, jsonEvent, START } from '@eventstore/db-client';
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

const revisions = async (stream: string) =>
  (await readWhole(node.client.readStream(stream))).map((event) => Number(event.revision));

describe('a soft-deleted stream', () => {
  it('is not found, and stays in $all', async () => {
    const stream = newStream('deleted');
    const fromPosition = await positionNow(node.client);
    await node.client.appendToStream(stream, someEvents(3));
    const { position } = await node.client.deleteStream(stream);
    expect(position).toBeDefined();
    expect((await errorOf(readWhole(node.client.readStream(stream)))).type).toBe('stream-not-found');
    const all = await readWhole(node.client.readAll({ fromPosition }));
    expect(all.filter((event) => event.streamId === stream)).toHaveLength(3);
  });

  it('continues its revisions with the next append, and shows only what came after', async () => {
    const stream = newStream('again');
    await node.client.appendToStream(stream, someEvents(3));
    await node.client.deleteStream(stream);
    const result = await node.client.appendToStream(stream, someEvents(2));
    expect(result.nextExpectedRevision).toBe(4n);
    expect(await revisions(stream)).toEqual([3, 4]);
    const { metadata } = await node.client.getStreamMetadata(stream);
    expect(metadata?.truncateBefore).toBe(3);
  });

  it('can be begun anew with no_stream', async () => {
    const stream = newStream('anew');
    await node.client.appendToStream(stream, someEvents(2));
    await node.client.deleteStream(stream);
    const result = await node.client.appendToStream(stream, someEvents(1), { expectedRevision: 'no_stream' });
    expect(result.nextExpectedRevision).toBe(2n);
  });

  it('answers stream_exists with stream deleted', async () => {
    const stream = newStream('gone');
    await node.client.appendToStream(stream, someEvents(1));
    await node.client.deleteStream(stream);
    const error = await errorOf(
      node.client.appendToStream(stream, someEvents(1), { expectedRevision: 'stream_exists' }),
    );
    expect(error).toMatchObject({ type: 'stream-deleted', streamName: stream });
  });

  it('comes back from its end on when its metadata is written', async () => {
    const stream = newStream('undeleted');
    await node.client.appendToStream(stream, someEvents(2));
    await node.client.deleteStream(stream);
    await node.client.setStreamMetadata(stream, { maxCount: 10 });
    await node.client.appendToStream(stream, someEvents(1), { expectedRevision: 1n });
    expect(await revisions(stream)).toEqual([2]);
  });

  it('keeps the rest of its metadata', async () => {
    const stream = newStream('kept-metadata');
    await node.client.appendToStream(stream, someEvents(2));
    await node.client.setStreamMetadata(stream, { owner: 'me' });
    await node.client.deleteStream(stream);
    await node.client.appendToStream(stream, someEvents(1));
    expect((await node.client.getStreamMetadata(stream)).metadata).toEqual({
      owner: 'me',
      truncateBefore: 2,
    });
  });

  it('cannot be made of nothing, nor at a wrong revision', async () => {
    const missing = await errorOf(node.client.deleteStream(newStream('nothing')));
    expect(missing.type).toBe('wrong-expected-version');
    const stream = newStream('deleted-at');
    await node.client.appendToStream(stream, someEvents(2));
    const wrong = await errorOf(node.client.deleteStream(stream, { expectedRevision: 0n }));
    expect(wrong).toMatchObject({ type: 'wrong-expected-version', streamName: stream, actualVersion: 1n });
    await node.client.deleteStream(stream, { expectedRevision: 1n });
  });
});

describe('a tombstoned stream', () => {
  it('is closed for ever, with its metadata, to readers and writers', async () => {
    const stream = newStream('closed');
    await node.client.appendToStream(stream, someEvents(2));
    await node.client.tombstoneStream(stream);
    const attempts = [
      () => readWhole(node.client.readStream(stream)),
      () => node.client.appendToStream(stream, someEvents(1)),
      () => node.client.appendToStream(stream, someEvents(1), { expectedRevision: 'stream_exists' }),
      () => node.client.appendToStream(stream, someEvents(1), { expectedRevision: 1n }),
      () => node.client.setStreamMetadata(stream, {}),
      () => node.client.deleteStream(stream),
      () => node.client.tombstoneStream(stream),
    ];
    for (const attempt of attempts) expect((await errorOf(attempt())).type).toBe('stream-deleted');
  });

  it('tells its live subscribers', async () => {
    const stream = newStream('closing');
    await node.client.appendToStream(stream, someEvents(1));
    const types: string[] = [];
    const subscription = node.client.subscribeToStream(stream, { fromRevision: START });
    const reading = (async () => {
      for await (const { event } of subscription) if (event !== undefined) types.push(event.type);
    })();
    await vi.waitFor(() => expect(types).toEqual(['Counted']), { timeout: 30_000 });
    await node.client.tombstoneStream(stream);
    await vi.waitFor(() => expect(types).toEqual(['Counted', '$streamDeleted']), { timeout: 30_000 });
    await subscription.unsubscribe();
    await reading;
  });

  it('is refused at a wrong revision', async () => {
    const stream = newStream('not-closed');
    await node.client.appendToStream(stream, someEvents(2));
    const error = await errorOf(node.client.tombstoneStream(stream, { expectedRevision: 5n }));
    expect(error.type).toBe('wrong-expected-version');
    expect(await revisions(stream)).toEqual([0, 1]);
  });
});

describe('stream metadata', () => {
  it('is what was set last, and its stream keeps one event', async () => {
    const stream = newStream('described');
    await node.client.setStreamMetadata(stream, { maxCount: 3 });
    await node.client.setStreamMetadata(stream, { maxCount: 2, colour: 'red' });
    expect((await node.client.getStreamMetadata(stream)).metadata).toEqual({ maxCount: 2, colour: 'red' });
    expect(await readWhole(node.client.readStream(`$$${stream}`))).toHaveLength(1);
  });

  it('maxCount hides all but the last events from reads, and nothing from $all or from live delivery', async () => {
    const stream = newStream('counted');
    await node.client.setStreamMetadata(stream, { maxCount: 2 });
    const live: number[] = [];
    const subscription = node.client.subscribeToStream(stream);
    const reading = (async () => {
      for await (const { event } of subscription) if (event !== undefined) live.push(Number(event.revision));
    })();
    for (let n = 0; n < 5; n++) await node.client.appendToStream(stream, someEvents(1));
    await vi.waitFor(() => expect(live).toEqual([0, 1, 2, 3, 4]), { timeout: 30_000 });
    await subscription.unsubscribe();
    await reading;
    expect(await revisions(stream)).toEqual([3, 4]);
    const all = await readWhole(
      node.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 20 }),
    );
    expect(all.filter((event) => event.streamId === stream)).toHaveLength(5);
  });

  it('truncateBefore hides what is older, in both directions', async () => {
    const stream = newStream('truncated');
    await node.client.appendToStream(stream, someEvents(6));
    await node.client.setStreamMetadata(stream, { truncateBefore: 4 });
    expect(await revisions(stream)).toEqual([4, 5]);
    const backwards = await readWhole(
      node.client.readStream(stream, { direction: BACKWARDS, fromRevision: END }),
    );
    expect(numbersOf(backwards)).toEqual([5, 4]);
  });

  it('maxAge leaves young events alone', async () => {
    const stream = newStream('aged');
    await node.client.setStreamMetadata(stream, { maxAge: 3600 });
    await node.client.appendToStream(stream, someEvents(2));
    expect(await revisions(stream)).toEqual([0, 1]);
  });

  it('maxAge hides events that have grown too old', async () => {
    const stream = newStream('too-old');
    await node.client.appendToStream(stream, someEvents(2));
    await node.client.setStreamMetadata(stream, { maxAge: 1 });
    await vi.waitFor(async () => expect(await revisions(stream)).toEqual([]), { timeout: 30_000 });
  });

  it('that is malformed is ignored', async () => {
    const stream = newStream('malformed');
    await node.client.appendToStream(stream, someEvents(3));
    await node.client.appendToStream(`$$${stream}`, [
      jsonEvent({ type: '$metadata', data: { $maxCount: 'two', $tb: -5, $maxAge: null } }),
    ]);
    expect(await revisions(stream)).toEqual([0, 1, 2]);
  });

  it('alone makes a stream exist for stream_exists', async () => {
    const stream = newStream('only-described');
    await node.client.setStreamMetadata(stream, {});
    const result = await node.client.appendToStream(stream, someEvents(1), {
      expectedRevision: 'stream_exists',
    });
    expect(result.nextExpectedRevision).toBe(0n);
  });
});
