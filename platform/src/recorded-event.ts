import {
  type DomainEvent,
  eventSchemas,
  parseEvent,
  type RecordedEvent,
  schemaVersion,
} from '@ticketing/contracts/events/event.ts';
import type { EventMetadata } from '@ticketing/contracts/events/metadata.ts';

/** An event as the official client hands it over. Stream reads carry the position too. */
export type StoredEvent = {
  readonly id: string;
  readonly streamId: string;
  readonly revision: bigint;
  readonly type: string;
  readonly created: Date;
  readonly data: unknown;
  readonly metadata: unknown;
  readonly position: { readonly commit: bigint };
};

/**
 * Reads a stored event. What is at today's version was parsed by its schema before it was appended, so it is
 * taken as it is: parsing every event again would cost more than reading it. Older versions are upcast and parsed.
 * Throws on an unknown type or metadata that is not ours.
 */
export function recordedEventOf(stored: StoredEvent): RecordedEvent {
  const { event, metadata } = read(stored);
  // One object literal instead of a spread: this runs for every event of a catch-up.
  return {
    type: event.type,
    data: event.data,
    id: stored.id,
    stream: stored.streamId,
    revision: stored.revision,
    position: stored.position.commit,
    recordedAt: stored.created,
    metadata,
    // `type` and `data` belong together by `event`, which a literal of both cannot show to the compiler.
  } as RecordedEvent;
}

function read(stored: StoredEvent): { event: DomainEvent; metadata: EventMetadata } {
  const metadata = stored.metadata as Partial<EventMetadata> | null | undefined;
  const known = eventSchemas[stored.type] !== undefined && typeof metadata?.at === 'string';
  const whole = typeof stored.data === 'object' && stored.data !== null;
  if (known && whole && metadata.schema === schemaVersion(stored.type)) {
    // Written by `append` below the same schemas; see above.
    return {
      event: { type: stored.type, data: stored.data } as DomainEvent,
      metadata: metadata as EventMetadata,
    };
  }
  return parseEvent(stored.type, stored.data, stored.metadata);
}
