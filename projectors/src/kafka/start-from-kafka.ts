import type { KafkaConnection } from '@ticketing/platform/kafka.ts';
import type { Engine, EngineDeps, EngineHealth } from '../engine/engine.ts';
import { startEngine } from '../engine/engine.ts';
import type { Projection } from '../engine/projection.ts';
import { type KafkaGroupDeps, startKafkaGroup } from './kafka-group.ts';
import { kafkaLog } from './kafka-log.ts';

export type FromKafkaDeps = EngineDeps & {
  readonly connection: KafkaConnection;
  readonly group?: KafkaGroupDeps['options'];
};

/** What others ask of projections, whatever feeds them. */
export type FedProjections = Pick<
  Engine,
  'caughtUp' | 'position' | 'waitUntil' | 'leads' | 'onLeadership' | 'reload' | 'stop'
> & {
  health(): EngineHealth;
  /** Partitions that this process has now. */
  partitions(): readonly number[];
};

export const isByKey = ({ ordering }: Projection): boolean => ordering === 'key';

/**
 * Feeds projections from what the relay sent: those that depend on the order of each key only by partition, shared
 * among the processes of a group, and the others by one engine that follows all partitions in the order of the log.
 */
export async function startFromKafka(deps: FromKafkaDeps): Promise<FedProjections> {
  const { connection, pool, bus, log, metrics, projections, alone } = deps;
  const byKey = projections.filter(isByKey);
  const engine = await startEngine({
    ...deps,
    projections: projections.filter((projection) => !isByKey(projection)),
    eventLog: kafkaLog({ connection, pool, eventLog: deps.eventLog }),
  });
  const group = await startKafkaGroup({
    connection,
    pool,
    eventLog: deps.eventLog,
    bus,
    log,
    metrics,
    projections: byKey,
    ...(alone === undefined ? {} : { alone }),
    ...(deps.group ? { options: deps.group } : {}),
  });
  const partOf = (name: string) => (byKey.some((projection) => projection.name === name) ? group : engine);
  return {
    caughtUp: (name) => partOf(name).caughtUp(name),
    waitUntil: (name, position, timeoutMs) => partOf(name).waitUntil(name, position, timeoutMs),
    position: (name) => partOf(name).position(name),
    leads: (name) => partOf(name).leads(name),
    onLeadership(changed) {
      engine.onLeadership(changed);
      group.onLeadership(changed);
    },
    reload(name) {
      // What is fed by partition is not rebuilt beside its tables.
      if (partOf(name) === engine) engine.reload(name);
    },
    partitions: group.partitions,
    health() {
      const parts = [engine.health(), group.health()];
      return {
        ready: parts.every(({ ready }) => ready),
        projections: parts.flatMap((part) => part.projections),
      };
    },
    async stop() {
      await Promise.all([group.stop(), engine.stop()]);
    },
  };
}
