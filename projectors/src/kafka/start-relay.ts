import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import type { KafkaConnection } from '@ticketing/platform/kafka.ts';
import { type Engine, type EngineDeps, startEngine } from '../engine/engine.ts';
import type { EventLog } from '../engine/subscription.ts';
import { kafkaRelay, type RelayOptions } from './relay.ts';

export type RelayDeps = Omit<EngineDeps, 'bus' | 'projections'> & {
  readonly connection: KafkaConnection;
  readonly relay: RelayOptions;
};

/** Events of one transaction while it catches up: the more, the less it waits for the broker, and the more a killed one repeats. */
const CATCH_UP_BATCH = 10_000;

/**
 * The relay as a projection with an engine and a subscription of its own: while Kafka is away it takes nothing in, and
 * nothing else must wait for it.
 */
export async function startRelay({ connection, relay: options, ...deps }: RelayDeps): Promise<Engine> {
  const relay = kafkaRelay(connection, options);
  const bus = createInMemoryBus();
  const engine = await startEngine({
    ...deps,
    eventLog: stoppingAtUnreadable(deps.eventLog),
    // Nobody listens: what the relay tells, it tells Kafka.
    bus,
    projections: [relay.projection],
    options: { catchUpBatchSize: CATCH_UP_BATCH, ...deps.options },
  });
  return {
    ...engine,
    async stop() {
      await engine.stop();
      await Promise.all([relay.close(), bus.close()]);
    },
  };
}

/**
 * An event that this software cannot read ends the subscription, so that the relay stands before it, complains and
 * tries again, until a version runs that can: parking its stream and going on would be a gap in what others were
 * promised is whole.
 */
export function stoppingAtUnreadable(log: EventLog): EventLog {
  return {
    ...log,
    async *follow(after, signal) {
      for await (const item of log.follow(after, signal)) {
        if (item.kind === 'unreadable') {
          throw new Error(
            `the event at position ${item.position} of ${item.stream} cannot be read (${item.reason}); ` +
              'the relay waits before it for a version of the software that can',
          );
        }
        yield item;
      }
    },
  };
}
