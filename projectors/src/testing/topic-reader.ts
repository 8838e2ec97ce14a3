import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';

export type TopicMessage = {
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly position: bigint;
  readonly previous: bigint;
  readonly contentType: string;
  readonly value: string;
};

/** Milliseconds in which a broker gives all that it has, however slow the machine. */
const PATIENCE = 60_000;

/**
 * Reads the whole topic, as far as it is committed, until what was read is enough.
 *
 * @throws Error that says what was read of what is there, when that is not enough
 */
export async function readTopic(
  kafka: Kafka,
  topic: string,
  enough: (messages: readonly TopicMessage[]) => boolean,
): Promise<TopicMessage[]> {
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}` });
  const messages: TopicMessage[] = [];
  const over = new AbortController();
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const finished = new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
      consumer
        .run({
          autoCommit: false,
          async eachMessage({ partition, message }) {
            messages.push(topicMessage(partition, message));
            if (enough(messages)) resolve();
          },
        })
        .catch(reject);
    });
    const enoughRead = await Promise.race([
      finished.then(() => true),
      sleep(PATIENCE, false, { ref: false, signal: over.signal }),
    ]);
    if (!enoughRead)
      throw new Error(`not enough came from the topic: ${await stateOf(kafka, topic, messages)}`);
    return messages;
  } finally {
    over.abort();
    await consumer.disconnect();
  }
}

/** For each partition what was read of what it has. */
async function stateOf(kafka: Kafka, topic: string, messages: readonly TopicMessage[]): Promise<string> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends
      .map(({ partition, high }) => {
        const last = messages.findLast((message) => message.partition === partition);
        return `partition ${partition} up to ${last?.offset ?? 'nothing'} of ${high}`;
      })
      .join(', ');
  } finally {
    await admin.disconnect();
  }
}

function topicMessage(partition: number, { offset, key, value, headers }: KafkaMessage): TopicMessage {
  return {
    partition,
    offset,
    key: String(key),
    value: String(value),
    position: BigInt(String(headers?.position)),
    previous: BigInt(String(headers?.previous)),
    contentType: String(headers?.['content-type']),
  };
}

/** What whoever drops what they have seen makes of them: each event once, in the order of each key. */
export function withoutRepeated(messages: readonly TopicMessage[]): TopicMessage[] {
  const last = new Map<number, bigint>();
  return messages.filter(({ partition, position }) => {
    if (position <= (last.get(partition) ?? -1n)) return false;
    last.set(partition, position);
    return true;
  });
}
