import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type EventStore, WrongExpectedRevision } from '@ticketing/platform/event-store.ts';

/** A stream as it would be: what is really there, and what would have been appended. */
type ImaginedStream = { readonly ids: Map<string, bigint>; readonly base: bigint; appended: RecordedEvent[] };

/**
 * An event store that reads what is there and keeps appends to itself: the same deciders run and the same appends
 * are answered, but nothing is written.
 * @param head position of the log's end; what is imagined comes after it
 */
export function imagineAppends(store: EventStore, head: bigint): EventStore {
  const streams = new Map<string, Promise<ImaginedStream>>();
  let position = head;

  const imagined = (stream: string): Promise<ImaginedStream> => {
    const known = streams.get(stream) ?? load(store, stream);
    streams.set(stream, known);
    return known;
  };

  return {
    ...store,
    async append(stream, events, expected) {
      const there = await imagined(stream);
      const current = there.base + BigInt(there.appended.length);
      const last = events.at(-1);
      const before = last && there.ids.get(last.id);
      if (before !== undefined) {
        return {
          revision: before,
          position: there.appended[Number(before - there.base) - 1]?.position ?? head,
        };
      }
      const fits =
        expected === 'any' ||
        (expected === 'no_stream' && current < 0n) ||
        (expected === 'stream_exists' && current >= 0n) ||
        expected === current;
      if (!fits) throw new WrongExpectedRevision(stream);
      position += 1n;
      for (const { id, event, metadata } of events) {
        const revision = there.base + BigInt(there.appended.length) + 1n;
        there.appended.push({ ...event, id, stream, revision, position, recordedAt: new Date(), metadata });
        there.ids.set(id, revision);
      }
      return { revision: there.base + BigInt(there.appended.length), position };
    },
    async *readStream(stream, from = 0n) {
      const there = await streams.get(stream);
      if (!there) return yield* store.readStream(stream, from);
      if (from <= there.base) {
        for await (const event of store.readStream(stream, from)) {
          if (event.revision > there.base) break;
          yield event;
        }
      }
      for (const event of there.appended) if (event.revision >= from) yield event;
    },
  };
}

async function load(store: EventStore, stream: string): Promise<ImaginedStream> {
  const ids = new Map<string, bigint>();
  let base = -1n;
  for await (const { id, revision } of store.readStream(stream)) {
    ids.set(id, revision);
    base = revision;
  }
  return { ids, base, appended: [] };
}
