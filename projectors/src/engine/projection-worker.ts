import { setImmediate as afterWhatHasArrived, setTimeout as delay } from 'node:timers/promises';
import type { BusMessage } from '@ticketing/contracts/live.ts';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import { idsOfEvent } from '@ticketing/platform/tracing/command-ids.ts';
import { traceBatch } from '@ticketing/platform/tracing/projection-spans.ts';
import { tracing } from '@ticketing/platform/tracing/spans.ts';
import type pg from 'pg';
import { type BackoffLimits, createBackoff } from './backoff.ts';
import { commitBatch, isOf, sortOut } from './batch.ts';
import { advance, type Lease, makeIndexes, storedPosition } from './checkpoints.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { LogStep } from './log-step.ts';
import type { ParkedStream } from './parked-streams.ts';
import { type EngineLog, LeaseLost, NotNow, type Projection } from './projection.ts';
import { type ParkedRequest, type ReplayOutcome, replayParked } from './replay-parked.ts';
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

/** After a batch of several steps a worker rests this many times as long as the batch took, at most so long. */
const REST_PER_WORK = 3;
const LONGEST_REST_MS = 40;
/** Fewer steps than this in a batch are no sign of load: at a hundred a second a short hiccup gathers about as many. */
const SEVERAL_STEPS = 16;
/** So many steps are a batch worth having at once. */
const WORTH_A_BATCH = 64;

/**
 * So long a worker rests after it has only moved its checkpoint past what others’ events tell: otherwise a busy log would
 * have it write as often as those who have something to write. An event of its own ends the rest.
 */
const REST_AFTER_NOTHING_MS = 50;

/**
 * How long a batch of catching up waits to be full, in milliseconds. The end of catching up comes as a live step,
 * which ends the wait; a live batch does not wait at all.
 */
const CATCH_UP_LINGER_MS = 1_000;

/**
 * Applies the log to one projection, from taking it over until it is lost or given back. While a batch is being committed the next one gathers: a batch closes
 * when it is full or when the batch before it is committed, so a live event waits for nothing.
 */
export function startWorker(deps: WorkerDeps) {
  const { projection, pool, lease, log, metrics, options } = deps;
  const label = { projection: projection.name };
  const parked = new Set(deps.parked.map(({ stream }) => stream));
  const stopping = new AbortController();
  const backoff = createBackoff(options.backoff);
  const place = { pool, projection, epoch: lease.epoch, silentMs: options.silentMs };
  let queue: LogStep[] = [];
  let applying = 0;
  let restUntil = 0;
  /** The last batch had no event of its own. */
  let nothing = false;
  let position = lease.position;
  let received = lease.position;
  let untold = !deps.handedOver;
  /** Where the log went over from what was there to what comes; unknown until then. */
  let liveFrom: bigint | undefined;
  let reachedHead = false;
  /** A projection that starts from the beginning has no indexes before it has caught up. */
  let indexed = position >= 0n;
  let failure: Error | undefined;
  let lost = false;
  let onStep: (() => void) | undefined;
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
      if (queue.length === 0) {
        for (const idle of onIdle.splice(0)) idle();
        await new Promise<void>((resolve) => {
          onStep = resolve;
        });
        onStep = undefined;
        // Events of one append arrive together and are applied together.
        await afterWhatHasArrived();
        continue;
      }
      await fullerBatch();
      await pace();
      const batch = takeBatch();
      applying = batch.length;
      if (!indexed && batch[0]?.live) await ensureIndexes();
      const began = performance.now();
      const done = metrics.batchSeconds.startTimer(label);
      await apply(batch);
      done();
      const ended = performance.now();
      const busy = batch.length >= SEVERAL_STEPS;
      const rest = busy ? Math.min(REST_PER_WORK * (ended - began), LONGEST_REST_MS) : 0;
      nothing = !batch.some(isOwn);
      const chosen = nothing ? REST_AFTER_NOTHING_MS : (projection.restMs ?? 0);
      restUntil = ended + Math.max(rest, batch[0]?.live ? chosen : 0);
      applying = 0;
      for (const room of onRoom.splice(0)) room();
    }
  }

  /**
   * A batch costs the same handful of statements for one event as for fifty. So after a batch a worker rests in
   * proportion to what the batch took, while the next one gathers: the busier the machine, the larger the batches.
   * Events that come one by one, as they do at a hundred a second, wait for nothing.
   */
  async function pace(): Promise<void> {
    const wait = restUntil - performance.now();
    if (wait <= 0 || queue.length >= WORTH_A_BATCH) return;
    if (!nothing) await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    else if (!queue.some(isOwn)) await restUntilOwn(wait);
  }

  function restUntilOwn(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        onStep = undefined;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      onStep = () => {
        const last = queue.at(-1);
        if (stopping.signal.aborted || (last && isOwn(last))) end();
      };
    });
  }

  function isOwn({ event, unreadable }: LogStep): boolean {
    const stream = event?.stream ?? unreadable?.stream;
    return stream !== undefined && isOf(stream, projection);
  }

  /** While catching up nobody waits for a row, and a small batch costs nearly what a large one does. */
  async function fullerBatch(): Promise<void> {
    const giveUpAt = performance.now() + CATCH_UP_LINGER_MS;
    const isFull = () => queue.at(-1)?.live || queue.length >= options.catchUpBatchSize;
    while (!isFull() && !stopping.signal.aborted) {
      const left = giveUpAt - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        onStep = () => {
          if (!isFull() && !stopping.signal.aborted) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
    onStep = undefined;
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

  /** Steps of one kind only, live or not, up to the size of a batch. */
  function takeBatch(): LogStep[] {
    const live = queue[0]?.live;
    const limit = live ? options.batchSize : options.catchUpBatchSize;
    let end = 0;
    while (end < queue.length && end < limit && queue[end]?.live === live) end++;
    const batch = queue.slice(0, end);
    queue = end === queue.length ? [] : queue.slice(end);
    return batch;
  }

  async function apply(steps: readonly LogStep[]): Promise<void> {
    for (;;) {
      try {
        await commit(steps);
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
          if (await wasCommitted(steps)) return;
          continue;
        }
        await applyWithout(steps, error);
        return;
      }
    }
  }

  /** A commit whose answer got lost with the connection may have happened; nobody was told of it then. */
  async function wasCommitted(steps: readonly LogStep[]): Promise<boolean> {
    const end = steps.at(-1)?.position ?? position;
    try {
      const stored = await storedPosition(pool, projection.name, lease.epoch);
      if (stored === position || stored !== end) return false;
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      return false;
    }
    for (const { stream } of sortOut(steps, projection, position, parked).toPark) parked.add(stream);
    metrics.parked.set(label, parked.size);
    untold = true;
    moveTo(end, steps);
    return true;
  }

  /** Finds the event that cannot be applied by halving the batch, and parks its stream. */
  async function applyWithout(steps: readonly LogStep[], cause: unknown): Promise<void> {
    const [only] = steps;
    if (steps.length > 1 || !only) {
      const middle = steps.length >> 1;
      await apply(steps.slice(0, middle));
      await apply(steps.slice(middle));
      return;
    }
    if (!only.event) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { stream, metadata } = only.event;
    await apply([{ position: only.position, live: only.live, unreadable: { stream, reason, metadata } }]);
  }

  async function commit(steps: readonly LogStep[]): Promise<void> {
    const last = steps.at(-1);
    if (!last) return;
    const batch = sortOut(steps, projection, position, parked);
    const { events, toPark } = batch;
    if (events.length === 0 && toPark.length === 0) {
      if (last.position > position)
        await advance(pool, projection.name, lease.epoch, position, last.position);
      moveTo(last.position, steps);
      tell([], last);
      return;
    }
    const began = tracing() ? performance.now() : 0;
    const messages = await commitBatch(place, batch, position, last);
    if (tracing() && last.live) traceBatch(projection.name, events, messages, began);
    for (const { stream, position: at, reason, metadata } of toPark) {
      parked.add(stream);
      metrics.parked.set(label, parked.size);
      log.error(
        { ...label, stream, position: String(at), reason, ...(metadata && idsOfEvent(metadata)) },
        'an event could not be applied; its stream is parked and everything else goes on',
      );
    }
    if (!last.live) untold = true;
    metrics.events.inc(label, events.length);
    moveTo(last.position, steps);
    tell(messages, last);
  }

  function tell(messages: readonly BusMessage[], { live }: LogStep): void {
    if (!live) return;
    deps.onCommitted(projection.reached ? [...messages, projection.reached(position)] : messages);
  }

  function moveTo(end: bigint, steps: readonly LogStep[]): void {
    if (end > position) position = end;
    metrics.position.set(label, Number(position));
    if (liveFrom !== undefined && position >= liveFrom) reachedHead = true;
    if (steps.at(-1)?.live && untold) {
      untold = false;
      deps.onCaughtUp();
    }
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
    queue = [];
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
    told: () => !untold,
    /** True when it has caught up with the log once, and since then tells of every change. */
    live: () => !untold && reachedHead,
    /** True when everything that was read is applied. */
    caughtUp: () => !untold && reachedHead && queue.length === 0 && applying === 0,
    parkedStreams: () => parked.size,
    waiting: () => queue.length + applying,
    oldestWaiting: () => queue.find(({ event }) => event)?.event?.recordedAt,

    offer(step: LogStep): void {
      if (stopping.signal.aborted) return;
      if (step.position <= received && (step.event || step.unreadable)) return;
      if (step.position > received) received = step.position;
      const tellAnyway = deps.handedOver && liveFrom === undefined && !step.live;
      if (step.live) liveFrom ??= received;
      queue.push(tellAnyway ? { ...step, live: true } : step);
      onStep?.();
    },
    /** A promise of room when too much waits, otherwise nothing: asking costs nothing then. */
    room(): Promise<void> | undefined {
      if (queue.length < options.queueLimit || stopping.signal.aborted) return undefined;
      return new Promise((resolve) => {
        onRoom.push(resolve);
      });
    },
    /** Resolves when everything that was offered is applied, or the worker has stopped. */
    async drained(): Promise<void> {
      if ((queue.length === 0 && applying === 0) || stopping.signal.aborted) return;
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
      onStep?.();
    },
    /** Finishes the batch at hand and stops. */
    async stop(): Promise<void> {
      stopping.abort();
      onStep?.();
      await working;
      wakeAll();
    },
    /** Stops without waiting for the batch at hand, which the database refuses or whose end nobody tells. */
    abandon(): void {
      lost = true;
      stopping.abort();
      queue = [];
      onStep?.();
      wakeAll();
    },
  };
}

export type ProjectionWorker = ReturnType<typeof startWorker>;
