import { z } from 'zod';
import type { RecordedEvent } from './events/event.ts';
import { schemaVersion } from './events/event.ts';
import { Id, Instant, Position } from './values.ts';

/** The topic that carries every domain event (docs/kafka.md). Its number changes when its messages do. */
export const EVENTS_TOPIC = 'ticketing.events.v1';

/** The content type of CloudEvents 1.0 in structured JSON. */
export const CLOUD_EVENT_CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

/** Where the events come from, for whoever gathers those of many systems. */
export const EVENTS_SOURCE = '/ticketing/log';

const TYPE_PREFIX = 'ticketing.';

export const cloudEventType = (type: string): string => TYPE_PREFIX + type;
export const eventTypeOf = (cloudEventType: string): string => cloudEventType.slice(TYPE_PREFIX.length);

/** Everything of a message on the topic but its `data`. Names of extensions are lower case, as CloudEvents wants. */
export const CloudEventEnvelope = z.object({
  specversion: z.literal('1.0'),
  /** The event's own id, the same however often it is sent. */
  id: z.uuid(),
  source: z.literal(EVENTS_SOURCE),
  type: z.string().startsWith(TYPE_PREFIX),
  /** Name of the stream, e.g. `ticket-{id}`. */
  subject: z.string().min(1),
  /** Business time: when it happened. */
  time: Instant,
  datacontenttype: z.literal('application/json'),
  /** Place in the whole log; grows from event to event, with gaps. */
  position: Position,
  /** Place in its stream, counted from 0. */
  revision: Position,
  /** When the log took it down. */
  recordedtime: Instant,
  actorid: Id,
  command: z.string().min(1),
  commandid: z.string().min(1),
  correlationid: z.string().min(1),
  causationid: z.string().min(1),
  /** The span that appended the event (W3C Trace Context), where its trace is recorded. */
  traceparent: z.string().optional(),
  /** Version of the schema of `data`, counted from 1. */
  schemaversion: z.number().int().min(1),
});
export type CloudEventEnvelope = z.infer<typeof CloudEventEnvelope>;

export type CloudEvent = CloudEventEnvelope & { readonly data: unknown };

/** `-1`: there is none. */
const PositionOrNone = z.string().regex(/^(-1|0|[1-9]\d*)$/);

/** Headers of every message, for whoever wants to know its place without reading it. */
export const KafkaHeaders = z.object({
  'content-type': z.literal(CLOUD_EVENT_CONTENT_TYPE),
  position: Position,
  /** `position` of the event that was relayed before this one, whatever its key; `-1` for the first. */
  previous: PositionOrNone,
  /** The same of the event before this one in this partition: whoever reads one partition knows by it that none is missing. */
  'partition-previous': PositionOrNone,
});
export type KafkaHeaders = z.infer<typeof KafkaHeaders>;

export function cloudEventOf(event: RecordedEvent, traceparent?: string): CloudEvent {
  const { metadata } = event;
  return {
    specversion: '1.0',
    id: event.id,
    source: EVENTS_SOURCE,
    type: cloudEventType(event.type),
    subject: event.stream,
    time: metadata.at,
    datacontenttype: 'application/json',
    position: String(event.position),
    revision: String(event.revision),
    recordedtime: event.recordedAt.toISOString(),
    actorid: metadata.actorId,
    command: metadata.command,
    commandid: metadata.commandId,
    correlationid: metadata.$correlationId,
    causationid: metadata.$causationId,
    ...(traceparent === undefined ? {} : { traceparent }),
    // Whoever reads an older event from the log has it in today's version, and so is it relayed.
    schemaversion: schemaVersion(event.type),
    data: event.data,
  };
}
