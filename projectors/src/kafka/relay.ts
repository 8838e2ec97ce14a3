import { type Belonging, belongingIn, keyOf, lookedUpId } from '@ticketing/contracts/event-key.ts';
import {
  eventsByCategory,
  type RecordedEvent,
  type StreamCategory,
} from '@ticketing/contracts/events/event.ts';
import { EVENTS_TOPIC } from '@ticketing/contracts/kafka.ts';
import type {
  FirstOffset,
  KafkaConnection,
  OutgoingMessage,
  TransactionalProducer,
} from '@ticketing/platform/kafka.ts';
import { partitionOf } from '@ticketing/platform/kafka-partition.ts';
import { LeaseLost, NotNow, type Projection, type Transaction } from '../engine/projection.ts';
import { type LastMessage, lastMessagesOf, loadLastMessages, noteLastMessages } from './last-messages.ts';
import { watchReadable } from './readable-watch.ts';
import { MAX_MESSAGE_BYTES, relayBatches } from './relay-batches.ts';
import {
  headsOf,
  noteBelongings,
  noteHeads,
  noteOffsets,
  type Progress,
  RELAY_NAME,
  requireWhereItWas,
} from './relay-notes.ts';
import { relayTableNames, relayTables } from './relay-tables.ts';

export type RelayOptions = {
  readonly topic?: string;
  /** Of the topic, when it has to be made. */
  readonly partitions: number;
  readonly replication: number;
  readonly compression: 'none' | 'gzip';
  /** How often it is looked whether what was sent can be read; 5 s unless told. */
  readonly readableEveryMs?: number;
};

/** Projects of so many tickets are kept in memory. */
const MOST_REMEMBERED = 100_000;
/** The database ends a transaction that says nothing for longer than a few of these; Kafka may take its time. */
const SIGN_OF_LIFE_MS = 1_000;
const READABLE_EVERY_MS = 5_000;

/** The topic is the whole log: nothing of it is let go. */
const TOPIC_CONFIG = {
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'cleanup.policy': 'delete',
  'max.message.bytes': String(MAX_MESSAGE_BYTES),
} as const;

type Sending = {
  readonly epoch: bigint;
  readonly producer: TransactionalProducer;
  readonly indexed: Map<number, bigint>;
  readonly last: Map<number, LastMessage>;
};

export type Relay = { readonly projection: Projection; close(): Promise<void> };

/**
 * Publishes the log on Kafka: every event, in log order, each batch in one transaction of Kafka's. The checkpoint moves
 * after Kafka has it, so that an event may be there twice, and none is missing (docs/kafka.md).
 */
export function kafkaRelay(connection: KafkaConnection, options: RelayOptions): Relay {
  const { topic = EVENTS_TOPIC, compression } = options;
  const remembered = new Map<string, string>();
  let sending: Sending | undefined;
  let topicStands = false;
  /** What the producer is at: it sends one transaction after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  /** @param batchesOf what is to be sent when it is its turn */
  function send(
    { producer, last }: Sending,
    batchesOf: () => readonly (readonly OutgoingMessage[])[],
  ): Promise<{ readonly sent: FirstOffset[][]; readonly newest: ReadonlyMap<number, LastMessage> }> {
    const sendNow = async () => {
      const batches = batchesOf().filter(({ length }) => length > 0);
      const sent = batches.length > 0 ? await producer.sendTogether(batches) : [];
      const newest = lastMessagesOf(batches, sent);
      for (const [partition, message] of newest) last.set(partition, message);
      return { sent, newest };
    };
    const done = turn.then(sendNow, sendNow);
    turn = done;
    return done;
  }

  const watch = watchReadable({
    last: () => sending?.last ?? new Map(),
    readableEnds: () => connection.readableEnds(topic),
    async repeat(messages) {
      const current = sending;
      if (!current) return;
      try {
        // What was followed by something meanwhile can be read by that.
        const stillLast = ({ partition, end }: LastMessage) => current.last.get(partition)?.end === end;
        await send(current, () => [messages.filter(stillLast).map(({ end: _, ...message }) => message)]);
      } catch (error) {
        // As below: it is of no more use. One that was fenced off finds out here as well.
        if (sending === current) await drop();
        throw error;
      }
    },
    everyMs: options.readableEveryMs ?? READABLE_EVERY_MS,
    log: connection.log,
  });

  /**
   * The producer of this lease. Making one fences every earlier one off, so the lease is looked at afterwards: whoever
   * holds it then is the last, and whoever takes it later fences this one.
   */
  async function sendingFor(epoch: bigint, transaction: Transaction): Promise<Sending> {
    if (sending?.epoch === epoch) return sending;
    await drop();
    const producer = await staying(transaction, () =>
      connection.transactionalProducer(`ticketing-relay-${topic}`, topic, compression),
    );
    const indexed = new Map<number, bigint>();
    const made: Sending = { epoch, producer, indexed, last: new Map() };
    sending = made;
    const held = await transaction.query(
      'select 1 from read_model.projection_checkpoints where name = $1 and owner_epoch = $2',
      [RELAY_NAME, epoch],
    );
    if (held.rowCount !== 1) throw new LeaseLost(RELAY_NAME);
    const last = await transaction.query<{ partition: number; first_offset: bigint }>(
      'select partition, max(first_offset) as first_offset from offsets group by partition',
    );
    for (const { partition, first_offset } of last.rows) indexed.set(partition, first_offset);
    for (const [partition, message] of await loadLastMessages(transaction)) made.last.set(partition, message);
    return made;
  }

  async function drop(): Promise<void> {
    const left = sending;
    sending = undefined;
    await left?.producer.disconnect();
  }

  /** How far it has come; makes the topic where there is none. */
  async function progressOf(transaction: Transaction): Promise<Progress> {
    const stored = await transaction.query<Progress>('select topic, partitions, last_position from progress');
    const before = stored.rows[0];
    if (before && topicStands) return before;
    const { partitions, made } = await staying(transaction, () =>
      connection.ensureTopic({
        topic,
        partitions: options.partitions,
        replication: options.replication,
        config: TOPIC_CONFIG,
      }),
    );
    if (before && made) {
      connection.log.warn(
        { topic, relayedBefore: String(before.last_position) },
        'the topic was made anew although events were relayed before, which it lacks; to have them, let the relay ' +
          'begin anew (docs/kafka.md)',
      );
    }
    if (before && before.partitions !== partitions) {
      throw new Error(
        `the topic ${topic} has ${partitions} partitions and had ${before.partitions} when the relay began: the ` +
          'order of its keys cannot be kept. Give it another topic by beginning anew (docs/kafka.md)',
      );
    }
    topicStands = true;
    if (before) return before;
    const begun: Progress = { topic, partitions, last_position: -1n };
    await transaction.query('insert into progress (topic, partitions, last_position) values ($1, $2, $3)', [
      begun.topic,
      begun.partitions,
      begun.last_position,
    ]);
    return begun;
  }

  /**
   * Learns where the events belong, of those among them that tell it and of those told of before.
   * @returns what is to be written down
   */
  async function learnBelongings(
    events: readonly RecordedEvent[],
    transaction: Transaction,
  ): Promise<readonly Belonging[]> {
    const told = events.flatMap((event) => belongingIn(event) ?? []);
    for (const { id, projectId } of told) remembered.set(id, projectId);
    const unknown = new Set<string>();
    for (const event of events) {
      const id = lookedUpId(event);
      if (id !== undefined && !remembered.has(id)) unknown.add(id);
    }
    if (unknown.size > 0) {
      const found = await transaction.query<{ id: string; project_id: string }>({
        name: 'relay_belongings',
        text: 'select id, project_id from belongings where id = any($1::uuid[])',
        values: [[...unknown]],
      });
      for (const { id, project_id } of found.rows) remembered.set(id, project_id);
    }
    return told;
  }

  async function relay(
    given: readonly RecordedEvent[],
    epoch: bigint,
    from: bigint,
    transaction: Transaction,
  ): Promise<void> {
    await requireWhereItWas(epoch, from, transaction);
    const progress = await progressOf(transaction);
    const events = given.filter(({ position }) => position > progress.last_position);
    const last = events.at(-1);
    if (!last) return;
    const heads = await headsOf(progress, transaction);
    const told = await learnBelongings(events, transaction);
    const partitions = remembering((key: string) => partitionOf(key, progress.partitions));
    const batches = relayBatches(
      events,
      progress.last_position,
      heads,
      (event) => keyOf(event, (id) => remembered.get(id)),
      partitions,
    );
    const current = await sendingFor(epoch, transaction);
    const { sent, newest } = await staying(transaction, () =>
      send(current, () => batches.map(({ messages }) => messages)),
    );
    await transaction.query('update progress set last_position = $1', [last.position]);
    // Only now, so that one that is stuck here keeps no lock from its successor.
    await noteBelongings(told, transaction);
    await noteHeads(heads, transaction);
    await noteOffsets(batches, sent, current.indexed, transaction);
    await noteLastMessages(newest, transaction);
    if (remembered.size > MOST_REMEMBERED) remembered.clear();
  }

  return {
    projection: {
      name: RELAY_NAME,
      version: 1,
      schema: 'relay',
      tables: relayTables,
      indexes: '',
      tableNames: relayTableNames,
      // Every category there is; Object.keys widens them to string.
      categories: new Set(Object.keys(eventsByCategory) as StreamCategory[]),
      async project({ events, epoch, from }, transaction) {
        if (epoch === undefined || from === undefined) throw new Error('the relay runs by a lease only');
        try {
          await relay(events, epoch, from, transaction);
          return [];
        } catch (error) {
          // What a producer did that threw is unknown. A new one ends it.
          await drop();
          topicStands = false;
          if (error instanceof LeaseLost) throw error;
          // No event may be left out, so whatever is wrong is waited for.
          throw new NotNow('the relay to Kafka waits', error);
        }
      },
    },
    async close() {
      await watch.stop();
      await drop();
    },
  };
}

/** Works while the database hears now and then that this transaction is alive. */
async function staying<Result>(transaction: Transaction, work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => {
    // A connection that broke is told by the next statement.
    transaction.query('select 1').catch(() => undefined);
  }, SIGN_OF_LIFE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** A batch has few keys and many events. */
function remembering<Key, Value>(of: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = of(key);
    known.set(key, value);
    return value;
  };
}
