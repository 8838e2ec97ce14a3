import { randomUUID } from 'node:crypto';
import { setImmediate as afterWhatHasArrived } from 'node:timers/promises';
import { asyncApiDocument } from '@ticketing/contracts/asyncapi.ts';
import { eventSchemas, type RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { CLOUD_EVENT_CONTENT_TYPE, CloudEventEnvelope, eventTypeOf } from '@ticketing/contracts/kafka.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryKafka, temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { connectKafka, type KafkaConnection, type TransactionalProducer } from '@ticketing/platform/kafka.ts';
import { createLog } from '@ticketing/platform/log.ts';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { diary } from '../testing/diary.ts';
import { type EngineHarness, engineHarness } from '../testing/engine-harness.ts';
import {
  columnAdded,
  projectCreated,
  ticketMoved,
  ticketOpened,
  userRegistered,
} from '../testing/ticket-events.ts';
import { readTopic, type TopicMessage, withoutRepeated } from '../testing/topic-reader.ts';
import { kafkaLog } from './kafka-log.ts';
import type { RelayOptions } from './relay.ts';
import { startRelay } from './start-relay.ts';

describeWithService('kafka', 'the relay to Kafka', () => {
  let broker: TemporaryKafka | undefined;
  let connection: KafkaConnection;
  let harness: EngineHarness;
  let options: RelayOptions;
  const engines: Engine[] = [];

  beforeAll(async () => {
    broker = await temporaryKafka();
    const place = { brokers: [broker?.brokers ?? ''], ssl: false };
    connection = connectKafka(place, 'relay test', createLog('relay test', 'silent'));
  });
  afterAll(() => broker?.stop());
  beforeEach(async () => {
    harness = await engineHarness();
    options = { topic: `events-${randomUUID()}`, partitions: 5, replication: 1, compression: 'none' };
  });
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.stop()));
    await harness.stop();
  });

  async function start(
    through: KafkaConnection = connection,
    relay = options,
    alone = false,
  ): Promise<Engine> {
    const engine = await startRelay({
      eventLog: harness.scripted.log,
      pool: harness.pool,
      log: harness.log,
      metrics: harness.metrics,
      options: { backoff: { firstMs: 10, mostMs: 200 }, quietMs: 60_000 },
      connection: through,
      relay,
      alone,
    });
    engines.push(engine);
    return engine;
  }

  /** Some projects with their tickets, people and rooms, all mixed. */
  function story(tickets = 40): RecordedEvent[] {
    const { append } = harness.scripted;
    const projects = Array.from({ length: 4 }, () => newId());
    const columnId = newId();
    const events: RecordedEvent[] = [];
    for (const [at, project] of projects.entries()) {
      events.push(...append(`user-${newId()}`, userRegistered(`ann${at}`, 'Ann Ünïcode 🦊')));
      events.push(
        ...append(`project-${project}`, [projectCreated(`K${at}`), columnAdded(columnId, 'To do')]),
      );
    }
    const opened: string[] = [];
    for (let at = 0; at < tickets; at++) {
      const id = newId();
      const projectId = projects[at % projects.length] ?? '';
      events.push(...append(`ticket-${id}`, ticketOpened({ projectId, columnId, number: at + 1 })));
      opened.push(id);
      const other = opened[(at * 7) % opened.length] ?? id;
      events.push(...append(`ticket-${other}`, ticketMoved(columnId, columnId)));
      events.push(...append(`chat-${other}`, { type: 'RoomRead', data: { messageId: newId() } }));
    }
    return events;
  }

  const read = (count: number) =>
    readTopic(connection.kafka, options.topic ?? '', (messages) => withoutRepeated(messages).length >= count);

  const inOrder = (messages: readonly TopicMessage[]) =>
    [...messages].sort((one, other) => (one.position < other.position ? -1 : 1));

  /** Nothing missing, nothing repeated that is not where it was before, and in order per key. */
  function expectWhole(messages: readonly TopicMessage[], events: readonly RecordedEvent[]): void {
    const once = withoutRepeated(messages);
    expect(inOrder(once).map(({ position }) => position)).toEqual(events.map(({ position }) => position));
    const before = [-1n, ...events.map(({ position }) => position)];
    expect(inOrder(once).map(({ previous }) => previous)).toEqual(before.slice(0, -1));
    const partitionOfKey = new Map<string, number>();
    for (const { key, partition } of messages) {
      expect(partitionOfKey.get(key) ?? partition).toBe(partition);
      partitionOfKey.set(key, partition);
    }
  }

  it('publishes every event once, in log order, as a CloudEvent under the key of its project', async () => {
    const engine = await start();
    const events = story();
    await harness.settled(engine, 'relay');
    const messages = await read(events.length);
    expect(messages).toHaveLength(events.length);
    expectWhole(messages, events);
    const projectOf = new Map(
      events.flatMap((event) =>
        event.type === 'TicketOpened' ? [[streamSubject(event.stream), event.data.projectId]] : [],
      ),
    );
    const described = describing();
    for (const [at, message] of inOrder(messages).entries()) {
      const event = events[at];
      if (!event) throw new Error('there are more messages than events');
      expect(message.contentType).toBe(CLOUD_EVENT_CONTENT_TYPE);
      const { data, ...envelope } = JSON.parse(message.value);
      const valid = described(event.type);
      expect(valid({ data, ...envelope }), JSON.stringify(valid.errors)).toBe(true);
      expect(valid({ data: {}, ...envelope, position: 1 })).toBe(false);
      expect(CloudEventEnvelope.strict().parse(envelope)).toMatchObject({
        id: event.id,
        subject: event.stream,
        time: event.metadata.at,
        position: String(event.position),
        revision: String(event.revision),
        correlationid: event.metadata.$correlationId,
        actorid: event.metadata.actorId,
        schemaversion: 1,
      });
      expect(eventTypeOf(envelope.type)).toBe(event.type);
      expect(eventSchemas[event.type]?.parse(data)).toEqual(event.data);
      expect(message.key).toBe(projectOf.get(streamSubject(event.stream)) ?? streamSubject(event.stream));
    }
  });

  it('goes on where it stopped, and knows the projects of tickets that were opened before', async () => {
    const first = story(10);
    const one = await start();
    await harness.settled(one, 'relay');
    await one.stop();
    const opened = first.find(({ type }) => type === 'TicketOpened');
    const later = harness.scripted.append(opened?.stream ?? '', ticketMoved(newId(), newId()));
    await harness.settled(await start(), 'relay');
    expectWhole(await read(first.length + 1), [...first, ...later]);
  });

  it('sends again what Kafka has and PostgreSQL does not know of, in order and without a gap', async () => {
    let deaths = 2;
    const dying = through(connection, async (send) => {
      const sent = await send();
      // What the database sees of a process that is killed at this moment.
      if (deaths-- > 0) {
        await harness.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where state like 'idle in transaction%' and datname = current_database()`,
        );
      }
      return sent;
    });
    const events = story();
    const engine = await start(dying);
    await harness.settled(engine, 'relay');
    const later = story(3);
    await harness.settled(engine, 'relay');
    const messages = await read(events.length + later.length);
    expect(messages.length).toBeGreaterThan(events.length + later.length);
    expectWhole(messages, [...events, ...later]);
  });

  it('tells the order of the log also after the database came back without its last commits', async () => {
    const tables = [
      'relay.progress',
      'relay.offsets',
      'relay.belongings',
      'relay.last_messages',
      'read_model.relayed',
    ];
    const engine = await start();
    const events = story(5);
    await harness.settled(engine, 'relay');
    await harness.pool.query(
      [
        `create table kept_position as select position from read_model.projection_checkpoints where name = 'relay'`,
        ...tables.map((table) => `create table kept_${table.replace('.', '_')} as table ${table}`),
      ].join(';'),
    );
    events.push(...story(5));
    await harness.settled(engine, 'relay');
    await harness.pool.query(
      [
        'begin',
        `update read_model.projection_checkpoints set position = (select position from kept_position)
         where name = 'relay'`,
        ...tables.map(
          (table) => `delete from ${table}; insert into ${table} table kept_${table.replace('.', '_')}`,
        ),
        'commit',
      ].join(';'),
    );
    events.push(...story(5));
    await harness.settled(engine, 'relay');
    expectWhole(await read(events.length), events);
  });

  it.each([
    ['before it sent anything', 0],
    ['between two batches', 1],
  ])('lets a relay that was paused %s write nothing once another has taken over', async (_, sendsBefore) => {
    const paused = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const outcomes: string[] = [];
    let batches = 0;
    const pausing = through(connection, async (send) => {
      if (batches++ === sendsBefore) {
        paused.resolve();
        await goOn.promise;
      }
      return send().then(
        (sent) => {
          outcomes.push('sent');
          return sent;
        },
        (error: unknown) => {
          outcomes.push('refused');
          throw error;
        },
      );
    });
    const events = story(5);
    const old = await start(pausing);
    if (sendsBefore > 0) {
      await harness.settled(old, 'relay');
      events.push(...story(5));
    }
    await paused.promise;
    // Takes over at once, as a standby does when the lease of the one that is paused has run out.
    const heir = await start(connection, options, true);
    await harness.settled(heir, 'relay');
    goOn.resolve();
    await expect.poll(() => outcomes).toEqual([...Array(sendsBefore).fill('sent'), 'refused']);
    await old.stop();
    events.push(...story(5));
    await harness.settled(heir, 'relay');
    const messages = await read(events.length);
    expect(messages).toHaveLength(events.length);
    expectWhole(messages, events);
  });

  it('stands before an event that cannot be read, and goes on when a version can', async () => {
    const events = story(5);
    const at = harness.scripted.appendUnreadable(`ticket-${newId()}`, 'unknown event type TicketSold');
    const behind = story(5);
    const engine = await start();
    await engine.waitUntil('relay', events.at(-1)?.position ?? 0n, 20_000);
    await expect
      .poll(() => harness.lines.filter(({ details }) => JSON.stringify(details).includes('dropped')).length)
      .toBeGreaterThan(2);
    expect(engine.position('relay')).toBeLessThan(at);
    await engine.stop();
    const able = harness.scripted.nowReadable(at, { type: 'PasswordChanged', data: {} }, `user-${newId()}`);
    await harness.settled(await start(), 'relay');
    expectWhole(await read(events.length + 1 + behind.length), [...events, able, ...behind]);
  });

  it('tells from the offsets that it notes where a reader that wants what follows a position may begin', async () => {
    const events = story(600);
    const engine = await start();
    await harness.settled(engine, 'relay');
    events.push(...story(600));
    await harness.settled(engine, 'relay');
    const messages = await read(events.length);
    const noted = await harness.pool.query<{ partition: number; position: bigint; first_offset: bigint }>(
      'select partition, position, first_offset from relay.offsets order by position',
    );
    expect(noted.rows.length).toBeGreaterThan(5);
    for (const { partition, position, first_offset } of noted.rows) {
      const there = messages.find(
        (message) => message.partition === partition && message.offset === String(first_offset),
      );
      expect(there?.position).toBe(position);
    }
  });

  it('is read back as one log, also by whoever takes more slowly than all partitions bring', async () => {
    const events = story(300);
    const engine = await start();
    await harness.settled(engine, 'relay');
    // Also gives the broker the time to get ready for its first group.
    expectWhole(await read(events.length), events);
    const { pool, scripted } = harness;
    const log = kafkaLog({ connection, pool, eventLog: scripted.log, mostQueued: 1 });
    const positions: bigint[] = [];
    for await (const item of log.follow(-1n)) {
      if (item.kind === 'event') positions.push(item.event.position);
      await afterWhatHasArrived();
      if (positions.length < events.length) continue;
      if (positions.length >= 3_000) break;
      events.push(...story(300));
      await harness.settled(engine, 'relay');
    }
    expect(positions).toEqual(events.map(({ position }) => position));
  });

  it('refuses a topic whose partitions are not as many as when it began', async () => {
    const events = story(2);
    const first = await start();
    await harness.settled(first, 'relay');
    await first.stop();
    const admin = connection.kafka.admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic: options.topic ?? '', count: 9 }] });
    const topics = [options.topic ?? ''];
    await expect
      .poll(async () => (await admin.fetchTopicMetadata({ topics })).topics[0]?.partitions)
      .toHaveLength(9);
    await admin.disconnect();
    const second = await start();
    story(1);
    await expect
      .poll(() => harness.lines.some(({ message }) => message.includes('9 partitions and had 5')))
      .toBe(true);
    expect(second.position('relay')).toBe(events.at(-1)?.position);
  });

  it('sends the last message of a partition again that is committed and cannot be read, and nothing more once it can', async () => {
    let looks = 0;
    const doubting: KafkaConnection = {
      ...connection,
      // As a broker says it that left a transaction open in every partition when it died, until something follows.
      async readableEnds() {
        const end = ++looks > 2 ? 1_000n : 0n;
        return new Map([0, 1, 2, 3, 4].map((partition) => [partition, end]));
      },
    };
    const events = story(10);
    const engine = await start(doubting, { ...options, readableEveryMs: 20 });
    await harness.settled(engine, 'relay');
    await expect.poll(() => looks).toBeGreaterThan(2);
    const looksThen = looks;
    const later = story(1);
    await harness.settled(engine, 'relay');
    // It looks again because something new was sent.
    await expect.poll(() => looks).toBeGreaterThan(looksThen);
    await engine.stop();
    const messages = await readTopic(connection.kafka, options.topic ?? '', (read) => {
      const first = withoutRepeated(read).filter(({ position }) => position < (later[0]?.position ?? 0n));
      const partitions = new Set(first.map(({ partition }) => partition));
      return read.length >= events.length + partitions.size + later.length;
    });
    expectWhole(messages, [...events, ...later]);
    const last = new Map(
      inOrder(messages)
        .filter(({ position }) => position < (later[0]?.position ?? 0n))
        .map(({ partition, position }) => [partition, position]),
    );
    const repeated = messages.filter(({ position }, at) =>
      messages.slice(0, at).some((before) => before.position === position),
    );
    expect(inOrder(repeated).map(({ position }) => position)).toEqual([...last.values()].sort(byNumber));
  });

  it('waits while Kafka is away, and keeps nothing else waiting', async () => {
    const events = story(5);
    const engine = await start();
    await harness.settled(engine, 'relay');
    await broker?.kill();
    events.push(...story(5));
    const other = await harness.start([diary()]);
    await harness.settled(other, 'diary');
    await expect
      .poll(() => harness.lines.some(({ message }) => message.includes('waits')), { timeout: 60_000 })
      .toBe(true);
    expect(engine.position('relay')).toBeLessThan(events.at(-1)?.position ?? 0n);
    await broker?.start();
    await expect.poll(() => engine.position('relay'), { timeout: 60_000 }).toBe(events.at(-1)?.position);
    expectWhole(await read(events.length), events);
  }, 240_000);
});

const byNumber = (one: bigint, other: bigint) => (one < other ? -1 : 1);

/** Whether a message is what the AsyncAPI document says of events of a type. */
function describing(): (type: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(asyncApiDocument(), 'document');
  const known = new Map<string, ValidateFunction>();
  return (type) => {
    const valid =
      known.get(type) ?? ajv.compile({ $ref: `document#/components/messages/topic.${type}/payload` });
    known.set(type, valid);
    return valid;
  };
}

type Sent = Awaited<ReturnType<TransactionalProducer['sendTogether']>>;

/** The same connection, whose producers send when `around` says so. */
function through(
  connection: KafkaConnection,
  around: (send: () => Promise<Sent>) => Promise<Sent>,
): KafkaConnection {
  return {
    ...connection,
    async transactionalProducer(...given) {
      const producer = await connection.transactionalProducer(...given);
      return { ...producer, sendTogether: (batches) => around(() => producer.sendTogether(batches)) };
    },
  };
}
