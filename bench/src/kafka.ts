import { setTimeout as sleep } from 'node:timers/promises';
import { eventsByCategory, type StreamCategory } from '@ticketing/contracts/events/event.ts';
import { EVENTS_TOPIC } from '@ticketing/contracts/kafka.ts';
import { temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { createInMemoryBus } from '@ticketing/platform/in-memory-bus.ts';
import { connectKafka } from '@ticketing/platform/kafka.ts';
import { createLog } from '@ticketing/platform/log.ts';
import { createMetrics } from '@ticketing/platform/metrics.ts';
import type { Projection } from '@ticketing/projectors/engine/projection.ts';
import { RELAY_NAME } from '@ticketing/projectors/kafka/relay-notes.ts';
import { startFromKafka } from '@ticketing/projectors/kafka/start-from-kafka.ts';
import { startRelay } from '@ticketing/projectors/kafka/start-relay.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import type { IHeaders, Kafka } from 'kafkajs';
import { type BenchParts, withParts } from './bench-parts.ts';
import type { Figure } from './figures.ts';
import { writeLongLog } from './long-log.ts';
import { sizes } from './sizes.ts';

const PARTITIONS = 12;
/** Messages in one request of the plain producer. */
const SENT_AT_ONCE = 1_000;

/** The relay beside kafkajs alone, sending the same messages to the same broker. */
export const measure = (): Promise<readonly Figure[]> =>
  withParts(async (parts) => {
    const broker = await temporaryKafka();
    if (!broker) throw new Error('no Kafka is installed: run node scripts/install-kafka.mjs');
    try {
      console.error(`Writing ${sizes.kafkaEvents} events …`);
      const { position } = await writeLongLog(parts, sizes.kafkaEvents);
      const log = createLog('bench', 'error');
      const connection = connectKafka({ brokers: [broker.brokers], ssl: false }, 'bench', log);
      // A broker that has just started is slow: the relay, which comes first, must not be the one to find that out.
      await produced(connection.kafka, 'bench-warm-up', warmUp());
      const seconds = await relayed(parts, connection, position);
      const read = await readTopic(connection.kafka, EVENTS_TOPIC);
      const plain = await produced(connection.kafka, 'bench-plain', read.messages);
      const counted = await consumed(parts, connection, [counting], position);
      const projected = await consumed(parts, connection, readModels, position);
      const events = read.messages.length;
      return [
        {
          what: 'the relay, from the log to Kafka',
          measured: events / seconds,
          unit: 'events/s',
          raw: { what: 'kafkajs sends the same', measured: events / plain },
          aim: { of: 'ratio', least: 0.6 },
          note: `${events} events; the relay reads the log, sends in transactions and moves its checkpoint; kafkajs an idempotent producer with ${SENT_AT_ONCE} messages at a time`,
        },
        {
          what: 'the consumer, to a projection that only counts',
          measured: events / counted,
          unit: 'events/s',
          raw: { what: 'kafkajs reads the topic', measured: events / read.seconds },
          aim: { of: 'ratio', least: 0.6 },
          note: `by ${PARTITIONS} partitions, each with its checkpoint in PostgreSQL`,
        },
        {
          what: 'the consumers, to all read models',
          measured: events / projected,
          unit: 'events/s',
          raw: { what: 'kafkajs reads the topic', measured: events / read.seconds },
        },
      ];
    } finally {
      await broker.stop();
    }
  });

async function relayed(
  { eventStore, app }: BenchParts,
  connection: ReturnType<typeof connectKafka>,
  until: bigint,
): Promise<number> {
  const began = performance.now();
  const relay = await startRelay({
    eventLog: eventStore,
    pool: app.pool,
    log: createLog('bench', 'warn'),
    metrics: createMetrics(),
    connection,
    relay: { partitions: PARTITIONS, replication: 1, compression: 'none' },
    alone: true,
  });
  try {
    if (!(await relay.waitUntil(RELAY_NAME, until, 600_000)))
      throw new Error('the relay did not come to the end of the log');
    return (performance.now() - began) / 1000;
  } finally {
    await relay.stop();
  }
}

/** What the machinery costs by itself: it follows everything and writes nothing but its checkpoints. */
const counting: Projection = {
  name: 'counting',
  version: 1,
  schema: 'read_model',
  tables: '',
  indexes: '',
  tableNames: [],
  // Its own keys.
  categories: new Set(Object.keys(eventsByCategory) as StreamCategory[]),
  ordering: 'key',
  project: async () => [],
};

/** From when the consumer has partitions until all of it is applied. @returns seconds */
async function consumed(
  { eventStore, app }: BenchParts,
  connection: ReturnType<typeof connectKafka>,
  projections: readonly Projection[],
  until: bigint,
): Promise<number> {
  const fed = await startFromKafka({
    eventLog: eventStore,
    pool: app.pool,
    bus: createInMemoryBus(),
    log: createLog('bench', 'error'),
    metrics: createMetrics(),
    projections,
    connection,
    alone: true,
  });
  try {
    while (fed.partitions().length < PARTITIONS) await sleep(5);
    const began = performance.now();
    const done = await Promise.all(projections.map(({ name }) => fed.waitUntil(name, until, 600_000)));
    if (!done.every(Boolean)) throw new Error('the consumers did not come to the end of the topic');
    return (performance.now() - began) / 1000;
  } finally {
    await fed.stop();
  }
}

type Message = {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
};

/** Everything in a topic by a plain consumer, doing nothing with it. */
async function readTopic(kafka: Kafka, topic: string): Promise<{ messages: Message[]; seconds: number }> {
  const admin = kafka.admin();
  await admin.connect();
  // Ends of the partitions, with the marks that transactions leave there.
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  await admin.disconnect();
  const left = new Set([...ends].filter(([, end]) => end > 0n).map(([partition]) => partition));
  const consumer = kafka.consumer({
    groupId: `bench-${crypto.randomUUID()}`,
    maxBytes: 20 * 1024 * 1024,
    // A broker that has just started has its group's coordinator still loading.
    retry: { retries: 30, maxRetryTime: 1_000 },
  });
  const messages: Message[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let began = performance.now();
  // What comes before, above all that the group assembles, is no reading.
  consumer.on('consumer.group_join', () => {
    began = performance.now();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
      consumer
        .run({
          autoCommit: false,
          async eachBatch({ batch }) {
            const { partition } = batch;
            for (const { key, value, headers } of batch.messages)
              messages.push({ partition, key, value, headers: headers ?? {} });
            // The mark of the last transaction comes after its last message.
            if (BigInt(batch.lastOffset()) + 2n >= (ends.get(partition) ?? 0n)) left.delete(partition);
            if (left.size === 0) resolve();
          },
        })
        .catch(reject);
    });
    return { messages, seconds: (performance.now() - began) / 1000 };
  } finally {
    await consumer.disconnect();
  }
}

const warmUp = (): Message[] =>
  Array.from({ length: 10_000 }, (_, n) => ({
    partition: n % PARTITIONS,
    key: Buffer.from(String(n)),
    value: Buffer.alloc(900, 'x'),
    headers: {},
  }));

/** @returns seconds */
async function produced(kafka: Kafka, topic: string, messages: readonly Message[]): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  try {
    const began = performance.now();
    for (let from = 0; from < messages.length; from += SENT_AT_ONCE) {
      await producer.send({ topic, acks: -1, messages: messages.slice(from, from + SENT_AT_ONCE) });
    }
    return (performance.now() - began) / 1000;
  } finally {
    await producer.disconnect();
  }
}
