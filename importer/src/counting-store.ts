import type { EventStore } from '@ticketing/platform/event-store.ts';

export type EventCounts = Readonly<Record<string, number>>;

/**
 * An event store that counts, by type, what was appended through it. An append that the store had already answers
 * with its old position, which is not after `head`, and is not counted.
 * @param head position of the log's end when counting begins
 */
export function countAppends(
  store: EventStore,
  head: bigint,
): { readonly store: EventStore; counts(): EventCounts } {
  const counted = new Map<string, number>();
  return {
    store: {
      ...store,
      async append(stream, events, expected) {
        const appended = await store.append(stream, events, expected);
        if (appended.position > head) {
          for (const { event } of events) counted.set(event.type, (counted.get(event.type) ?? 0) + 1);
        }
        return appended;
      },
    },
    counts: () => Object.fromEntries([...counted].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
