import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaMessage } from 'kafkajs';
import type { KafkaConnection } from './kafka.ts';

export type ReceivedMessage = {
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer;
  readonly header: (name: string) => string | undefined;
};

export type ConsumerOptions = {
  readonly groupId: string;
  readonly topic: string;
  /** How long the group waits for a member that says nothing before it gives its partitions away, in milliseconds. */
  readonly sessionMs: number;
  /**
   * Called with all partitions that this member has from now on, each time the group was shared out anew.
   * @returns where to begin in each, as an offset; the beginning where it says nothing
   */
  onAssigned(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
  /**
   * Messages of one partition, in their order. While it waits it must call `beat` now and then, or the group takes this
   * member for dead. Nothing more of this partition comes meanwhile.
   * @returns an offset to go back to, or nothing to go on
   */
  onMessages(
    partition: number,
    messages: readonly ReceivedMessage[],
    beat: () => Promise<void>,
  ): Promise<bigint | undefined>;
};

export type Consumer = {
  /** Resolves when it does not go on by itself, with the reason. Whoever wants more starts another one. */
  readonly ended: Promise<Error | undefined>;
  pause(partitions: readonly number[]): void;
  resume(partitions: readonly number[]): void;
  /** Tells the broker how far this is, for those who look there. Nothing begins by it. */
  note(offsets: ReadonlyMap<number, bigint>): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Consumes what is committed on a topic, as a member of a group that shares its partitions. Where to begin is the caller's
 * to say; what the broker has noted does not matter.
 * @throws when the brokers cannot be reached
 */
export async function consume(connection: KafkaConnection, options: ConsumerOptions): Promise<Consumer> {
  const { topic } = options;
  const ended = Promise.withResolvers<Error | undefined>();
  const consumer = connection.kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: options.sessionMs,
    rebalanceTimeout: Math.max(options.sessionMs, 10_000),
    heartbeatInterval: Math.min(1_000, options.sessionMs / 4),
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    // Whoever started it hears of its end and starts anew, knowing where from; kafkajs would not.
    retry: { initialRetryTime: 100, retries: 5, restartOnFailure: async () => false },
  });
  /** Until the partitions are opened, and again after each sharing out, nothing is handed on. */
  let opening: Promise<void> = Promise.resolve();

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const partitions = payload.memberAssignment[topic] ?? [];
    const opened = options.onAssigned(partitions).then((starts) => {
      if (opening !== opened) return;
      for (const partition of partitions) {
        consumer.seek({ topic, partition, offset: String(starts.get(partition) ?? 0n) });
      }
    });
    opening = opened;
    opened.catch((error: unknown) => ended.resolve(asError(error)));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.resolve(payload.error));

  try {
    await connection.entering(async () => {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        // Each partition is handed on by itself: one that waits keeps no other.
        partitionsConsumedConcurrently: 1_000,
        async eachBatch({ batch, heartbeat, isRunning, isStale, resolveOffset }) {
          // A heartbeat costs a request only when one is due.
          const beat = () => heartbeat();
          await whileBeating(opening, beat);
          if (!isRunning() || isStale()) return;
          const backTo = await options.onMessages(batch.partition, batch.messages.map(received), beat);
          if (isStale()) return;
          if (backTo === undefined) resolveOffset(batch.lastOffset());
          else consumer.seek({ topic, partition: batch.partition, offset: String(backTo) });
        },
      });
    });
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }

  const of = (partitions: readonly number[]) => [{ topic, partitions: [...partitions] }];
  return {
    ended: ended.promise,
    pause: (partitions) => consumer.pause(of(partitions)),
    resume: (partitions) => consumer.resume(of(partitions)),
    async note(offsets) {
      const noted = [...offsets].map(([partition, offset]) => ({ topic, partition, offset: String(offset) }));
      if (noted.length > 0) await consumer.commitOffsets(noted);
    },
    async stop() {
      await consumer.disconnect().catch(() => undefined);
      ended.resolve(undefined);
    },
  };
}

const BEAT_EVERY_MS = 500;

/** Waits, and tells the group meanwhile that this member is alive. */
export async function whileBeating<Result>(
  work: Promise<Result>,
  beat: () => Promise<void>,
): Promise<Result> {
  const done = work.then(
    () => true,
    () => true,
  );
  const waiting = new AbortController();
  try {
    for (;;) {
      const tick = sleep(BEAT_EVERY_MS, false, { signal: waiting.signal }).catch(() => true);
      if (await Promise.race([done, tick])) return await work;
      await beat();
    }
  } finally {
    waiting.abort();
  }
}

/** kafkajs gives a header that was sent once as a buffer. */
function received({ offset, key, value, headers }: KafkaMessage): ReceivedMessage {
  return {
    offset: BigInt(offset),
    key: key === null ? '' : key.toString(),
    value: value ?? Buffer.alloc(0),
    header: (name) => {
      const given = headers?.[name];
      return given === undefined ? undefined : String(given);
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
