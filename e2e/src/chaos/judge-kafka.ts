import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { keepTimersPositive } from '@ticketing/platform/kafka.ts';
import { Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';

/** A message of the topic, as a reader of what is committed gets it. */
export type RelayedMessage = {
  readonly partition: number;
  readonly key: string;
  /** The event's id. */
  readonly id: string;
  readonly position: bigint;
  /** Position of the event that was relayed before it. */
  readonly previous: bigint;
};

/** What an event of the log has to do with its message. */
export type LoggedEvent = { readonly id: string; readonly stream: string; readonly position: bigint };

/**
 * What is wrong with the topic, as sentences. Messages may come again; who passes over what is not further on than what
 * their partition had must be left with every event of the log once, each key in one partition and in log order, and
 * `previous` must tell the order of the whole log.
 *
 * @param messages of each partition in its order
 * @param events of the log in its order
 */
export function wrongOnKafka(messages: readonly RelayedMessage[], events: readonly LoggedEvent[]): string[] {
  const wrong: string[] = [];
  const furthest = new Map<number, bigint>();
  const partitionOf = new Map<string, number>();
  const taken = new Map<bigint, RelayedMessage>();
  for (const message of messages) {
    const { partition, key, position } = message;
    const before = partitionOf.get(key) ?? partition;
    partitionOf.set(key, before);
    if (before !== partition) wrong.push(`${key} is in the partitions ${before} and ${partition}`);
    const had = furthest.get(partition) ?? -1n;
    if (position <= had) continue;
    furthest.set(partition, position);
    taken.set(position, message);
  }
  let previous = -1n;
  for (const { id, stream, position } of events) {
    const message = taken.get(position);
    taken.delete(position);
    if (!message)
      wrong.push(`${stream} at ${position} is missing, or comes after a later one of its partition`);
    else if (message.id !== id) wrong.push(`at ${position} is ${message.id}, and in the log ${id}`);
    else if (message.previous !== previous) {
      wrong.push(
        `${stream} at ${position} says that ${message.previous} was before it, which was ${previous}`,
      );
    }
    previous = position;
  }
  for (const { position, id } of taken.values()) wrong.push(`${id} at ${position} is not in the log`);
  return wrong;
}

const Value = z.object({ id: z.string(), position: z.string() });

/** Reads all that is committed on a topic. */
export async function readTopic(brokers: string, topic: string): Promise<RelayedMessage[]> {
  keepTimersPositive();
  const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: `judge-${randomUUID()}`, readUncommitted: false });
  const messages: RelayedMessage[] = [];
  const heard = new Map<number, bigint>();
  let lastHeard = Date.now();
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      async eachBatch({ batch }) {
        lastHeard = Date.now();
        heard.set(batch.partition, BigInt(batch.lastOffset()) + 1n);
        for (const { key, value, headers } of batch.messages) {
          const { id, position } = Value.parse(JSON.parse(String(value)));
          messages.push({
            partition: batch.partition,
            key: String(key),
            id,
            position: BigInt(position),
            previous: BigInt(String(headers?.previous)),
          });
        }
      },
    });
    const behind = () => [...ends].some(([partition, end]) => (heard.get(partition) ?? 0n) < end && end > 0n);
    // The last offsets of a partition may be marks of transactions, which no reader is given: then silence is the end.
    while (behind() && Date.now() - lastHeard < SILENT_AT_END) await delay(100);
  } finally {
    await consumer.disconnect();
  }
  return messages;
}

/** In milliseconds. */
const SILENT_AT_END = 10_000;
