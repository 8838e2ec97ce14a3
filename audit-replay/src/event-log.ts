import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { EventStore } from '@ticketing/platform/event-store.ts';
import { AuditError } from './audit-error.ts';

/** What an audit needs of the event store: to read. */
export type EventLog = Pick<EventStore, 'readStream' | 'readAll' | 'head'>;

/** The log, with every failure as a sentence that says which part failed. */
export function auditedLog(store: EventLog): EventLog {
  return {
    readStream: (stream, from) => named(store.readStream(stream, from)),
    readAll: (after) => named(store.readAll(after)),
    async head() {
      try {
        return await store.head();
      } catch (error) {
        throw asAuditError(error);
      }
    },
  };
}

async function* named(events: AsyncGenerator<RecordedEvent>): AsyncGenerator<RecordedEvent> {
  try {
    for await (const event of events) yield event;
  } catch (error) {
    throw asAuditError(error);
  }
}

/**
 * An error of the client carries `type`, and `store_unavailable` wraps one as its cause; whatever else comes out of
 * reading comes from an event that is not ours or not of this version.
 */
function asAuditError(error: unknown): Error {
  const cause = error instanceof DomainError ? error.cause : error;
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Error && 'type' in cause && typeof cause.type === 'string') {
    return new AuditError(
      'unreachable',
      `The event store did not answer: ${detail}. Check that it runs and that EVENTSTORE_URL points at it.`,
    );
  }
  return new AuditError('broken', `The log has an event that this version cannot read: ${detail}`);
}
