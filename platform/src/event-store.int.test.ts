import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { startEventNode } from '@ticketing/embedded/event-node/start-event-node.ts';
import { temporaryPostgres } from '@ticketing/embedded/testing/temporary-postgres.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectEventStore,
  type EventStore,
  type EventToAppend,
  type LogItem,
  UnreadableEvent,
  WrongExpectedRevision,
} from './event-store.ts';
import { newId } from './ids.ts';

let store: EventStore;
let stop: () => Promise<void>;

beforeAll(async () => {
  const postgres = await temporaryPostgres();
  const node = await startEventNode({ host: '127.0.0.1', port: 0, databaseUrl: postgres.url });
  store = connectEventStore(`esdb://127.0.0.1:${node.port}?tls=false`);
  stop = async () => {
    await store.dispose();
    await node.close();
    await postgres.stop();
  };
});
afterAll(() => stop?.());

const newStream = () => `ticket-${newId()}`;
const toAppend = (event: DomainEvent): EventToAppend => ({
  id: newId(),
  event,
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
    command: 'Test',
    actorId: newId(),
    at: '2026-03-02T09:00:00.000Z',
    schema: 1,
  },
});
const renamed = (title: string) => toAppend({ type: 'TicketRenamed', data: { title } });
/** What a newer version of the software would write. */
const unknown = () => toAppend({ type: 'TicketVanished', data: {} } as unknown as DomainEvent);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
const titleOf = (event: DomainEvent) => (event.type === 'TicketRenamed' ? event.data.title : undefined);

/** Follows until an item is the last one wanted. */
async function followUntil(after: bigint | undefined, last: (item: LogItem) => boolean): Promise<LogItem[]> {
  const items: LogItem[] = [];
  for await (const item of store.follow(after)) {
    items.push(item);
    if (last(item)) break;
  }
  return items;
}

// The first of all: it needs a log that nothing was written to.
test('an empty log has no head', async () => {
  expect(await store.head()).toBe(-1n);
  expect(await all(store.readAll())).toEqual([]);
});

describe('an append', () => {
  test('answers revision and position, and is read back with its whole envelope', async () => {
    const stream = newStream();
    const events = [renamed('one'), renamed('two')];
    const appended = await store.append(stream, events, 'no_stream');
    expect(appended.revision).toBe(1n);
    expect(appended.position).toBe(await store.head());
    const read = await all(store.readStream(stream));
    expect(read.map(({ id, metadata, revision }) => ({ id, metadata, revision }))).toEqual(
      events.map(({ id, metadata }, at) => ({ id, metadata, revision: BigInt(at) })),
    );
    expect(read[1]).toMatchObject({
      type: 'TicketRenamed',
      data: { title: 'two' },
      stream,
      position: appended.position,
    });
    expect(read[1]?.recordedAt).toBeInstanceOf(Date);
  });

  test('that expects another revision writes nothing', async () => {
    const stream = newStream();
    await store.append(stream, [renamed('one')], 'no_stream');
    const head = await store.head();
    await expect(store.append(stream, [renamed('two')], 'no_stream')).rejects.toThrow(WrongExpectedRevision);
    await expect(store.append(stream, [renamed('two')], 7n)).rejects.toThrow(WrongExpectedRevision);
    await expect(store.append(newStream(), [renamed('one')], 'stream_exists')).rejects.toThrow(
      WrongExpectedRevision,
    );
    expect(await store.head()).toBe(head);
  });

  test('that is sent again with the same ids is answered the same and happens once', async () => {
    const stream = newStream();
    const batch = [renamed('one'), renamed('two')];
    const first = await store.append(stream, batch, 'no_stream');
    await store.append(stream, [renamed('three')], 1n);
    expect(await store.append(stream, batch, 'no_stream')).toEqual(first);
    expect((await all(store.readStream(stream))).map(titleOf)).toEqual(['one', 'two', 'three']);
  });
});

describe('reading', () => {
  test('a stream begins at the revision that was asked for, and there may be nothing to read', async () => {
    const stream = newStream();
    expect(await all(store.readStream(stream))).toEqual([]);
    await store.append(stream, [renamed('one'), renamed('two'), renamed('three')], 'any');
    expect((await all(store.readStream(stream, 1n))).map(titleOf)).toEqual(['two', 'three']);
    expect(await all(store.readStream(stream, 3n))).toEqual([]);
  });

  test('the log gives the domain’s events in order, after the position and up to now', async () => {
    const from = await store.head();
    const streams = [newStream(), newStream()] as const;
    await store.append(streams[0], [renamed('one')], 'any');
    await store.append('elsewhere-1', [renamed('not ours')], 'any');
    const middle = await store.append(streams[1], [renamed('two')], 'any');
    await store.append(streams[0], [renamed('three')], 'any');
    const read = await all(store.readAll(from));
    expect(read.map(titleOf)).toEqual(['one', 'two', 'three']);
    expect(read.map(({ position }) => position)).toEqual(
      read.map(({ position }) => position).toSorted(ascending),
    );
    expect((await all(store.readAll(middle.position))).map(titleOf)).toEqual(['three']);
    expect((await all(store.readAll())).map(titleOf).slice(-3)).toEqual(['one', 'two', 'three']);
  });

  test('an event that this software does not know is said to be unreadable, and not that the store is away', async () => {
    const stream = newStream();
    const from = await store.head();
    await store.append(stream, [renamed('one'), unknown()], 'any');
    const reading = all(store.readStream(stream));
    await expect(reading).rejects.toThrow(UnreadableEvent);
    await expect(reading).rejects.toThrow(
      `event 1 of ${stream} cannot be read: unknown event type TicketVanished`,
    );
    await expect(all(store.readAll(from))).rejects.toThrow(UnreadableEvent);
  });
});

describe('following', () => {
  test('gives what is there, says that it caught up, and goes on with what comes', async () => {
    const from = await store.head();
    const stream = newStream();
    await store.append(stream, [renamed('before')], 'any');
    let appended: Promise<unknown> | undefined;
    const kinds: string[] = [];
    for await (const item of store.follow(from)) {
      if (item.kind === 'checkpoint') continue;
      kinds.push(item.kind === 'event' ? `${titleOf(item.event)}` : item.kind);
      if (item.kind === 'caught-up') appended ??= store.append(stream, [renamed('after')], 'any');
      if (kinds.includes('after')) break;
    }
    await appended;
    expect(kinds).toEqual(['before', 'caught-up', 'after']);
  });

  test('resumes after the position that it is given', async () => {
    const stream = newStream();
    const first = await store.append(stream, [renamed('one')], 'any');
    const last = await store.append(stream, [renamed('two'), renamed('three')], 'any');
    const items = await followUntil(
      first.position,
      (item) => item.kind === 'event' && item.event.position === last.position,
    );
    expect(items.flatMap((item) => (item.kind === 'event' ? [titleOf(item.event)] : []))).toEqual([
      'two',
      'three',
    ]);
  });

  test('moves its checkpoint on over what is not ours, and a checkpoint never overtakes an event', async () => {
    const from = await store.head();
    const stream = newStream();
    const foreign = () => Array.from({ length: 400 }, () => renamed('not ours'));
    for (let round = 0; round < 3; round++) {
      await store.append(stream, [renamed(`ours ${round}`)], 'any');
      await store.append('elsewhere-2', foreign(), 'any');
    }
    const positions: { readonly kind: string; readonly position: bigint }[] = [];
    const passed = (await store.head()) - 400n;
    await followUntil(from, (item) => {
      if (item.kind === 'event') positions.push({ kind: 'event', position: item.event.position });
      if (item.kind === 'checkpoint') positions.push(item);
      return (
        item.kind === 'checkpoint' &&
        item.position > passed &&
        positions.filter(({ kind }) => kind === 'event').length === 3
      );
    });
    // A checkpoint says that everything up to it was handed over: nothing older may come behind it.
    expect(positions.map(({ position }) => position)).toEqual(
      positions.map(({ position }) => position).toSorted(ascending),
    );
    const between = positions.findIndex(({ kind }) => kind === 'checkpoint');
    expect(between).toBeGreaterThan(0);
    expect(positions.slice(between).some(({ kind }) => kind === 'event')).toBe(true);
  });

  test('tells of an event that it cannot read, and goes on', async () => {
    const from = await store.head();
    const stream = newStream();
    await store.append(stream, [renamed('one')], 'any');
    const unreadable = await store.append(stream, [unknown()], 'any');
    const last = await store.append(stream, [renamed('three')], 'any');
    const items = await followUntil(
      from,
      (item) => item.kind === 'event' && item.event.position === last.position,
    );
    const told = items.filter(({ kind }) => kind === 'unreadable');
    expect(told).toEqual([
      {
        kind: 'unreadable',
        stream,
        position: unreadable.position,
        reason: 'unknown event type TicketVanished',
      },
    ]);
    expect(items.flatMap((item) => (item.kind === 'event' ? [titleOf(item.event)] : []))).toEqual([
      'one',
      'three',
    ]);
  });

  test('ends without an error when it is told to stop', async () => {
    const stopping = new AbortController();
    const following = (async () => {
      for await (const item of store.follow(await store.head(), stopping.signal)) {
        if (item.kind === 'caught-up') stopping.abort();
      }
      return 'ended';
    })();
    expect(await following).toBe('ended');
  });
});

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
