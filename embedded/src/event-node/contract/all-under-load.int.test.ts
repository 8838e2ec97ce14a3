import { randomBytes } from 'node:crypto';
import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  eventTypeFilter,
  type Filter,
  type Position,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type NodeUnderTest, newStream, nodeUnderTest, positionNow, someEvents } from './node-under-test.ts';

let node: NodeUnderTest;
beforeAll(async () => {
  node = await nodeUnderTest();
});
afterAll(() => node.close());

const soon = { timeout: 60_000, interval: 10 };

/** An event as the total order knows it. */
type Place = { commit: bigint; stream: string; type: string; revision: bigint };

async function placesOf(events: AsyncIterable<AllStreamResolvedEvent>, until?: bigint): Promise<Place[]> {
  const places: Place[] = [];
  for await (const { event } of events) {
    if (event === undefined) continue;
    const place = placeOf(event);
    if (until === undefined || place.commit <= until) places.push(place);
  }
  return places;
}

const placeOf = (event: NonNullable<AllStreamResolvedEvent['event']>): Place => ({
  commit: event.position.commit,
  stream: event.streamId,
  type: event.type,
  revision: event.revision,
});

it('$all from any position, either way, filtered or not, has no gap, no repeat and one order while others append', async () => {
  const seed = randomBytes(4).readUInt32BE();
  console.log(`seed of the choices: ${seed}`);
  const random = numbersOf(seed);
  const run = newStream('run').slice(4, 12);
  const first = await positionNow(node.client);
  const positions: Position[] = [first];
  let isRunning = true;
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    const stream = newStream(`load-${run}-${writer % 3}`);
    for (let n = 0; isRunning; n++) {
      const type = `${n % 5 === 0 ? 'Rare' : 'Common'}${run}`;
      const { position } = await node.client.appendToStream(stream, someEvents(1 + (n % 7), type));
      if (position !== undefined) positions.push(position);
    }
  });
  await vi.waitFor(() => expect(positions.length).toBeGreaterThan(100), soon);

  const filters: { filter: Filter | undefined; passes: (place: Place) => boolean }[] = [
    { filter: undefined, passes: () => true },
    { filter: eventTypeFilter({ prefixes: [`Rare${run}`] }), passes: ({ type }) => type === `Rare${run}` },
    {
      filter: streamNameFilter({ regex: `^load-${run}-[02]-` }),
      passes: ({ stream }) => new RegExp(`^load-${run}-[02]-`).test(stream),
    },
  ];
  const choose = <T>(from: readonly T[]): T => {
    const chosen = from[Math.floor(random() * from.length)];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  };

  // Subscriptions that begin in the past and live through the load.
  const followed = Array.from({ length: 6 }, () => {
    const from = choose(positions);
    const { filter, passes } = choose(filters);
    const places: Place[] = [];
    const options = filter === undefined ? {} : { filter };
    const subscription = node.client.subscribeToAll({ fromPosition: from, ...options });
    const reading = (async () => {
      for await (const { event } of subscription) if (event !== undefined) places.push(placeOf(event));
    })();
    return { from, passes, places, subscription, reading };
  });
  const reads: { from: Position; passes: (place: Place) => boolean; direction: string; places: Place[] }[] =
    [];
  for (let round = 0; round < 24; round++) {
    const from = choose(positions);
    if (round % 2 === 0) {
      const options = { fromPosition: from, maxCount: 1 + Math.floor(random() * 2_000) };
      reads.push({
        from,
        passes: () => true,
        direction: 'forwards',
        places: await placesOf(node.client.readAll(options)),
      });
    } else {
      const options = {
        fromPosition: from,
        direction: BACKWARDS,
        maxCount: 1 + Math.floor(random() * 2_000),
      } as const;
      reads.push({
        from,
        passes: () => true,
        direction: 'backwards',
        places: await placesOf(node.client.readAll(options)),
      });
    }
  }
  isRunning = false;
  await Promise.all(writers);
  const last = await node.client.appendToStream(newStream(`load-${run}-0`), someEvents(1, `Rare${run}`));
  const end = last.position?.commit ?? 0n;

  const log = await placesOf(node.client.readAll({ fromPosition: first }), end);
  const ofRun = log.filter(({ stream }) => stream.startsWith(`load-${run}-`));
  const next = new Map<string, bigint>();
  for (const { stream, revision } of ofRun) {
    expect([stream, revision]).toEqual([stream, next.get(stream) ?? 0n]);
    next.set(stream, revision + 1n);
  }
  expect(log.every(({ commit }, at) => at === 0 || commit > (log[at - 1]?.commit ?? 0n))).toBe(true);

  for (const { from, direction, places } of reads) {
    const expected =
      direction === 'forwards'
        ? log.filter(({ commit }) => commit >= from.commit)
        : log.filter(({ commit }) => commit < from.commit).reverse();
    // What lies before the first position of this run is not compared.
    const compared = places.filter(({ commit }) => commit >= first.commit && commit <= end);
    expect(compared).toEqual(expected.slice(0, compared.length));
    expect(compared.length > 0 || expected.length === 0).toBe(true);
  }
  for (const { from, passes, places, subscription, reading } of followed) {
    const expected = log.filter((place) => place.commit > from.commit && passes(place));
    const compared = () => places.filter(({ commit }) => commit <= end);
    await vi.waitFor(() => expect(compared()).toHaveLength(expected.length), soon);
    expect(compared()).toEqual(expected);
    await subscription.unsubscribe();
    await reading;
  }
});

/** Numbers from 0 to below 1 that a seed repeats (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
