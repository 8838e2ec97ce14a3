/** Something that stands at a position of the log and knows the one before it. */
export type Chained = { readonly position: bigint; readonly previous: bigint };

/** How many of one partition may wait for others before it is paused; it goes on when half of them are gone. */
const MOST_WAITING = 2_000;

/**
 * Puts what comes by partition, each in its own order and some of it repeatedly, back into the order of the log. What
 * waits is bounded by pausing its partition: the next one of the log is never in a partition of which something waits.
 * @param after position that everything up to was handed on before
 */
export function createLogOrder<Item extends Chained>(after: bigint, mostWaiting = MOST_WAITING) {
  let last = after;
  /** By the position before them. */
  const waiting = new Map<bigint, { readonly item: Item; readonly partition: number }>();
  const waitingOf = new Map<number, number>();

  const count = (partition: number, change: number) =>
    waitingOf.set(partition, (waitingOf.get(partition) ?? 0) + change);

  return {
    last: () => last,
    waiting: () => waiting.size,
    /** @returns what follows in the log now, in its order */
    add(partition: number, item: Item): Item[] {
      if (item.position <= last) return [];
      if (item.previous > last) {
        const before = waiting.get(item.previous);
        if (before === undefined) count(partition, 1);
        waiting.set(item.previous, { item, partition: before?.partition ?? partition });
        return [];
      }
      const released = [item];
      last = item.position;
      for (let next = waiting.get(last); next; next = waiting.get(last)) {
        waiting.delete(last);
        count(next.partition, -1);
        released.push(next.item);
        last = next.item.position;
      }
      return released;
    },
    /** So much of it waits that it should not bring more for now. */
    isFull: (partition: number): boolean => (waitingOf.get(partition) ?? 0) >= mostWaiting,
    hasRoom: (partition: number): boolean => (waitingOf.get(partition) ?? 0) <= mostWaiting / 2,
  };
}

export type LogOrder<Item extends Chained> = ReturnType<typeof createLogOrder<Item>>;
