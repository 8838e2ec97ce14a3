import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { KafkaConnection } from '@ticketing/platform/kafka.ts';
import { type Consumer, consume } from '@ticketing/platform/kafka-consumer.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import type pg from 'pg';
import { type BackoffLimits, createBackoff } from '../engine/backoff.ts';
import { engineMetrics } from '../engine/engine-metrics.ts';
import { releaseLeases, renewLeases } from '../engine/leases.ts';
import { type EngineLog, LeaseLost, type Projection } from '../engine/projection.ts';
import type { ProjectionHealth } from '../engine/projection-seat.ts';
import { createPublisher } from '../engine/publisher.ts';
import { carryOutReplays } from '../engine/requested-replays.ts';
import type { EventLog } from '../engine/subscription.ts';
import { enterKafka, partitionName } from './partition-checkpoints.ts';
import { openPartition, type PartitionFeed } from './partition-feed.ts';
import { partitionHeads, type RelayedTopic, relayedTopic, startsAfter } from './relayed-topic.ts';

export type KafkaGroupDeps = {
  readonly connection: KafkaConnection;
  readonly pool: pg.Pool;
  readonly eventLog: EventLog;
  readonly bus: Bus;
  /** Those that depend on the order of each key only. */
  readonly projections: readonly Projection[];
  readonly log: EngineLog;
  readonly metrics: Metrics;
  readonly alone?: boolean;
  readonly options?: {
    readonly sessionMs?: number;
    readonly leaseMs?: number;
    readonly backoff?: BackoffLimits;
    readonly batchSize?: number;
    readonly catchUpBatchSize?: number;
  };
};

export type KafkaGroup = {
  position(name: string): bigint;
  /**
   * True for one process of the group: whoever has the first partition does what one is to do, for instance send reminders.
   */
  leads(name: string): boolean;
  /** Calls back whenever this process begins or ceases to lead. */
  onLeadership(changed: () => void): void;
  /** True when this process leads, and every partition, here or elsewhere, has what was relayed. */
  caughtUp(name: string): boolean;
  /** False when the projection did not get there in time. */
  waitUntil(name: string, position: bigint, timeoutMs: number): Promise<boolean>;
  /** Partitions that this process has now. */
  partitions(): readonly number[];
  health(): { readonly ready: boolean; readonly projections: readonly ProjectionHealth[] };
  stop(): Promise<void>;
};

/** Members that feed the same projections share the partitions under one name. */
const groupOf = (projections: readonly Projection[]): string =>
  `ticketing-projectors.${projections.map(({ name }) => name).join('.')}`;

const DEFAULTS = {
  sessionMs: 10_000,
  leaseMs: 5_000,
  backoff: { firstMs: 200, mostMs: 5_000 },
  batchSize: 500,
  catchUpBatchSize: 2_000,
};

/** A worker that lost its lease may have lost it to who has its partition next, of which this process hears in a moment. */
const HEARD_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 250;
/** So long behind what was relayed without a step is an alarm. */
const STUCK_MS = 30_000;

/**
 * Feeds projections from Kafka as a member of a consumer group: each process has some of the partitions, and they are
 * shared out anew when one comes, goes or dies. Whatever the group says, PostgreSQL decides who may write, and where
 * each partition begins.
 */
export async function startKafkaGroup(deps: KafkaGroupDeps): Promise<KafkaGroup> {
  const { connection, pool, projections, log } = deps;
  const options = { ...DEFAULTS, ...deps.options };
  const metrics = engineMetrics(deps.metrics);
  const owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const stopping = new AbortController();
  const publisher = createPublisher(deps.bus, options.backoff, (error) => {
    metrics.publishFailures.inc();
    log.warn({ err: error }, 'the live bus did not take what changed; clients will be told to fetch again');
  });
  const feeds = new Map<number, PartitionFeed>();
  const positions = new Map<string, bigint>();
  const movedAt = new Map<string, number>();
  const listeners: (() => void)[] = [];
  const shareChanged = () => {
    for (const tell of listeners) tell();
  };
  let lastRelayed: bigint | undefined;
  let failure: string | undefined;
  /** Of the group, with or without partitions. */
  let member = false;
  let looked = false;
  let broken = Promise.withResolvers<Error>();

  const workers = () => [...feeds.values()].flatMap((feed) => feed.workers.map(({ worker }) => worker));
  const tellLossWhenAllCaughtUp = () => {
    if (workers().every((worker) => worker.told())) publisher.announceLoss();
  };

  async function closeFeeds(closing: readonly PartitionFeed[]): Promise<void> {
    await Promise.all(closing.map((feed) => feed.stop()));
    const leases = closing.flatMap(({ partition, workers: fed }) =>
      fed.map(({ projection, epoch, worker }) => ({
        name: partitionName(projection, partition),
        epoch,
        told: worker.told() && !worker.lost(),
      })),
    );
    if (leases.length > 0) await releaseLeases(pool, owner, leases);
  }

  /** Takes what is new, lets go of what is not this process's any more, and says where each partition goes on. */
  async function share(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>> {
    const gone = [...feeds.values()].filter(({ partition }) => !partitions.includes(partition));
    for (const { partition } of gone) feeds.delete(partition);
    await closeFeeds(gone);
    const heads = await partitionHeads(pool);
    for (const partition of partitions) {
      if (feeds.has(partition)) continue;
      const feed = await openPartition(
        {
          pool,
          eventLog: deps.eventLog,
          projections,
          owner,
          leaseMs: options.leaseMs,
          log,
          metrics,
          worker: {
            batchSize: options.batchSize,
            catchUpBatchSize: options.catchUpBatchSize,
            queueLimit: options.catchUpBatchSize,
            silentMs: Math.max(options.leaseMs, 3_000),
            backoff: options.backoff,
          },
          onCommitted: publisher.publish,
          onCaughtUp: tellLossWhenAllCaughtUp,
          onFailed: (projection, error) => void failed(partition, projection, error),
        },
        partition,
        heads.get(partition) ?? -1n,
      );
      feeds.set(partition, feed);
    }
    member = true;
    shareChanged();
    log.info({ partitions }, 'this process feeds these partitions');
    return startsAfter(pool, new Map([...feeds].map(([partition, feed]) => [partition, feed.received()])));
  }

  async function failed(partition: number, projection: string, error: Error): Promise<void> {
    const feed = feeds.get(partition);
    if (error instanceof LeaseLost) {
      metrics.leasesLost.inc({ projection });
      await sleep(HEARD_WITHIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    if (feed && feeds.get(partition) === feed) broken.resolve(error);
  }

  /** Consumes until something ends it. */
  async function feed({ topic }: RelayedTopic): Promise<Error | undefined> {
    broken = Promise.withResolvers<Error>();
    /** Where the same partition was found to lack events last. */
    const lacked = new Map<number, bigint>();
    let consumer: Consumer | undefined;
    try {
      consumer = await consume(connection, {
        groupId: groupOf(projections),
        topic,
        sessionMs: options.sessionMs,
        onAssigned: share,
        async onMessages(partition, messages, beat) {
          const one = feeds.get(partition);
          if (!one || (await one.give(messages, beat))) return undefined;
          const received = one.received();
          if (lacked.get(partition) === received) {
            throw new Error(
              `partition ${partition} of ${topic} lacks events after position ${received}; if they were deleted ` +
                'from the topic, project from the log instead: PROJECTOR_SOURCE=log',
            );
          }
          lacked.set(partition, received);
          return (await startsAfter(pool, new Map([[partition, received]]))).get(partition) ?? 0n;
        },
      });
      failure = undefined;
      const stopped = new Promise<undefined>((resolve) => {
        stopping.signal.addEventListener('abort', () => resolve(undefined), { once: true });
        if (stopping.signal.aborted) resolve(undefined);
      });
      return await Promise.race([consumer.ended, broken.promise, stopped]);
    } finally {
      // Before the group hears of it, so that whoever comes next finds everything given back.
      const closing = [...feeds.values()];
      feeds.clear();
      member = false;
      shareChanged();
      await closeFeeds(closing).catch((error: unknown) =>
        log.warn({ err: error }, 'leases were not given back'),
      );
      await consumer?.stop();
    }
  }

  /** Enters what may be fed from Kafka; waits for processes that still project it from the log. */
  async function enterAll({ partitions }: RelayedTopic): Promise<void> {
    for (const projection of projections) {
      for (;;) {
        const entered = await enterKafka(pool, projection, partitions, deps.alone);
        if (entered === 'entered') break;
        if (entered === 'newer') {
          throw new Error(
            `the tables of "${projection.name}" are of a newer version than this process knows`,
          );
        }
        failure = `"${projection.name}" is still projected from the log by another process`;
        await sleep(1_000, undefined, { signal: stopping.signal });
      }
    }
  }

  async function run(): Promise<void> {
    const backoff = createBackoff(options.backoff);
    while (!stopping.signal.aborted) {
      try {
        const relayed = await relayedTopic(pool);
        if (relayed) {
          await enterAll(relayed);
          const began = Date.now();
          const error = await feed(relayed);
          if (Date.now() - began > 10_000) backoff.reset();
          if (error) throw error;
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        failure = error instanceof Error ? error.message : String(error);
        log.warn({ err: error }, 'feeding projections from Kafka was interrupted; going on');
      }
      await backoff.wait(stopping.signal);
    }
  }

  async function look(): Promise<void> {
    const told = await pool.query<{ name: string; position: bigint }>(
      'select name, position from read_model.projection_positions where name = any($1)',
      [projections.map(({ name }) => name)],
    );
    for (const { name, position } of told.rows) {
      if (positions.get(name) !== position || position >= (lastRelayed ?? -1n)) movedAt.set(name, Date.now());
      positions.set(name, position);
    }
    lastRelayed = (await relayedTopic(pool))?.lastPosition;
    looked = true;
  }

  async function every(milliseconds: number, work: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      // A database that is away is told by whoever needs it to go on.
      await work().catch(() => undefined);
    }
  }

  const replays = carryOutReplays({
    pool,
    workers,
    log,
    metrics,
    onReplayed: () => publisher.announceLoss(),
  });
  const running = run();
  const looking = Promise.all([
    every(LOOK_EVERY_MS, look),
    every(1_000, replays.look),
    every(options.leaseMs / 3, () => {
      const names = [...feeds.values()].flatMap(({ partition, workers: fed }) =>
        fed.map(({ projection }) => partitionName(projection, partition)),
      );
      return names.length > 0 ? renewLeases(pool, owner, names, options.leaseMs) : Promise.resolve();
    }),
  ]);

  const position = (name: string) => positions.get(name) ?? -1n;
  const leads = () => feeds.has(0);
  const caughtUp = (name: string) => leads() && lastRelayed !== undefined && position(name) >= lastRelayed;

  return {
    position,
    leads,
    onLeadership(changed) {
      listeners.push(changed);
    },
    caughtUp,
    partitions: () => [...feeds.keys()].sort((one, other) => one - other),
    async waitUntil(name, target, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (position(name) < target && Date.now() < deadline && !stopping.signal.aborted) {
        await sleep(Math.min(LOOK_EVERY_MS, 50));
      }
      return position(name) >= target;
    },
    health() {
      const health = projections.map(({ name }): ProjectionHealth => {
        const fed = [...feeds.values()].flatMap((feed) =>
          feed.workers.filter(({ projection }) => projection === name),
        );
        return {
          name,
          role: fed.length > 0 ? 'leader' : 'standby',
          position: String(position(name)),
          caughtUp: fed.every(({ worker }) => worker.live()),
          parkedStreams: fed.reduce((sum, { worker }) => sum + worker.parkedStreams(), 0),
          stuck: Date.now() - (movedAt.get(name) ?? Date.now()) > STUCK_MS,
          failure: failure ?? null,
        };
      });
      const fine = health.every((one) => one.caughtUp && !one.stuck && one.failure === null);
      // Before anything was relayed there is nothing to be a member for.
      return { ready: fine && looked && (member || lastRelayed === undefined), projections: health };
    },
    async stop() {
      stopping.abort();
      await running;
      await looking;
      await publisher.stop();
    },
  };
}
