import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithService } from './services.ts';
import { type TemporaryKafka, temporaryKafka } from './temporary-kafka.ts';

describeWithService('kafka', 'kafkajs on a current broker', () => {
  let broker: TemporaryKafka | undefined;

  beforeAll(async () => {
    broker = await temporaryKafka();
  });

  afterAll(() => broker?.stop());

  test('what an idempotent producer sends arrives once, with key and headers, in the order of its partition', async () => {
    const kafka = new Kafka({ brokers: [broker?.brokers ?? ''], logLevel: logLevel.NOTHING });
    const topic = `events-${randomUUID()}`;
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 3 }] });
    await admin.disconnect();

    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const sent = Array.from({ length: 30 }, (_, number) => ({
      key: `project-${number % 3}`,
      value: `event ${number}`,
      headers: { position: String(number) },
    }));
    for (let start = 0; start < sent.length; start += 10) {
      await producer.send({ topic, acks: -1, messages: sent.slice(start, start + 10) });
    }
    await producer.disconnect();

    const consumer = kafka.consumer({ groupId: `readers-${randomUUID()}` });
    const arrived: typeof sent = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((allArrived, failed) => {
      // A broker this young may still load its group coordinator; kafkajs then restarts by itself.
      consumer.on('consumer.crash', ({ payload }) => payload.restart || failed(payload.error));
      consumer
        .run({
          eachMessage: async ({ message }) => {
            arrived.push({
              key: String(message.key),
              value: String(message.value),
              headers: { position: String(message.headers?.position) },
            });
            if (arrived.length === sent.length) {
              allArrived();
            }
          },
        })
        .catch(failed);
    });
    await consumer.disconnect();

    const ofProject = (messages: typeof sent, project: string) =>
      messages.filter(({ key }) => key === project);
    for (const project of ['project-0', 'project-1', 'project-2']) {
      expect(ofProject(arrived, project)).toEqual(ofProject(sent, project));
    }
  });
});
