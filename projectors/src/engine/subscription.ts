import type { EventStore, LogItem } from '@ticketing/platform/event-store.ts';
import { type BackoffLimits, createBackoff } from './backoff.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { LogStep } from './log-step.ts';
import type { EngineLog } from './projection.ts';
import type { ProjectionWorker } from './projection-worker.ts';

/** What the engine needs of the event store. */
export type EventLog = Pick<EventStore, 'follow' | 'readAll' | 'readStream' | 'head'>;

export type SubscriptionOptions = {
  readonly backoff: BackoffLimits;
  /** How long the log may send nothing before it is asked whether it has something. */
  readonly quietMs: number;
};

type Cause = 'dropped' | 'ended' | 'stalled';

/** The workers that share one subscription. They come and go while it is followed. */
export type Group = {
  readonly workers: Set<ProjectionWorker>;
  /** Last position that the log told of, matching or not: every worker of the group was offered all up to it. */
  seen: bigint;
  /** True once the subscription has caught up. */
  live: boolean;
};

export type FollowDeps = {
  readonly eventLog: EventLog;
  readonly options: SubscriptionOptions;
  readonly log: EngineLog;
  readonly metrics: EngineMetrics;
  /** Called after each step of a group that has caught up. */
  readonly onLive: (group: Group) => void;
};

/**
 * Follows the log for a group of projections, so that an event is read and decoded once for all of them. A
 * drop, an end and a silent stall all do the same: wait a little, resume from the checkpoint, count.
 * Runs until the signal is aborted or no worker of the group runs any more.
 */
export async function followLog(deps: FollowDeps, group: Group, signal: AbortSignal): Promise<void> {
  const { options, metrics, log } = deps;
  const backoff = createBackoff(options.backoff);
  const running = () => [...group.workers].filter((worker) => worker.running());

  while (!signal.aborted && running().length > 0) {
    await Promise.all(running().map((worker) => worker.drained()));
    if (running().length === 0 || signal.aborted) return;
    const { cause, error } = await followOnce(deps, group, signal, backoff.reset);
    group.live = false;
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
  { eventLog, options: { quietMs }, metrics, onLive }: FollowDeps,
  group: Group,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<{ cause: Cause; error?: unknown }> {
  const attempt = new AbortController();
  const abort = () => attempt.abort();
  signal.addEventListener('abort', abort, { once: true });

  const after = [...group.workers]
    .filter((worker) => worker.running())
    .map((worker) => worker.position())
    .reduce((least, one) => (one < least ? one : least));
  group.seen = after;
  let lastHeard = Date.now();
  let heldBack = false;
  let headAtStart: bigint | undefined;
  // Tells when this is live where the server does not: everything that was there at the start has come.
  void eventLog.head().then(
    (head) => {
      headAtStart = head;
      metrics.head.set(Number(head));
      if (group.seen >= head && !group.live && !attempt.signal.aborted) tellLive();
    },
    // A log that cannot be asked cannot be followed either, and following says so.
    () => undefined,
  );

  function offer(step: LogStep): void {
    group.live = step.live;
    for (const worker of group.workers) worker.offer(step);
    if (group.live) onLive(group);
  }
  const tellLive = () => offer({ position: group.seen, live: true });

  async function read(): Promise<void> {
    for await (const item of eventLog.follow(after, attempt.signal)) {
      if (attempt.signal.aborted) return;
      lastHeard = Date.now();
      if (item.kind !== 'caught-up') {
        onProgress();
        if (item.kind === 'event') {
          if (item.event.position > group.seen) group.seen = item.event.position;
        } else if (item.position > group.seen) group.seen = item.position;
      }
      offer(stepOf(item, group.seen, group.live));
      if (!group.live && headAtStart !== undefined && group.seen >= headAtStart) tellLive();
      for (const worker of [...group.workers]) {
        const room = worker.room();
        if (room === undefined) continue;
        heldBack = true;
        await room;
        heldBack = false;
        lastHeard = Date.now();
      }
      if (![...group.workers].some((worker) => worker.running())) return;
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
      if (missed !== undefined && group.seen < missed) return;
      missed = await Promise.race([
        nextPosition(eventLog, group.seen, metrics),
        // A server that does not even answer this has stalled too.
        pause(quietMs, attempt.signal).then(() => group.seen + 1n),
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
export async function nextPosition(
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
