import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type EventStore, type EventToAppend, WrongExpectedRevision } from '../event-store.ts';

/** An event store in memory that keeps the store's promises, and lets a test decide when and how it answers. */
export type InMemoryEventStore = EventStore & {
  /** Every append that arrived, answered or not. */
  readonly appends: readonly { readonly stream: string; readonly ids: readonly string[] }[];
  readonly reads: () => number;
  /** Reads that begin from now on see what is there, then wait. Answers how to let them go on. */
  holdReads(): () => void;
  /** The next append is not answered; whether it was written is what the caller cannot know. */
  loseNextAnswer(written: boolean): void;
};

/** Appends are all or nothing, expect a revision, and answer a repeated append (same ids) as the first time. */
export function createInMemoryEventStore(): InMemoryEventStore {
  const log: RecordedEvent[] = [];
  const appends: { stream: string; ids: readonly string[] }[] = [];
  const lost: boolean[] = [];
  let reads = 0;
  let held: Promise<void> = Promise.resolve();

  const eventsOf = (stream: string) => log.filter((event) => event.stream === stream);

  function write(stream: string, events: readonly EventToAppend[], expected: bigint) {
    const recorded = events.map(
      ({ id, event, metadata }, index): RecordedEvent => ({
        ...event,
        id,
        stream,
        metadata,
        revision: expected + BigInt(index) + 1n,
        position: BigInt(log.length + index),
        recordedAt: new Date(),
      }),
    );
    log.push(...recorded);
    return answerOf(recorded);
  }

  /** The answer of the append that wrote these very events before, if one did. */
  function repeated(stream: string, events: readonly EventToAppend[], after: bigint | undefined) {
    const there = eventsOf(stream);
    const from = after === undefined ? there.findIndex(({ id }) => id === events[0]?.id) : Number(after) + 1;
    const written = from < 0 ? [] : there.slice(from, from + events.length);
    const same = written.length === events.length && written.every(({ id }, at) => id === events[at]?.id);
    return same ? answerOf(written) : undefined;
  }

  return {
    appends,
    reads: () => reads,
    holdReads() {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return () => {
        held = Promise.resolve();
        gate.resolve();
      };
    },
    loseNextAnswer: (written) => void lost.push(written),

    async append(stream, events, expected) {
      appends.push({ stream, ids: events.map(({ id }) => id) });
      await Promise.resolve();
      const head = BigInt(eventsOf(stream).length) - 1n;
      const wanted = expected === 'no_stream' ? -1n : typeof expected === 'bigint' ? expected : undefined;
      const unanswered = lost.shift();
      const unavailable = new DomainError('store_unavailable', 'not answered');
      if (unanswered === false) throw unavailable;
      const before = repeated(stream, events, wanted);
      if (before) return before;
      if (wanted !== undefined && wanted !== head) throw new WrongExpectedRevision(stream);
      const answer = write(stream, events, head);
      if (unanswered === true) throw unavailable;
      return answer;
    },

    async *readStream(stream, from = 0n) {
      reads++;
      const seen = eventsOf(stream).slice(Number(from));
      await held;
      yield* seen;
    },

    async *readAll(after = -1n) {
      yield* log.filter(({ position }) => position > after);
    },

    head: async () => BigInt(log.length) - 1n,

    async *follow(after = -1n) {
      for (const event of log.filter(({ position }) => position > after)) yield { kind: 'event', event };
      yield { kind: 'caught-up' };
    },

    dispose: async () => undefined,
  };
}

const answerOf = (recorded: readonly RecordedEvent[]) => {
  const last = recorded.at(-1);
  return { revision: last?.revision ?? -1n, position: last?.position ?? -1n };
};
