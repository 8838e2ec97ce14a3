import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Bus } from '@ticketing/platform/bus.ts';
import type { Metrics } from '@ticketing/platform/metrics.ts';
import { siblingPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import type { BackoffLimits } from './backoff.ts';
import { createBulkPlaces } from './bulk-place.ts';
import { engineMetrics } from './engine-metrics.ts';
import { createFollowers } from './followers.ts';
import { keepLeases } from './lease-keeper.ts';
import { parkedStreams } from './parked-streams.ts';
import { watchProgress } from './progress-alarm.ts';
import { type EngineLog, LeaseLost, type Projection } from './projection.ts';
import { createSeat, type ProjectionHealth, type ProjectionSeat } from './projection-seat.ts';
import { type ProjectionWorker, startWorker } from './projection-worker.ts';
import { createPublisher } from './publisher.ts';
import { carryOutReplays } from './requested-replays.ts';
import type { EventLog } from './subscription.ts';
import type { Taken } from './take-over.ts';

export type EngineOptions = {
  /** A live batch closes at this many steps of the log. */
  readonly batchSize?: number;
  /** A batch of catching up closes at this many. */
  readonly catchUpBatchSize?: number;
  readonly backoff?: BackoffLimits;
  /** How long the log may be silent before it is asked whether it is ahead. */
  readonly quietMs?: number;
  /** How long a leader that says nothing keeps what it leads. */
  readonly leaseMs?: number;
  /** How often who stands by looks whether a lease is free. */
  readonly lookMs?: number;
  /** How long a projection may stand before an event that it has not applied, until that is an alarm. */
  readonly stuckMs?: number;
};

export type EngineDeps = {
  readonly eventLog: EventLog;
  readonly pool: pg.Pool;
  readonly bus: Bus;
  readonly projections: readonly Projection[];
  readonly log: EngineLog;
  readonly metrics: Metrics;
  /**
   * True when no other process can be at this database: what a process that died had is taken at once, whatever its
   * lease says.
   */
  readonly alone?: boolean;
  /**
   * True when somebody rebuilds tables of an older version beside those that are in use (`rebuild/`), which are left
   * alone meanwhile; otherwise they are dropped and built from the start of the log.
   */
  readonly rebuilds?: boolean;
  readonly options?: EngineOptions;
};

export type EngineHealth = {
  /** True when what this process leads has caught up, and it is ready to take over the rest. */
  readonly ready: boolean;
  readonly projections: readonly ProjectionHealth[];
};

export type Engine = {
  /** Position that a projection has applied, as far as this process knows; -1 before the first event. */
  position(name: string): bigint;
  /** False when the projection did not get there in time. */
  waitUntil(name: string, position: bigint, timeoutMs: number): Promise<boolean>;
  /** True when this process runs and leads the projection, and it has applied all that the log had. */
  caughtUp(name: string): boolean;
  /** True while this process is the one that applies the log to the projection. */
  leads(name: string): boolean;
  /** Calls back whenever this process begins or ceases to lead something. */
  onLeadership(changed: () => void): void;
  /** Begins a projection anew from what the database says of it, or looks at once whether it is free now. */
  reload(name: string): void;
  health(): EngineHealth;
  /** Each projection finishes its batch; what was committed is told to the bus; who stands by takes over at once. */
  stop(): Promise<void>;
};

const DEFAULTS = {
  batchSize: 500,
  catchUpBatchSize: 10_000,
  backoff: { firstMs: 100, mostMs: 10_000 },
  quietMs: 10_000,
  leaseMs: 5_000,
  lookMs: 1_000,
  stuckMs: 30_000,
} as const satisfies EngineOptions;

/** However short a lease is: a busy process may need so long between two statements of a batch. */
const LEAST_SILENCE_MS = 3_000;
/** How long a batch may take to finish when the process is stopped. */
const FINISH_WITHIN_MS = 10_000;
/** How long a projection that failed here is left to other processes first. */
const LEFT_TO_OTHERS_MS = 3_000;

/**
 * Leads the projections that nobody leads, stands by for the others, and follows the log for what it leads until
 * stopped. When it returns, what was free is taken.
 */
export async function startEngine(deps: EngineDeps): Promise<Engine> {
  const { pool, log } = deps;
  const options = { ...DEFAULTS, ...deps.options };
  const metrics = engineMetrics(deps.metrics);
  const owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const seats = deps.projections.map(createSeat);
  const publisher = createPublisher(deps.bus, options.backoff, (error) => {
    metrics.publishFailures.inc();
    log.warn({ err: error }, 'the live bus did not take what changed; clients will be told to fetch again');
  });
  const followers = createFollowers({ eventLog: deps.eventLog, options, log, metrics });
  const leasePool = siblingPool(pool, 'leases', { max: 2, queryTimeoutMs: options.leaseMs });
  const bulkPlaces = createBulkPlaces(pool);
  const listeners: (() => void)[] = [];
  let newcomers: ProjectionWorker[] = [];

  const leadershipChanged = () => {
    for (const tell of listeners) tell();
  };

  /** One word to the clients once all have caught up, not one for each; what starts from the beginning is not waited for. */
  const tellLossWhenAllCaughtUp = () => {
    const led = seats.flatMap((seat) => seat.worker() ?? []);
    if (led.every((worker) => worker.told() || worker.startsFresh)) publisher.announceLoss();
  };

  async function seatWorker(seat: ProjectionSeat, lease: Taken): Promise<void> {
    const parked = await parkedStreams(pool, seat.name);
    const worker: ProjectionWorker = startWorker({
      projection: seat.projection,
      pool,
      eventLog: deps.eventLog,
      lease,
      bulk: await bulkPlaces.placeOf(seat.projection, lease),
      handedOver: lease.handedOver,
      parked,
      log,
      metrics,
      options: {
        batchSize: options.batchSize,
        catchUpBatchSize: options.catchUpBatchSize,
        queueLimit: Math.max(options.batchSize, options.catchUpBatchSize) * 2,
        silentMs: Math.max(options.leaseMs, LEAST_SILENCE_MS),
        backoff: options.backoff,
      },
      onCommitted: (messages) => publisher.publish(messages, () => !worker.lost()),
      onCaughtUp: tellLossWhenAllCaughtUp,
      onMoved: seat.moved,
      onFailed: (failure) => unseat(seat, worker, failure),
    });
    seat.lead(worker, lease.epoch);
    metrics.leader.set({ projection: seat.name }, 1);
    newcomers.push(worker);
  }

  /** A worker that lost its lease, or fails, makes room for the next: here or elsewhere, from the stored checkpoint. */
  function unseat(seat: ProjectionSeat, worker: ProjectionWorker, failure: Error): void {
    if (seat.worker() !== worker) return;
    const label = { projection: seat.name };
    const epoch = seat.epoch();
    const lost = failure instanceof LeaseLost;
    seat.vacate(lost ? undefined : failure.message);
    worker.abandon();
    followers.leave(worker);
    metrics.leader.set(label, 0);
    if (lost) {
      metrics.leasesLost.inc(label);
      log.warn({ ...label }, failure.message);
    } else {
      metrics.restarts.inc({ ...label, cause: 'failed' });
      log.error({ err: failure, ...label }, failure.message);
      seat.rest(LEFT_TO_OTHERS_MS);
      void keeper.release([{ name: seat.name, epoch, told: false }]);
    }
    // What this worker sent last may have come after what its successor sent.
    publisher.announceLoss();
    leadershipChanged();
    keeper.look();
  }

  const replays = carryOutReplays({
    pool: leasePool,
    workers: () => seats.flatMap((seat) => seat.worker() ?? []),
    log,
    metrics,
    // Whoever looks at what was replayed fetches it: nobody kept what it would have been told.
    onReplayed: publisher.announceLoss,
  });

  const keeper = keepLeases({
    pool,
    leasePool,
    seats,
    owner,
    alone: deps.alone ?? false,
    rebuilds: deps.rebuilds ?? false,
    options: { ttlMs: options.leaseMs, lookMs: options.lookMs },
    log,
    metrics,
    onTaken: seatWorker,
    onLost(seat) {
      const worker = seat.worker();
      if (worker) unseat(seat, worker, new LeaseLost(seat.name));
    },
    async onLooked() {
      const workers = newcomers.filter((worker) => worker.running());
      newcomers = [];
      if (workers.length > 0) {
        followers.follow(workers);
        leadershipChanged();
      }
      await replays.look();
    },
  });

  const gauges = setInterval(() => {
    for (const seat of seats) {
      const label = { projection: seat.name };
      const oldest = seat.worker()?.oldestWaiting();
      metrics.lagEvents.set(label, seat.worker()?.waiting() ?? 0);
      metrics.lagSeconds.set(label, oldest ? Math.max(0, (Date.now() - oldest.getTime()) / 1_000) : 0);
    }
  }, 1_000);
  gauges.unref();
  const { eventLog } = deps;
  const alarm = watchProgress({ eventLog, seats, stuckMs: options.stuckMs, log, metrics });

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= end();
    return stopped;
  };
  async function end(): Promise<void> {
    clearInterval(gauges);
    // Not waited for: it may be asking a log that does not answer.
    void alarm.stop();
    const followed = followers.stop();
    await keeper.stopTaking();
    const led = seats.flatMap((seat) => {
      const worker = seat.worker();
      return worker ? [{ worker, name: seat.name, epoch: seat.epoch() }] : [];
    });
    await within(FINISH_WITHIN_MS, Promise.all([...led.map(({ worker }) => worker.stop()), followed]));
    const sent = await publisher.stop();
    await keeper.release(led.map(({ worker, ...lease }) => ({ ...lease, told: sent && worker.told() })));
    await keeper.stop();
    for (const seat of seats) seat.close();
    await Promise.all([leasePool.end(), bulkPlaces.end()]);
  }

  const seatOf = (name: string): ProjectionSeat => {
    const seat = seats.find((candidate) => candidate.name === name);
    if (!seat) throw new Error(`there is no projection "${name}"`);
    return seat;
  };

  try {
    await keeper.start();
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    position: (name) => seatOf(name).position(),
    waitUntil: (name, position, timeoutMs) => seatOf(name).waitUntil(position, timeoutMs),
    caughtUp: (name) => seats.some((seat) => seat.name === name && seat.caughtUp()),
    leads: (name) => seats.some((seat) => seat.name === name && seat.leads()),
    onLeadership(changed) {
      listeners.push(changed);
    },
    reload(name) {
      const seat = seatOf(name);
      const worker = seat.worker();
      if (worker) unseat(seat, worker, new LeaseLost(name));
      else keeper.look();
    },
    health() {
      const projections = seats.map((seat) => seat.health());
      const fine = projections.every(
        ({ role, caughtUp, stuck, failure }) =>
          failure === null && !stuck && (role === 'standby' || caughtUp),
      );
      return { ready: fine && keeper.answering(), projections };
    },
    stop,
  };
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
