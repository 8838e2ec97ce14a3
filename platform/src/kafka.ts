import { createRequire } from 'node:module';
import {
  type Admin,
  CompressionTypes,
  type ITopicMetadata,
  Kafka,
  type logCreator,
  logLevel,
  Partitioners,
  type RetryOptions,
} from 'kafkajs';
import type { KafkaPlace } from './kafka-place.ts';
import { explained } from './kafka-trouble.ts';

/** What a connection tells; a pino logger fits. */
export type KafkaLog = {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
};

/** A message as it is sent: everything about it is decided. */
export type OutgoingMessage = {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Where the first message of a send came to stand in its partition. */
export type FirstOffset = { readonly partition: number; readonly offset: bigint };

/** A producer whose earlier namesakes are fenced off: what they send from now on is refused by the broker. */
export type TransactionalProducer = {
  /**
   * Sends all or nothing, in the order given within each partition. Readers of what is committed see it when this
   * resolves. Answers where the messages of each batch begin. When it throws, it may have happened or not, and this producer is of no more use.
   */
  sendTogether(batches: readonly (readonly OutgoingMessage[])[]): Promise<FirstOffset[][]>;
  disconnect(): Promise<void>;
};

export type KafkaConnection = {
  readonly kafka: Kafka;
  readonly log: KafkaLog;
  /** Does what needs the brokers. What it throws says what to look at, for instance which settings. */
  entering<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Makes the topic unless it is there, and tells how many partitions it has. */
  ensureTopic(topic: TopicSettings): Promise<{ readonly partitions: number; readonly made: boolean }>;
  /** Number of its partitions; undefined when there is no such topic. */
  partitionsOf(topic: string): Promise<number | undefined>;
  /** Offset of each partition up to which whoever reads what is committed can read. */
  readableEnds(topic: string): Promise<ReadonlyMap<number, bigint>>;
  transactionalProducer(
    transactionalId: string,
    topic: string,
    compression: 'none' | 'gzip',
  ): Promise<TransactionalProducer>;
};

export type TopicSettings = {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
};

/** What does not answer within about a second is told to whoever called, who can wait and stop waiting. */
const briefly: RetryOptions = { initialRetryTime: 50, maxRetryTime: 1_000, multiplier: 2, retries: 4 };

/**
 * kafkajs waits 300 ms before it asks again, also where a broker only says "the transaction before is not quite
 * over", which it says after nearly every one.
 */
const impatiently: RetryOptions = { initialRetryTime: 5, maxRetryTime: 1_000, multiplier: 1.6, retries: 12 };

/** How long a broker keeps a transaction open whose producer is gone; readers wait for it meanwhile. */
const TRANSACTION_TIMEOUT_MS = 10_000;

/** Does not connect by itself: the first use does. */
export function connectKafka(place: KafkaPlace, clientId: string, log: KafkaLog): KafkaConnection {
  keepTimersPositive();
  const kafka = new Kafka({
    clientId,
    brokers: [...place.brokers],
    ssl: place.ssl,
    ...(place.sasl ? { sasl: saslOf(place.sasl) } : {}),
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 15_000,
    retry: briefly,
    logLevel: logLevel.WARN,
    logCreator: intoLog(log),
  });

  let letIn = false;
  async function entering<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      letIn = true;
      return result;
    } catch (error) {
      throw explained(error, place, letIn);
    }
  }

  const asAdmin = <Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> =>
    entering(async () => {
      const admin = kafka.admin();
      try {
        await admin.connect();
        return await work(admin);
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    });

  return {
    kafka,
    log,
    entering,
    partitionsOf: (topic) => asAdmin((admin) => partitionsIn(admin, topic)),
    readableEnds: (topic) =>
      asAdmin(async (admin) => {
        // kafkajs asks as one who reads what is committed.
        const ends = await admin.fetchTopicOffsets(topic);
        return new Map(ends.map(({ partition, high }) => [partition, BigInt(high)]));
      }),
    ensureTopic: ({ topic, partitions, replication, config }) =>
      asAdmin(async (admin) => {
        const there = await partitionsIn(admin, topic);
        if (there !== undefined) return { partitions: there, made: false };
        const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
        const wanted = { topic, numPartitions: partitions, replicationFactor: replication, configEntries };
        const made = await admin.createTopics({ topics: [wanted], waitForLeaders: true }).catch((error) => {
          // Another process was faster.
          if (isTopicThere(error)) return false;
          throw new Error(`the topic ${topic} cannot be made: ${reasonsIn(error)}`, { cause: error });
        });
        return { partitions: (await partitionsIn(admin, topic)) ?? partitions, made };
      }),
    async transactionalProducer(transactionalId, topic, compression) {
      const producer = kafka.producer({
        transactionalId,
        idempotent: true,
        maxInFlightRequests: 1,
        transactionTimeout: TRANSACTION_TIMEOUT_MS,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
        retry: impatiently,
      });
      const disconnect = () => producer.disconnect().catch(() => undefined);
      try {
        await entering(async () => {
          await producer.connect();
          // kafkajs asks for the id of the transactions, which is what fences the others, with the first of them only.
          await (await producer.transaction()).abort();
        });
      } catch (error) {
        await disconnect();
        throw error;
      }
      return {
        async sendTogether(batches) {
          const transaction = await producer.transaction();
          try {
            const offsets: FirstOffset[][] = [];
            for (const batch of batches) {
              const sent = await transaction.send({
                topic,
                acks: -1,
                compression: compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
                // kafkajs does not change what it is given.
                messages: batch as OutgoingMessage[],
              });
              offsets.push(
                sent.map(({ partition, baseOffset }) => ({ partition, offset: BigInt(baseOffset ?? -1) })),
              );
            }
            await transaction.commit();
            return offsets;
          } catch (error) {
            if (transaction.isActive()) await transaction.abort().catch(() => undefined);
            throw error;
          }
        },
        disconnect,
      };
    },
  };
}

/** kafkajs tells the mechanisms apart by type. */
function saslOf({ mechanism, username, password }: NonNullable<KafkaPlace['sasl']>) {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password } as const;
    case 'scram-sha-256':
      return { mechanism, username, password } as const;
    case 'scram-sha-512':
      return { mechanism, username, password } as const;
    default:
      return mechanism satisfies never;
  }
}

async function partitionsIn(admin: Admin, topic: string): Promise<number | undefined> {
  // Asking for the metadata of a topic by name makes it, on a broker that makes topics by itself.
  const topics = await admin.listTopics();
  if (!topics.includes(topic)) return undefined;
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [topic] });
  return found.find((metadata: ITopicMetadata) => metadata.name === topic)?.partitions.length;
}

/** kafkajs throws all that went wrong with several topics as one, whose own message says nothing. */
const partsOf = (error: unknown): readonly unknown[] =>
  error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [error];

const isTopicThere = (error: unknown): boolean =>
  partsOf(error).some(
    (part) => part instanceof Error && 'type' in part && part.type === 'TOPIC_ALREADY_EXISTS',
  );

const reasonsIn = (error: unknown): string =>
  partsOf(error)
    .map((part) => (part instanceof Error ? part.message : String(part)))
    .join(', ');

/**
 * kafkajs reports every try of its own, most of which the next one makes good. What does not become good is thrown, and
 * told by whoever called.
 */
const intoLog =
  (log: KafkaLog): logCreator =>
  () =>
  ({ log: { message, timestamp: _, logger: __, stack: ___, ...details } }) =>
    log.debug(details, `Kafka: ${message}`);

type Queue = {
  throttledUntil: number;
  throttleCheckTimeoutId: unknown;
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
};

let timersArePositive = false;

/**
 * kafkajs 2.2.4 sets a timer for a time long past whenever it answers a request, which Node complains of. What it
 * wants then is a look at the requests that wait, if there are any.
 */
export function keepTimersPositive(): void {
  if (timersArePositive) return;
  timersArePositive = true;
  // Not of kafkajs's public face, so it has no types; this is the one method that is changed.
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: Queue;
  };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function scheduleWhatIsDue(this: Queue) {
    if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
    schedule.call(this);
  };
}
