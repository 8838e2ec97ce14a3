import type { Bus } from '@ticketing/platform/bus.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import type pg from 'pg';
import type { BackoffLimits } from './backoff.ts';
import { takeOver } from './checkpoints.ts';
import { engineMetrics } from './engine-metrics.ts';
import { parkedStreams } from './parked-streams.ts';
import type { EngineLog, Projection } from './projection.ts';
import { type ProjectionWorker, startWorker } from './projection-worker.ts';
import { createPublisher } from './publisher.ts';
import { type EventLog, followLog } from './subscription.ts';

export type EngineOptions = {
  /** A live batch closes at this many steps of the log. */
  readonly batchSize?: number;
  /** A batch of catching up closes at this many. */
  readonly catchUpBatchSize?: number;
  readonly backoff?: BackoffLimits;
  /** How long the log may be silent before it is asked whether it is ahead. */
  readonly quietMs?: number;
};

export type EngineDeps = {
  readonly eventLog: EventLog;
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly projections: readonly Projection[];
  readonly log: EngineLog;
  readonly metrics: Metrics;
  readonly options?: EngineOptions;
};

export type ProjectionHealth = {
  readonly name: string;
  readonly position: string;
  readonly caughtUp: boolean;
  readonly parkedStreams: number;
  /** Why it stopped, if it did. */
  readonly failure: string | null;
};

export type Engine = {
  /** Position that a projection has applied; -1 before the first event. */
  position(name: string): bigint;
  /** False when the projection did not get there in time. */
  waitUntil(name: string, position: bigint, timeoutMs: number): Promise<boolean>;
  /** True when a projection has applied all that the log had. */
  caughtUp(name: string): boolean;
  health(): { readonly ready: boolean; readonly projections: readonly ProjectionHealth[] };
  /** Each projection finishes its batch; what was committed is told to the bus. */
  stop(): Promise<void>;
};

const DEFAULTS = {
  batchSize: 500,
  catchUpBatchSize: 4_000,
  backoff: { firstMs: 100, mostMs: 10_000 },
  quietMs: 10_000,
} as const satisfies EngineOptions;

/** Takes the projections over, and follows the log for them until stopped. */
export async function startEngine(deps: EngineDeps): Promise<Engine> {
  const { eventLog, pool, projections, log } = deps;
  const options = { ...DEFAULTS, ...deps.options };
  const metrics = engineMetrics(deps.metrics);
  const stopping = new AbortController();
  const publisher = createPublisher(deps.bus, options.backoff, (error) => {
    metrics.publishFailures.inc();
    log.warn({ err: error }, 'the live bus did not take what changed; clients will be told to fetch again');
  });
  const workers: ProjectionWorker[] = [];

  /** One word to the clients once all have caught up, not one for each projection. */
  const tellLossWhenAllCaughtUp = () => {
    if (workers.every((worker) => !worker.running() || worker.told())) publisher.announceLoss();
  };

  for (const projection of projections) {
    const lease = await takeOver(pool, projection);
    workers.push(
      startWorker({
        projection,
        pool,
        lease,
        parked: await parkedStreams(pool, projection.name),
        log,
        metrics,
        options: {
          batchSize: options.batchSize,
          catchUpBatchSize: options.catchUpBatchSize,
          queueLimit: Math.max(options.batchSize, options.catchUpBatchSize) * 2,
          backoff: options.backoff,
        },
        onCommitted: publisher.publish,
        onCaughtUp: tellLossWhenAllCaughtUp,
      }),
    );
  }

  const following = groupsOf(workers).map((group) =>
    followLog(eventLog, group, options, log, metrics, stopping.signal),
  );
  const gauges = setInterval(() => {
    for (const worker of workers) {
      const label = { projection: worker.name };
      const oldest = worker.oldestWaiting();
      metrics.lagEvents.set(label, worker.waiting());
      metrics.lagSeconds.set(label, oldest ? Math.max(0, (Date.now() - oldest.getTime()) / 1_000) : 0);
    }
  }, 1_000);
  gauges.unref();

  const workerOf = (name: string): ProjectionWorker => {
    const worker = workers.find((candidate) => candidate.name === name);
    if (!worker) throw new Error(`there is no projection "${name}"`);
    return worker;
  };

  return {
    position: (name) => workerOf(name).position(),
    waitUntil: (name, position, timeoutMs) => workerOf(name).waitUntil(position, timeoutMs),
    caughtUp: (name) => workerOf(name).caughtUp(),
    health() {
      const health = workers.map((worker) => ({
        name: worker.name,
        position: String(worker.position()),
        caughtUp: worker.told(),
        parkedStreams: worker.parkedStreams(),
        failure: worker.failure()?.message ?? null,
      }));
      return {
        ready: health.every(({ caughtUp, failure }) => caughtUp && failure === null),
        projections: health,
      };
    },
    async stop() {
      clearInterval(gauges);
      stopping.abort();
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(following);
      await publisher.stop();
    },
  };
}

/** One that starts from the beginning must not keep the others from what is new: it follows by itself. */
function groupsOf(workers: readonly ProjectionWorker[]): ProjectionWorker[][] {
  const fresh = workers.filter((worker) => worker.position() < 0n);
  const resumed = workers.filter((worker) => worker.position() >= 0n);
  return [resumed, fresh].filter((group) => group.length > 0);
}
