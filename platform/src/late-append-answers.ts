import type { EventEmitter } from 'node:events';
import type { EventStoreDBClient } from '@eventstore/db-client';

/** The part of the client that opens its streams: protected there, so that only its own code knows the type. */
type Inside = {
  GRPCStreamCreator?: (
    service: unknown,
    name: string,
    open: (grpc: unknown) => EventEmitter,
    ...more: readonly unknown[]
  ) => () => Promise<unknown>;
};

/**
 * Lets the process live when an append is answered that nobody waits for.
 *
 * The official client (6.2.1) keeps the appends under way of all its streams in one map, and when a stream breaks it
 * rejects all of them, also those of the stream that has taken its place. What is answered on that one then finds nobody,
 * which the client takes for impossible: it throws where nobody can catch it. Whoever waited was told that the outcome is
 * unknown, and sends the same event ids again.
 */
export function passOverLateAnswers(client: EventStoreDBClient): void {
  const inside = client as unknown as Inside; // see the type
  const create = inside.GRPCStreamCreator;
  if (!create) return;
  inside.GRPCStreamCreator = (service, name, open, ...more) => {
    if (name !== 'appendToStream') return create(service, name, open, ...more);
    return create(service, name, (grpc) => withoutLateAnswers(open(grpc)), ...more);
  };
}

function withoutLateAnswers(stream: EventEmitter): EventEmitter {
  for (const listener of stream.listeners('data')) {
    // Listeners are functions, whatever the type of Node's says.
    const hear = listener as (answer: unknown) => void;
    stream.off('data', hear);
    stream.on('data', (answer: unknown) => {
      try {
        hear(answer);
      } catch (error) {
        if (!(error instanceof TypeError && error.message.includes('is not iterable'))) throw error;
      }
    });
  }
  return stream;
}
