import type { z } from 'zod';
import { eventsByCategory, schemaVersion } from './events/event.ts';
import { EventMetadata } from './events/metadata.ts';
import { CloudEventEnvelope, cloudEventType, EVENTS_TOPIC, KafkaHeaders } from './kafka.ts';
import { ClientFrame, ServerFrame } from './live.ts';
import { type Json, SchemaShelf } from './schema-shelf.ts';

/** An AsyncAPI 3 document, as far as its readers need to know it by type. */
export type AsyncApiDocument = {
  readonly asyncapi: '3.0.0';
  readonly info: Json;
  readonly defaultContentType: string;
  readonly servers: Json;
  readonly channels: Readonly<Record<string, Json>>;
  readonly operations: Readonly<Record<string, Json>>;
  readonly components: { readonly schemas: Json; readonly messages: Json };
};

/** What the id in a stream's name is of. */
const subjects: Readonly<Record<keyof typeof eventsByCategory, string>> = {
  user: 'person',
  company: 'company',
  project: 'project',
  roles: 'project',
  ticket: 'ticket',
  chat: 'room; the room of a ticket has the ticket’s id',
  contact: 'contact, or the company that is itself the contact',
  inbox: 'person',
  username: 'name, as a keyed hash',
  projectkey: 'key',
  numbers: 'project',
};

/**
 * The AsyncAPI 3 document: the frames of `/ws`, the events of every kind of stream in the log, and the same events on
 * the topic, from the very schemas that the processes parse with.
 */
export function asyncApiDocument(): AsyncApiDocument {
  const schemas = new SchemaShelf();
  const messages: Record<string, Json> = {};
  const channels: Record<string, Json> = {};
  const operations: Record<string, Json> = {};

  const refer = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  const operation = (name: string, action: 'send' | 'receive', channel: string, summary: string) => {
    operations[name] = { action, channel: { $ref: `#/channels/${channel}` }, summary };
  };

  const frames = (prefix: string, schema: typeof ClientFrame | typeof ServerFrame, io: 'input' | 'output') =>
    schema.options.map((option) => {
      const type = typeOf(option);
      const name = `${prefix}.${type}`;
      messages[name] = { name: type, title: type, payload: schemas.refer(option, io) };
      return name;
    });
  const sent = frames('client', ClientFrame, 'input');
  const told = frames('server', ServerFrame, 'output');
  channels.live = {
    address: '/ws',
    title: 'The live socket',
    description: 'JSON text frames. The first one is `authenticate`; docs/live.md tells the rest.',
    servers: [{ $ref: '#/servers/live' }],
    messages: refer([...sent, ...told]),
  };
  operation('hearFrames', 'receive', 'live', 'What a client says');
  operation('tellFrames', 'send', 'live', 'What a client is told');

  const metadata = schemas.refer(EventMetadata, 'output');
  // Object.entries widens the keys to string; they are the categories.
  const categories = Object.entries(eventsByCategory) as [
    keyof typeof eventsByCategory,
    Readonly<Record<string, z.ZodType>>,
  ][];
  for (const [category, events] of categories) {
    const names = Object.entries(events).map(([type, data]) => {
      messages[type] = {
        name: type,
        title: `${type}, version ${schemaVersion(type)}`,
        headers: metadata,
        payload: schemas.refer(data, 'output'),
      };
      return type;
    });
    channels[category] = {
      address: `${category}-{subject}`,
      title: `Streams ${category}-*`,
      servers: [{ $ref: '#/servers/log' }],
      parameters: { subject: { description: `Id of the ${subjects[category]}` } },
      messages: refer(names),
    };
    operation(`append_${category}`, 'send', category, `What happened, appended to ${category}-*`);
  }

  const envelope = schemas.refer(CloudEventEnvelope, 'output');
  const headers = schemas.refer(KafkaHeaders, 'output');
  const relayed = categories.flatMap(([, events]) =>
    Object.entries(events).map(([type, data]) => {
      const name = `topic.${type}`;
      messages[name] = {
        name: cloudEventType(type),
        title: `${type}, version ${schemaVersion(type)}, as a CloudEvent`,
        contentType: 'application/cloudevents+json',
        headers,
        payload: {
          allOf: [
            envelope,
            {
              type: 'object',
              properties: { type: { const: cloudEventType(type) }, data: schemas.refer(data, 'output') },
              required: ['type', 'data'],
            },
          ],
        },
        bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
      };
      return name;
    }),
  );
  channels.topic = {
    address: EVENTS_TOPIC,
    title: 'The topic of all events',
    description:
      'Every event of the log as a CloudEvent, in order per key, at least once. The key is the id of the project; of ' +
      'people, companies and contacts their own (docs/kafka.md).',
    servers: [{ $ref: '#/servers/kafka' }],
    messages: refer(relayed),
  };
  operation('relay', 'send', 'topic', 'What happened, relayed from the log');

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ticketing',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'What the system tells over its live socket, what it writes to its log, and what it relays to Kafka. In the ' +
        'log an event’s payload is its `data`, its headers are its `metadata`.',
    },
    defaultContentType: 'application/json',
    servers: {
      live: { host: 'localhost:8000', protocol: 'ws', description: 'The one origin of both APIs' },
      log: { host: 'localhost:2113', protocol: 'eventstoredb', description: 'EventStoreDB, over gRPC' },
      kafka: {
        host: 'localhost:9092',
        protocol: 'kafka',
        description: 'Kafka, where KAFKA_BROKERS names one',
      },
    },
    channels,
    operations,
    components: { schemas: schemas.named, messages },
  };
}

/** The literal by which a frame is told from the others. */
function typeOf(frame: (typeof ClientFrame | typeof ServerFrame)['options'][number]): string {
  const [type] = frame.shape.type.values;
  if (type === undefined) throw new Error('a frame has no type');
  return type;
}
