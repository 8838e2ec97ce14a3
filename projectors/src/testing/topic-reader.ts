import { randomUUID } from 'node:crypto';
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

/** Reads the whole topic, as far as it is committed, until what was read is enough. */
export async function readTopic(
  kafka: Kafka,
  topic: string,
  enough: (messages: readonly TopicMessage[]) => boolean,
): Promise<TopicMessage[]> {
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}` });
  const messages: TopicMessage[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
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
    return messages;
  } finally {
    await consumer.disconnect();
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
