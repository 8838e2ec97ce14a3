import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../recorded-event.ts';
import { type Consumer, GroupDelivery, type Message } from './group-delivery.ts';
import type { GroupSettings } from './group-settings.ts';

const settings: GroupSettings = {
  startFrom: 'start',
  resolveLinks: false,
  extraStatistics: false,
  messageTimeout: 100,
  maxRetryCount: 1,
  checkpointAfter: 0,
  minCheckpointCount: 1,
  maxCheckpointCount: 10,
  maxSubscriberCount: 0,
  liveBufferSize: 10,
  readBatchSize: 10,
  historyBufferSize: 10,
  strategy: 'RoundRobin',
};

const message = (place: number, stream = 'stream'): Message => {
  const event: RecordedEvent = {
    position: place + 1,
    stream,
    revision: place,
    id: String(place),
    type: 'T',
    isJson: true,
    created: '0',
    data: Buffer.from('{}'),
    metadata: Buffer.alloc(0),
  };
  return { place, event, link: undefined, isReplayed: false, retries: 0, deadline: Infinity };
};

function group(changes: Partial<GroupSettings> = {}) {
  const parked: [number, string][] = [];
  const delivery = new GroupDelivery({ ...settings, ...changes }, -1, (one, reason) => {
    parked.push([one.place, reason]);
    delivery.done(one);
  });
  const consumer = (capacity: number) => {
    const got: number[] = [];
    const joined: Consumer = {
      capacity,
      inFlight: new Set(),
      taken: 0,
      deliver: ({ place }) => got.push(place),
    };
    delivery.join(joined);
    return { joined, got };
  };
  const read = (...places: number[]) => {
    for (const place of places) delivery.add(message(place));
    delivery.dispatch(0);
  };
  return { delivery, consumer, read, parked };
}

describe('a group’s delivery', () => {
  it('keeps the checkpoint before the first event that is not done, whatever is done after it', () => {
    const { delivery, consumer, read } = group();
    const { joined } = consumer(10);
    read(0, 1, 2, 3);
    expect(delivery.checkpoint).toBe(-1);
    delivery.acknowledge(joined, ['1', '2']);
    expect(delivery.checkpoint).toBe(-1);
    delivery.acknowledge(joined, ['0']);
    expect(delivery.checkpoint).toBe(2);
    delivery.acknowledge(joined, ['3']);
    delivery.skipTo(9);
    expect(delivery.checkpoint).toBe(9);
  });

  it('gives what was not answered in time to others, and parks it after its last try', () => {
    const { delivery, consumer, read, parked } = group();
    const [one, two] = [consumer(1), consumer(1)];
    read(0);
    delivery.expire(99);
    expect(two.got).toEqual([]);
    delivery.expire(100);
    delivery.dispatch(100);
    expect([one.got, two.got]).toEqual([[0], [0]]);
    // Its answer comes too late: the event is another consumer's by now.
    delivery.acknowledge(one.joined, ['0']);
    expect(delivery.checkpoint).toBe(-1);
    delivery.expire(200);
    expect(parked).toEqual([[0, 'Reached retry count of 1']]);
    expect(delivery.checkpoint).toBe(0);
  });

  it('loses nothing when a consumer goes, and hands out what comes again first', () => {
    const { delivery, consumer, read } = group({ maxRetryCount: 5 });
    const one = consumer(2);
    read(0, 1, 2, 3);
    expect(one.got).toEqual([0, 1]);
    delivery.leave(one.joined, 0);
    const two = consumer(10);
    delivery.dispatch(0);
    expect(two.got).toEqual([0, 1, 2, 3]);
  });

  it('takes turns, fills one consumer first, or keeps a stream with one, as its strategy says', () => {
    const shares = (strategy: GroupSettings['strategy']) => {
      const { delivery, consumer } = group({ strategy });
      const consumers = [consumer(4), consumer(4)];
      for (let place = 0; place < 4; place++) delivery.add(message(place));
      delivery.dispatch(0);
      return consumers.map(({ got }) => got);
    };
    expect(shares('RoundRobin')).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(shares('DispatchToSingle')).toEqual([[0, 1, 2, 3], []]);
    expect(
      shares('Pinned')
        .map((got) => got.length)
        .sort(),
    ).toEqual([0, 4]);
  });

  it('never loses an event that could not be parked', () => {
    const failed: Message[] = [];
    const delivery = new GroupDelivery(settings, -1, (one) => failed.push(one));
    const got: number[] = [];
    const joined: Consumer = {
      capacity: 1,
      inFlight: new Set(),
      taken: 0,
      deliver: ({ place }) => got.push(place),
    };
    delivery.join(joined);
    delivery.add(message(0));
    delivery.dispatch(0);
    delivery.refuse(joined, ['0'], 'park', '');
    for (const one of failed) delivery.notParked(one);
    delivery.dispatch(0);
    expect([got, delivery.checkpoint]).toEqual([[0, 0], -1]);
  });
});
