import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chained, createLogOrder } from './log-order.ts';

/** Log positions of so many events, and the partition of each. */
const logs = fc.array(fc.record({ step: fc.integer({ min: 1, max: 50 }), partition: fc.nat(4) }), {
  minLength: 1,
  maxLength: 60,
});

function chained(log: readonly { step: number; partition: number }[]) {
  let position = 100n;
  let previous = -1n;
  return log.map(({ step, partition }) => {
    position += BigInt(step);
    const item = { position, previous, partition };
    previous = position;
    return item;
  });
}

/** Each partition's items in their order, some stretches repeated as a relay does that died; partitions interleaved. */
function arrivals(items: ReturnType<typeof chained>, random: () => number) {
  const queues = [0, 1, 2, 3, 4].map((partition) => {
    const own = items.filter((item) => item.partition === partition);
    const from = Math.floor(random() * own.length);
    const to = from + Math.floor(random() * (own.length - from));
    return [...own.slice(0, to), ...own.slice(from)];
  });
  const next = () => {
    const filled = queues.filter((queue) => queue.length > 0);
    return filled[Math.floor(random() * filled.length)]?.shift();
  };
  return { queues, next };
}

const numbers = (seed: number) => () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
  return seed / 0x80000000;
};

describe('restoring the order of the log', () => {
  it('hands on everything once and in the order of the log, however the partitions come', () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), (log, seed, startAt) => {
        const items = chained(log);
        // A checkpoint may stand between two events: other people's were passed over there.
        const after = (items[startAt % items.length]?.position ?? 0n) - BigInt(seed % 2);
        const order = createLogOrder<Chained>(after);
        const { next } = arrivals(items, numbers(seed));
        const handed: Chained[] = [];
        for (let item = next(); item; item = next()) handed.push(...order.add(item.partition, item));
        expect(handed.map(({ position }) => position)).toEqual(
          items.filter(({ position }) => position > after).map(({ position }) => position),
        );
        expect(order.waiting()).toBe(0);
      }),
    );
  });

  it('never stands still when every partition that is full is paused', () => {
    fc.assert(
      fc.property(logs, fc.nat(), (log, seed) => {
        const items = chained(log);
        const order = createLogOrder<Chained>(-1n, 2);
        const { queues } = arrivals(items, numbers(seed));
        const random = numbers(seed + 1);
        const paused = new Set<number>();
        let handed = 0;
        while (queues.some((queue) => queue.length > 0)) {
          const able = queues.flatMap((queue, at) => (queue.length > 0 && !paused.has(at) ? [at] : []));
          const at = able[Math.floor(random() * able.length)];
          if (at === undefined) throw new Error('every partition that has something is paused');
          const item = queues[at]?.shift();
          if (!item) continue;
          handed += order.add(at, item).length;
          if (order.isFull(at)) paused.add(at);
          for (const one of paused) if (order.hasRoom(one)) paused.delete(one);
          expect(order.waiting()).toBeLessThanOrEqual(10);
        }
        expect(handed).toBe(items.length);
      }),
    );
  });
});
