import { CLOUD_EVENT_CONTENT_TYPE, EVENTS_TOPIC } from '@ticketing/contracts/kafka.ts';
import { describeWithService } from '@ticketing/embedded/testing/services.ts';
import { type TemporaryKafka, temporaryKafka } from '@ticketing/embedded/testing/temporary-kafka.ts';
import { connectEventStore } from '@ticketing/platform/event-store.ts';
import { readTopic, type TopicMessage, withoutRepeated } from '@ticketing/projectors/testing/topic-reader.ts';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPerson } from './person.ts';
import { createStackPlace, type StackPlace } from './stack-place.ts';
import { type StackProcess, startStackProcess } from './stack-process.ts';

describeWithService('kafka', 'npm start with KAFKA_BROKERS', () => {
  let broker: TemporaryKafka | undefined;
  let place: StackPlace;
  let stack: StackProcess | undefined;

  beforeAll(async () => {
    broker = await temporaryKafka();
    place = await createStackPlace({ KAFKA_BROKERS: broker?.brokers ?? '' });
  });
  afterAll(async () => {
    await stack?.killEverything();
    await broker?.stop();
    await place.remove();
  });

  /** Everything on the topic once it is as far as the log, which must be all that the log has. */
  async function published(): Promise<TopicMessage[]> {
    const store = connectEventStore(`esdb://127.0.0.1:${place.ports.EVENTSTORE_PORT}?tls=false`);
    const positions: bigint[] = [];
    for await (const { position } of store.readAll()) positions.push(position);
    await store.dispose();
    const kafka = new Kafka({ brokers: [broker?.brokers ?? ''], logLevel: logLevel.NOTHING });
    const missing = new Set(positions);
    const messages = await readTopic(kafka, EVENTS_TOPIC, (read) => {
      missing.delete(read.at(-1)?.position ?? -1n);
      return missing.size === 0;
    });
    const once = withoutRepeated(messages).toSorted((one, other) => Number(one.position - other.position));
    // The system may have told something by itself since the log was read.
    expect(once.slice(0, positions.length).map(({ position }) => position)).toEqual(positions);
    return once;
  }

  const openedIn = (messages: readonly TopicMessage[], id: string) =>
    messages
      .map(({ value, ...message }) => ({ ...message, event: JSON.parse(value) }))
      .find(({ event }) => event.subject === `ticket-${id}` && event.type === 'ticketing.TicketOpened');

  test('publishes every event, and with PROJECTOR_SOURCE=kafka shows what came from there', {
    timeout: 300_000,
  }, async () => {
    stack = await startStackProcess(place);
    const admin = await demoPerson(place, 'admin');
    const { id: projectId } = await admin.project('OPS');
    const opened = await admin.open({ projectId, title: 'For the data warehouse' });
    expect(openedIn(await published(), opened.id)).toMatchObject({
      key: projectId,
      contentType: CLOUD_EVENT_CONTENT_TYPE,
      event: { specversion: '1.0', actorid: admin.id, data: { title: 'For the data warehouse' } },
    });
    expect(await stack.stop()).toBe(0);

    stack = await startStackProcess(place, { PROJECTOR_SOURCE: 'kafka' });
    const again = await demoPerson(place, 'admin');
    expect(await again.ticket(opened.id)).toMatchObject({ title: 'For the data warehouse' });
    const next = await again.open({ projectId, title: 'Through Kafka and back' });
    // Each of these reads waits for the position of the command.
    expect(await again.ticket(next.id)).toMatchObject({ key: next.key, title: 'Through Kafka and back' });
    const { columns } = await again.board(projectId);
    expect(columns.flatMap(({ tickets }) => tickets.map(({ id }) => id))).toContain(next.id);
    expect(openedIn(await published(), next.id)).toMatchObject({ key: projectId });
    const metrics = await (await fetch(`${place.apiUrl}/metrics`)).text();
    expect(metrics).toContain('\nticketing_projection_position{projection="board/11"} ');
    expect(metrics).not.toContain('\nticketing_projection_position{projection="board"} ');
    expect(await stack.stop()).toBe(0);
  });
});
