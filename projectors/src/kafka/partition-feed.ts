import type { BusMessage } from '@ticketing/contracts/live.ts';
import type { ReceivedMessage } from '@ticketing/platform/kafka-consumer.ts';
import { whileBeating } from '@ticketing/platform/kafka-consumer.ts';
import type pg from 'pg';
import type { EngineMetrics } from '../engine/engine-metrics.ts';
import type { LogStep } from '../engine/log-step.ts';
import { parkedStreams } from '../engine/parked-streams.ts';
import type { EngineLog, Projection } from '../engine/projection.ts';
import { type ProjectionWorker, startWorker, type WorkerOptions } from '../engine/projection-worker.ts';
import type { EventLog } from '../engine/subscription.ts';
import { ofPartition, takePartition } from './partition-checkpoints.ts';
import { readMessage, relayedMessage } from './relayed-message.ts';

export type PartitionFeedDeps = {
  readonly pool: pg.Pool;
  /** For the events of a parked stream that is replayed. */
  readonly eventLog: EventLog;
  readonly projections: readonly Projection[];
  readonly owner: string;
  readonly leaseMs: number;
  readonly log: EngineLog;
  readonly metrics: EngineMetrics;
  readonly worker: WorkerOptions;
  readonly onCommitted: (messages: readonly BusMessage[], stillLeads: () => boolean) => void;
  readonly onCaughtUp: () => void;
  readonly onFailed: (projection: string, failure: Error) => void;
};

type Fed = { readonly projection: string; readonly epoch: bigint; readonly worker: ProjectionWorker };

/**
 * One partition of the topic as it is applied to every projection that it feeds, each by a worker with a checkpoint of
 * its own. It begins by taking the checkpoints over from whoever had the partition before.
 * @param head position of the last event that was relayed to the partition; up to there it catches up
 */
export async function openPartition(deps: PartitionFeedDeps, partition: number, head: bigint) {
  const { pool } = deps;
  const fed: Fed[] = [];
  let open = true;
  let live = false;

  async function stop(): Promise<void> {
    open = false;
    await Promise.all(fed.map(({ worker }) => worker.stop()));
  }

  try {
    for (const whole of deps.projections) {
      const projection = ofPartition(whole, partition);
      const taken = await takePartition(pool, projection, deps.owner, deps.leaseMs);
      if (!taken) throw new Error(`"${whole.name}" is not fed from Kafka any more`);
      const parked = [
        ...(await parkedStreams(pool, whole.name)),
        ...(await parkedStreams(pool, projection.name)),
      ];
      const worker: ProjectionWorker = startWorker({
        projection,
        eventLog: deps.eventLog,
        pool,
        // Its indexes are there: many write to its tables at once, none is the one to make them at the end.
        lease: { epoch: taken.epoch, position: taken.position },
        handedOver: taken.handedOver,
        parked,
        log: deps.log,
        metrics: deps.metrics,
        options: deps.worker,
        onCommitted: (messages) => deps.onCommitted(messages, () => !worker.lost()),
        onCaughtUp: deps.onCaughtUp,
        onMoved: () => undefined,
        onFailed: (failure) => {
          if (open) deps.onFailed(projection.name, failure);
        },
      });
      fed.push({ projection: whole.name, epoch: taken.epoch, worker });
    }
  } catch (error) {
    await stop();
    throw error;
  }

  const least = () =>
    fed.map(({ worker }) => worker.received()).reduce((lowest, one) => (one < lowest ? one : lowest));

  const offer = (step: LogStep, to: readonly Fed[]) => {
    for (const { worker } of to) worker.offer(step);
  };
  const becomeLive = () => {
    live = true;
    for (const { worker } of fed) worker.offer({ position: worker.received(), live });
  };
  if (least() >= head) becomeLive();

  return {
    partition,
    workers: fed as readonly Fed[],
    /** What is after this is not applied yet by one of them at least. */
    received: least,
    /**
     * Gives the messages to the workers, and waits while they have enough.
     * @returns false when events are missing before these
     */
    async give(messages: readonly ReceivedMessage[], beat: () => Promise<void>): Promise<boolean> {
      for (const message of messages) {
        if (!open) return true;
        const relayed = relayedMessage(message);
        const lacking = fed.filter(({ worker }) => worker.received() < relayed.position);
        if (lacking.length === 0) continue;
        if (lacking.some(({ worker }) => worker.received() < relayed.partitionPrevious)) return false;
        offer({ ...readMessage(relayed), live }, lacking);
        if (!live && relayed.position >= head) becomeLive();
      }
      for (const { worker } of fed) {
        const room = worker.room();
        if (room) await whileBeating(room, beat);
      }
      return true;
    },
    /** Each worker finishes its batch. */
    stop,
  };
}

export type PartitionFeed = Awaited<ReturnType<typeof openPartition>>;
