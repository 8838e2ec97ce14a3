import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { grantRights } from '@ticketing/embedded/testing/kafka-rights.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import {
  type TemporaryCertificate,
  temporaryCertificate,
} from '@ticketing/embedded/testing/temporary-certificate.ts';
import { type TemporaryKafka, temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectKafka, type KafkaConnection } from './kafka.ts';
import { consume } from './kafka-consumer.ts';
import { kafkaPlace } from './kafka-place.ts';
import { kafkaSettingNames } from './kafka-settings.ts';
import { readSettings } from './settings.ts';

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

describeWithService('kafka', 'a broker that wants TLS and a login', () => {
  let broker: TemporaryKafka | undefined;
  let stranger: TemporaryCertificate;
  const lines: string[] = [];

  beforeAll(async () => {
    broker = await temporaryKafka({ secured: true });
    if (broker) await grantRights(broker, { topic: 'own-', transactionalId: 'own-', groups: ['own-'] });
    stranger = await temporaryCertificate();
  });
  afterAll(async () => {
    await broker?.stop();
    await stranger.remove();
  });

  /** As a process with the settings connects that let it in, but for those given. */
  function connect(settings: Readonly<Record<string, string>> = {}): KafkaConnection {
    const { secured } = broker ?? {};
    if (!secured) throw new Error('the broker has no such listener');
    const given = readSettings(kafkaSettingNames, {
      KAFKA_BROKERS: secured.brokers,
      KAFKA_SSL: 'true',
      KAFKA_CA_FILE: secured.authorityFile,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: secured.username,
      KAFKA_SASL_PASSWORD: secured.password,
      ...settings,
    });
    const place = kafkaPlace(given);
    if (!place) throw new Error('there are no brokers');
    const hear = (details: object, message: string) => {
      lines.push(`${message} ${inspect(details, { depth: 9 })}`);
    };
    return connectKafka(place, 'secured test', { debug: hear, info: hear, warn: hear });
  }

  it.each(mechanisms)('takes and gives what is sent by whom %s lets in', async (mechanism) => {
    const connection = connect({ KAFKA_SASL_MECHANISM: mechanism });
    const topic = `own-${randomUUID()}`;
    const made = await connection.ensureTopic({ topic, partitions: 2, replication: 1, config: {} });
    expect(made).toEqual({ partitions: 2, made: true });
    const producer = await connection.transactionalProducer(topic, topic, 'gzip');
    const message = { partition: 1, key: mechanism, value: 'for those who are let in', headers: {} };
    const sent = await producer.sendTogether([[message]]);
    expect(sent).toEqual([[{ partition: 1, offset: 0n }]]);
    await producer.disconnect();

    const { partition, key, value } = message;
    expect(await firstOf(connection, topic)).toEqual({ partition, key, value });
  });

  /** The first message of a topic. */
  async function firstOf(connection: KafkaConnection, topic: string): Promise<object> {
    for (;;) {
      const received = Promise.withResolvers<object>();
      const consumer = await consume(connection, {
        groupId: topic,
        topic,
        sessionMs: 6_000,
        onAssigned: async () => new Map(),
        async onMessages(partition, messages) {
          for (const { key, value } of messages) received.resolve({ partition, key, value: String(value) });
          return undefined;
        },
      });
      const outcome = await Promise.race([received.promise, consumer.ended]).finally(consumer.stop);
      if (outcome && !(outcome instanceof Error)) return outcome;
      // A broker this young may still load its groups, which ends a consumer; anything else ends all of them.
      if (!/loading/.test(String(outcome))) throw outcome;
    }
  }

  it('lets a producer send no more once another one of its name was made', async () => {
    const connection = connect();
    const topic = `own-${randomUUID()}`;
    await connection.ensureTopic({ topic, partitions: 1, replication: 1, config: {} });
    const producer = () => connection.transactionalProducer(topic, topic, 'none');
    const saying = (value: string) => [[{ partition: 0, key: '', value, headers: {} }]];
    // Neither has sent anything when the second one is made.
    const [first, second] = [await producer(), await producer()];
    await expect(first.sendTogether(saying('too late'))).rejects.toThrow(/an old epoch/);
    expect(await second.sendTogether(saying('in time'))).toEqual([
      [{ partition: 0, offset: expect.any(BigInt) }],
    ]);
    expect(await firstOf(connection, topic)).toMatchObject({ value: 'in time' });
    await Promise.all([first.disconnect(), second.disconnect()]);
  });

  it('says what it does not let somebody do who is let in', async () => {
    const connection = connect();
    const topic = { topic: `others-${randomUUID()}`, partitions: 1, replication: 1, config: {} };
    await expect(connection.ensureTopic(topic)).rejects.toThrow(/others-.* cannot be made: .*authori[sz]/i);
    await expect(connection.transactionalProducer('others-', 'own-', 'none')).rejects.toThrow(
      /not be allowed/,
    );
  });

  const wrong = { KAFKA_SASL_PASSWORD: 'not the password' };
  const nobody = { KAFKA_SASL_MECHANISM: '', KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '' };
  const open = { KAFKA_SSL: 'false', KAFKA_CA_FILE: '' };
  it.each([
    ...mechanisms.map((name) => ({
      what: `a wrong password by ${name}`,
      settings: () => ({ ...wrong, KAFKA_SASL_MECHANISM: name }),
      why: /authentication failed/i,
    })),
    { what: 'nobody in particular', settings: () => nobody, why: /KAFKA_SASL/ },
    { what: 'plain text', settings: () => open, why: /KAFKA_SSL/ },
    {
      what: 'plain text of nobody in particular',
      settings: () => ({ ...open, ...nobody }),
      why: /KAFKA_SSL/,
    },
    {
      what: 'to be taken for a broker that another authority vouches for',
      settings: () => ({ KAFKA_CA_FILE: stranger.certificateFile }),
      why: /certificate.*KAFKA_CA_FILE/,
    },
    {
      what: 'to be taken for a broker that Node knows nothing of',
      settings: () => ({ KAFKA_CA_FILE: '' }),
      why: /certificate.*KAFKA_CA_FILE/,
    },
    {
      what: 'TLS where it has none',
      settings: () => ({ KAFKA_BROKERS: broker?.brokers ?? '' }),
      why: /KAFKA_SSL/,
    },
  ])('refuses $what, at once and with the reason', async ({ settings, why }) => {
    const connection = connect(settings());
    const topic = `refused-${randomUUID()}`;
    const tries = [
      () => connection.partitionsOf(topic),
      () => connection.transactionalProducer(topic, topic, 'none'),
      () =>
        consume(connection, {
          groupId: topic,
          topic,
          sessionMs: 6_000,
          onAssigned: async () => new Map(),
          onMessages: async () => undefined,
        }),
    ];
    const outcomes = await Promise.allSettled(tries.map((attempt) => attempt()));
    for (const outcome of outcomes) {
      lines.push(inspect(outcome, { depth: 9 }));
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(why) } });
    }
  });

  it('has its password told to no log and in no error', () => {
    expect(lines.length).toBeGreaterThan(0);
    const told = lines.join('\n');
    for (const secret of [broker?.secured?.password ?? '', wrong.KAFKA_SASL_PASSWORD]) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(Buffer.from(secret).toString('base64'));
    }
  });
});
