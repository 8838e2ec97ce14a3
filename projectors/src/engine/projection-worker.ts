import type { BusMessage } from '@ticketing/contracts/live.ts';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import { idsOfEvent } from '@ticketing/platform/tracing/command-ids.ts';
import { traceBatch } from '@ticketing/platform/tracing/projection-spans.ts';
import { tracing } from '@ticketing/platform/tracing/spans.ts';
import type pg from 'pg';
import { type BackoffLimits, createBackoff } from './backoff.ts';
import { commitBatch, isOf, sortOut } from './batch.ts';
import type { BulkPlace } from './bulk-place.ts';
import { advance, type Lease, makeIndexes, storedPosition } from './checkpoints.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import { createLiveEdge } from './live-edge.ts';
import type { LogStep } from './log-step.ts';
import type { ParkedStream } from './parked-streams.ts';
import { type EngineLog, LeaseLost, NotNow, type Projection } from './projection.ts';
import { type ParkedRequest, type ReplayOutcome, replayParked } from './replay-parked.ts';
import { createStepQueue } from './step-queue.ts';
import type { EventLog } from './subscription.ts';

export type WorkerOptions = {
  /** A live batch closes at this many steps of the log. */
  readonly batchSize: number;
  /** So does one of catching up: the more of a ticket's events it has, the fewer rows are written. */
  readonly catchUpBatchSize: number;
  /** Steps that may wait before the subscription is held back. */
  readonly queueLimit: number;
  /** See `BatchPlace`. */
  readonly silentMs: number;
  readonly backoff: BackoffLimits;
};

export type WorkerDeps = {
  readonly projection: Projection;
  readonly pool: pg.Pool;
  readonly eventLog: Pick<EventLog, 'readStream'>;
  readonly lease: Lease;
  /** How the tables are filled that were empty, until it has caught up. */
  readonly bulk?: BulkPlace | undefined;
  /** True when everything up to the checkpoint was told to whoever listens, who only needs what follows. */
  readonly handedOver: boolean;
  readonly parked: readonly ParkedStream[];
  readonly log: EngineLog;
  readonly metrics: EngineMetrics;
  readonly options: WorkerOptions;
  /** Called with the messages of each commit, in commit order. */
  readonly onCommitted: (messages: readonly BusMessage[]) => void;
  /** Called when everything up to now was applied after something was applied without telling anyone. */
  readonly onCaughtUp: () => void;
  /** Called when the position moved, and when the worker has ended. */
  readonly onMoved: () => void;
  /** Called when it cannot go on: the lease was lost, or what should not fail has failed. */
  readonly onFailed: (failure: Error) => void;
};

/** How long the checkpoint of one that has nothing to write stays behind at most. */
const GATHER_NOTHING_MS = 50;

/**
 * Applies the log to one projection, from taking it over until it is lost or given back. While a batch is being committed
 * the next one gathers: a batch closes when it is full or when the batch before it is committed, so a live event waits for
 * nothing, unless its projection lets events gather (`Projection.gatherMs`).
 */
export function startWorker(deps: WorkerDeps) {
  const { projection, pool, lease, log, metrics, options } = deps;
  const label = { projection: projection.name };
  const parked = new Set(deps.parked.map(({ stream }) => stream));
  const stopping = new AbortController();
  const backoff = createBackoff(options.backoff);
  const place = { pool, projection, epoch: lease.epoch, silentMs: options.silentMs };
  const steps = createStepQueue({
    batchSize: options.batchSize,
    catchUpBatchSize: options.catchUpBatchSize,
    gatherMs: projection.gatherMs ?? 0,
    // Others' changes wait to be told until this one says how far it has come.
    gatherNothingMs: projection.reached ? 0 : GATHER_NOTHING_MS,
    isOwn,
    signal: stopping.signal,
  });
  let { bulk } = deps;
  let applying = 0;
  let position = lease.position;
  let received = lease.position;
  const edge = createLiveEdge(deps.handedOver);
  /** A projection that starts from the beginning has no indexes before it has caught up. */
  let indexed = position >= 0n;
  let failure: Error | undefined;
  let lost = false;
  const onRoom: (() => void)[] = [];
  const onIdle: (() => void)[] = [];
  const betweenBatches: (() => Promise<void>)[] = [];

  metrics.position.set(label, Number(position));
  metrics.parked.set(label, parked.size);

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      const [task] = betweenBatches.splice(0, 1);
      if (task) {
        await task();
        continue;
      }
      if (steps.length() === 0) {
        for (const idle of onIdle.splice(0)) idle();
        await steps.arrival();
        continue;
      }
      const batch = await steps.next();
      applying = batch.length;
      if (!indexed && batch[0]?.live) await ensureIndexes();
      const began = performance.now();
      const done = metrics.batchSeconds.startTimer(label);
      await apply(batch);
      done();
      steps.applied(batch, performance.now() - began);
      applying = 0;
      for (const room of onRoom.splice(0)) room();
    }
  }

  function isOwn({ event, unreadable }: LogStep): boolean {
    const stream = event?.stream ?? unreadable?.stream;
    return stream !== undefined && isOf(stream, projection);
  }

  async function ensureIndexes(): Promise<void> {
    while (!indexed) {
      try {
        await makeIndexes(pool, projection);
        indexed = true;
      } catch (error) {
        if (!isTransientDatabaseError(error)) throw error;
        await backoff.wait(stopping.signal);
        if (stopping.signal.aborted) throw error;
      }
    }
  }

  async function apply(batch: readonly LogStep[]): Promise<void> {
    for (;;) {
      try {
        await commit(batch);
        backoff.reset();
        return;
      } catch (error) {
        if (error instanceof LeaseLost || stopping.signal.aborted) throw error;
        const notNow = error instanceof NotNow;
        if (notNow || isTransientDatabaseError(error)) {
          metrics.retries.inc(label);
          log.warn(
            { err: error, ...label },
            notNow ? error.message : 'the database failed a batch; trying again',
          );
          await backoff.wait(stopping.signal);
          if (stopping.signal.aborted) throw error;
          if (await wasCommitted(batch)) return;
          continue;
        }
        await applyWithout(batch, error);
        return;
      }
    }
  }

  /** A commit whose answer got lost with the connection may have happened; nobody was told of it then. */
  async function wasCommitted(batch: readonly LogStep[]): Promise<boolean> {
    const end = batch.at(-1)?.position ?? position;
    try {
      const stored = await storedPosition(pool, projection.name, lease.epoch);
      if (stored === position || stored !== end) return false;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      return false;
    }
    for (const { stream } of sortOut(batch, projection, position, parked).toPark) parked.add(stream);
    metrics.parked.set(label, parked.size);
    edge.missed();
    moveTo(end, batch);
    return true;
  }

  /** Finds the event that cannot be applied by halving the batch, and parks its stream. */
  async function applyWithout(batch: readonly LogStep[], cause: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length > 1 || !only) {
      const middle = batch.length >> 1;
      await apply(batch.slice(0, middle));
      await apply(batch.slice(middle));
      return;
    }
    if (!only.event) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { stream, metadata } = only.event;
    await apply([{ position: only.position, live: only.live, unreadable: { stream, reason, metadata } }]);
  }

  async function commit(batch: readonly LogStep[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const sorted = sortOut(batch, projection, position, parked);
    const { events, toPark } = sorted;
    if (events.length === 0 && toPark.length === 0) {
      if (last.position > position)
        await advance(pool, projection.name, lease.epoch, position, last.position);
      moveTo(last.position, batch);
      tell([], last);
      return;
    }
    const began = tracing() ? performance.now() : 0;
    if (last.live) bulk = undefined;
    const messages = await commitBatch({ ...place, ...bulk }, sorted, position, last);
    if (tracing() && last.live) traceBatch(projection.name, events, messages, began);
    for (const { stream, position: at, reason, metadata } of toPark) {
      parked.add(stream);
      metrics.parked.set(label, parked.size);
      log.error(
        { ...label, stream, position: String(at), reason, ...(metadata && idsOfEvent(metadata)) },
        'an event could not be applied; its stream is parked and everything else goes on',
      );
    }
    if (!last.live) edge.missed();
    metrics.events.inc(label, events.length);
    moveTo(last.position, batch);
    tell(messages, last);
  }

  function tell(messages: readonly BusMessage[], { live }: LogStep): void {
    if (!live) return;
    deps.onCommitted(projection.reached ? [...messages, projection.reached(position)] : messages);
  }

  function moveTo(end: bigint, batch: readonly LogStep[]): void {
    if (end > position) position = end;
    metrics.position.set(label, Number(position));
    if (edge.reached(position, batch.at(-1)?.live ?? false)) deps.onCaughtUp();
    deps.onMoved();
  }

  const wakeAll = () => {
    for (const wake of [...onRoom.splice(0), ...onIdle.splice(0)]) wake();
    deps.onMoved();
  };

  const working = work().catch((error: unknown) => {
    const given = stopping.signal.aborted;
    if (!given) failure = error instanceof Error ? error : new Error(String(error));
    if (!given) lost = true;
    steps.clear();
    applying = 0;
    stopping.abort();
    wakeAll();
    if (failure) deps.onFailed(failure);
  });

  return {
    name: projection.name,
    /** True for one that began with the first event of the log. */
    startsFresh: lease.position < 0n,
    position: () => position,
    /** Last position that was offered. */
    received: () => received,
    /** True when it ended otherwise than by being stopped: others may have written since its last batch. */
    lost: () => lost,
    running: () => !stopping.signal.aborted,
    /** True when whoever listens was told of everything that was applied. */
    told: edge.told,
    /** True when it has caught up with the log once, and since then tells of every change. */
    live: edge.live,
    /** True when everything that was read is applied. */
    caughtUp: () => edge.live() && steps.length() === 0 && applying === 0,
    parkedStreams: () => parked.size,
    waiting: () => steps.length() + applying,
    oldestWaiting: () => steps.oldest(),

    offer(step: LogStep): void {
      if (stopping.signal.aborted) return;
      if (step.position <= received && (step.event || step.unreadable)) return;
      if (step.position > received) received = step.position;
      steps.push(edge.offered(step, received));
    },
    /** A promise of room when too much waits, otherwise nothing: asking costs nothing then. */
    room(): Promise<void> | undefined {
      if (steps.length() < options.queueLimit || stopping.signal.aborted) return undefined;
      return new Promise((resolve) => {
        onRoom.push(resolve);
      });
    },
    /** Resolves when everything that was offered is applied, or the worker has stopped. */
    async drained(): Promise<void> {
      if ((steps.length() === 0 && applying === 0) || stopping.signal.aborted) return;
      await new Promise<void>((resolve) => {
        onIdle.push(resolve);
      });
    },
    /** Tries a parked stream again, between two batches. */
    replay(request: ParkedRequest, onOutcome: (outcome: ReplayOutcome) => void): void {
      betweenBatches.push(async () => {
        const outcome = await replayParked(place, deps.eventLog, request, position).catch(
          (error: unknown) => {
            log.warn(
              { err: error, ...label, stream: request.stream },
              'a parked stream could not be replayed now',
            );
            // It may have been committed all the same: whether it is parked is looked up before anything goes on.
            throw new LeaseLost(projection.name);
          },
        );
        if (outcome.kind === 'replayed') {
          parked.delete(request.stream);
          metrics.parked.set(label, parked.size);
          metrics.events.inc(label, outcome.events);
        }
        onOutcome(outcome);
      });
      steps.wake();
    },
    /** Finishes the batch at hand and stops. */
    async stop(): Promise<void> {
      stopping.abort();
      steps.wake();
      await working;
      wakeAll();
    },
    /** Stops without waiting for the batch at hand, which the database refuses or whose end nobody tells. */
    abandon(): void {
      lost = true;
      stopping.abort();
      steps.clear();
      steps.wake();
      wakeAll();
    },
  };
}

export type ProjectionWorker = ReturnType<typeof startWorker>;
