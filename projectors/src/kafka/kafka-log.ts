import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogItem } from '@ticketing/platform/event-store.ts';
import type { KafkaConnection } from '@ticketing/platform/kafka.ts';
import { type Consumer, consume, whileBeating } from '@ticketing/platform/kafka-consumer.ts';
import type pg from 'pg';
import type { EventLog } from '../engine/subscription.ts';
import { createLogOrder } from './log-order.ts';
import { type RelayedMessage, readMessage, relayedMessage } from './relayed-message.ts';
import { type RelayedTopic, relayedTopic, startsAfter } from './relayed-topic.ts';

export type KafkaLogDeps = {
  readonly connection: KafkaConnection;
  readonly pool: pg.Pool;
  /** The log itself, for single events that somebody asks for. */
  readonly eventLog: EventLog;
  readonly sessionMs?: number;
  /** Events that may wait to be taken before no more are fetched. */
  readonly mostQueued?: number;
};

const LOOK_EVERY_MS = 250;

/** The topic is made with the first event that is relayed. Undefined when the signal came before. */
async function begunTopic(pool: pg.Pool, signal: AbortSignal | undefined): Promise<RelayedTopic | undefined> {
  while (!signal?.aborted) {
    const relayed = await relayedTopic(pool);
    if (relayed) return relayed;
    await sleep(LOOK_EVERY_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
  return undefined;
}

/** The log as it comes out of Kafka, all partitions brought back into one order, for projections that depend on it. */
export function kafkaLog(deps: KafkaLogDeps): EventLog {
  const { connection, pool, eventLog, sessionMs = 10_000, mostQueued = 8_000 } = deps;

  async function* follow(after = -1n, signal?: AbortSignal): AsyncGenerator<LogItem> {
    const relayed = await begunTopic(pool, signal);
    if (!relayed) return;
    const order = createLogOrder<RelayedMessage>(after);
    const paused = new Set<number>();
    let queue: RelayedMessage[] = [];
    let wake = () => {};
    /** What every partition waits for that brought more than is taken. */
    let room: PromiseWithResolvers<void> | undefined;
    const makeRoom = () => {
      room?.resolve();
      room = undefined;
    };
    const ending = new AbortController();
    const over = () => {
      ending.abort();
      makeRoom();
      wake();
    };
    signal?.addEventListener('abort', over, { once: true });
    if (signal?.aborted) over();

    const resumeWithRoom = (consumer: Consumer | undefined) => {
      const free = [...paused].filter((partition) => order.hasRoom(partition));
      for (const partition of free) paused.delete(partition);
      if (free.length > 0) consumer?.resume(free);
    };

    let consumer: Consumer | undefined;
    consumer = await consume(connection, {
      // A group of one: its members would share the partitions, and this one needs all of them.
      groupId: `ticketing-log-order-${randomUUID()}`,
      topic: relayed.topic,
      sessionMs,
      onAssigned(partitions) {
        paused.clear();
        return startsAfter(pool, new Map(partitions.map((partition) => [partition, order.last()])));
      },
      async onMessages(partition, messages, beat) {
        for (const message of messages) {
          for (const next of order.add(partition, relayedMessage(message))) queue.push(next);
        }
        if (order.isFull(partition) && !paused.has(partition)) {
          paused.add(partition);
          consumer?.pause([partition]);
        }
        resumeWithRoom(consumer);
        wake();
        while (queue.length > mostQueued && !ending.signal.aborted) {
          room ??= Promise.withResolvers<void>();
          await whileBeating(room.promise, beat);
        }
        return undefined;
      },
    });
    let failure: Error | undefined;
    void consumer.ended.then((error) => {
      failure = error;
      over();
    });
    try {
      while (!ending.signal.aborted) {
        const taken = queue;
        queue = [];
        makeRoom();
        for (const message of taken) {
          const read = readMessage(message);
          if ('event' in read) yield { kind: 'event', event: read.event };
          else yield { kind: 'unreadable', position: read.position, ...read.unreadable };
          if (ending.signal.aborted) break;
        }
        if (queue.length > 0 || ending.signal.aborted) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure) throw failure;
    } finally {
      over();
      signal?.removeEventListener('abort', over);
      await consumer.stop();
    }
  }

  return {
    follow,
    readAll: eventLog.readAll,
    readStream: eventLog.readStream,
    // What was not relayed yet cannot come: it is not missing.
    head: async () => (await relayedTopic(pool))?.lastPosition ?? -1n,
  };
}
