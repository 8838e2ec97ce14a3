import type { EventStore, LogItem } from '@ticketing/platform/event-store.ts';
import { type BackoffLimits, createBackoff } from './backoff.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { EngineLog } from './projection.ts';
import type { LogStep, ProjectionWorker } from './projection-worker.ts';

/** What the engine needs of the event store. */
export type EventLog = Pick<EventStore, 'follow' | 'readAll' | 'head'>;

export type SubscriptionOptions = {
  readonly backoff: BackoffLimits;
  /** How long the log may send nothing before it is asked whether it has something. */
  readonly quietMs: number;
};

type Cause = 'dropped' | 'ended' | 'stalled';

/**
 * Follows the log for a group of projections, so that an event is read and decoded once for all of them. A
 * drop, an end and a silent stall all do the same: wait a little, resume from the checkpoint, count.
 * Runs until the signal is aborted or no worker of the group runs any more.
 */
export async function followLog(
  eventLog: EventLog,
  workers: readonly ProjectionWorker[],
  { backoff: limits, quietMs }: SubscriptionOptions,
  log: EngineLog,
  metrics: EngineMetrics,
  signal: AbortSignal,
): Promise<void> {
  const backoff = createBackoff(limits);
  const running = () => workers.filter((worker) => worker.running());

  while (!signal.aborted && running().length > 0) {
    await Promise.all(running().map((worker) => worker.drained()));
    const group = running();
    if (group.length === 0 || signal.aborted) return;
    const { cause, error } = await followOnce(eventLog, group, quietMs, metrics, signal, backoff.reset);
    if (signal.aborted) return;
    if (running().length === 0) return;
    for (const { name } of running()) metrics.restarts.inc({ projection: name, cause });
    log.warn(
      { err: error, cause, projections: running().map(({ name }) => name) },
      `the subscription to the log ${cause === 'stalled' ? 'has stalled' : `was ${cause}`}; following it again`,
    );
    await backoff.wait(signal);
  }
}

/** Follows until the subscription drops, ends or stalls. */
async function followOnce(
  eventLog: EventLog,
  group: readonly ProjectionWorker[],
  quietMs: number,
  metrics: EngineMetrics,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<{ cause: Cause; error?: unknown }> {
  const attempt = new AbortController();
  const abort = () => attempt.abort();
  signal.addEventListener('abort', abort, { once: true });

  const after = group.map((worker) => worker.position()).reduce((least, one) => (one < least ? one : least));
  /** Last position that the log told of, matching or not. */
  let seen = after;
  let lastHeard = Date.now();
  let heldBack = false;
  let live = false;
  let headAtStart: bigint | undefined;
  // Tells when this is live where the server does not: everything that was there at the start has come.
  void eventLog.head().then(
    (head) => {
      headAtStart = head;
      metrics.head.set(Number(head));
      if (seen >= head && !live && !attempt.signal.aborted) offer({ position: seen, live: true });
    },
    // A log that cannot be asked cannot be followed either, and following says so.
    () => undefined,
  );

  function offer(step: LogStep): void {
    live = step.live;
    for (const worker of group) worker.offer(step);
  }

  async function read(): Promise<void> {
    for await (const item of eventLog.follow(after, attempt.signal)) {
      if (attempt.signal.aborted) return;
      lastHeard = Date.now();
      if (item.kind !== 'caught-up') {
        onProgress();
        if (item.kind === 'event') {
          if (item.event.position > seen) seen = item.event.position;
        } else if (item.position > seen) seen = item.position;
      }
      offer(stepOf(item, seen, live));
      if (!live && headAtStart !== undefined && seen >= headAtStart) offer({ position: seen, live: true });
      for (const worker of group) {
        const room = worker.room();
        if (room === undefined) continue;
        heldBack = true;
        await room;
        heldBack = false;
        lastHeard = Date.now();
      }
      if (!group.some((worker) => worker.running())) return;
    }
  }

  /** Resolves when the log has had an event for us, for a while, that the subscription does not send. */
  async function stalled(): Promise<void> {
    let missed: bigint | undefined;
    while (!attempt.signal.aborted) {
      await pause(quietMs / 2, attempt.signal);
      if (heldBack || Date.now() - lastHeard < quietMs) {
        missed = undefined;
        continue;
      }
      if (missed !== undefined && seen < missed) return;
      missed = await Promise.race([
        nextPosition(eventLog, seen, metrics),
        // A server that does not even answer this has stalled too.
        pause(quietMs, attempt.signal).then(() => seen + 1n),
      ]);
    }
  }

  try {
    const reading = read().then(() => 'ended' as const);
    // An attempt that is given up may still fail later; nobody waits for it then.
    reading.catch(() => undefined);
    const stopped = new Promise<'ended'>((resolve) => {
      attempt.signal.addEventListener('abort', () => resolve('ended'), { once: true });
    });
    return { cause: await Promise.race([reading, stalled().then(() => 'stalled' as const), stopped]) };
  } catch (error) {
    return { cause: 'dropped', error };
  } finally {
    attempt.abort();
    signal.removeEventListener('abort', abort);
  }
}

function stepOf(item: LogItem, seen: bigint, live: boolean): LogStep {
  switch (item.kind) {
    case 'event':
      return { position: item.event.position, live, event: item.event };
    case 'unreadable':
      return {
        position: item.position,
        live,
        unreadable: { stream: item.stream, reason: item.reason },
      };
    case 'checkpoint':
      return { position: seen, live };
    case 'caught-up':
      return { position: seen, live: true };
    default:
      return item satisfies never;
  }
}

/** Position of the next domain event after one, if the log has any. A log that cannot be read has no say. */
async function nextPosition(
  eventLog: EventLog,
  after: bigint,
  metrics: EngineMetrics,
): Promise<bigint | undefined> {
  try {
    const head = await eventLog.head();
    metrics.head.set(Number(head));
    if (head <= after) return undefined;
    for await (const { position } of eventLog.readAll(after)) return position;
    return undefined;
  } catch {
    // Not readable at all: whatever comes next is news to the subscription.
    return after + 1n;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
