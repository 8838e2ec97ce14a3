import { DomainError, type ErrorCode } from '@ticketing/contracts/errors.ts';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { WrongExpectedRevision } from '@ticketing/platform/event-store.ts';
import type { Application, Commanded } from './application.ts';

/** A unique name and who wants it. */
export type Reservation = {
  /** The name's own stream: its first append expects no stream, so uniqueness is the store's promise. */
  readonly stream: string;
  readonly event: DomainEvent;
  readonly holderId: string;
  /** The holder that a reservation event names. */
  readonly holderOf: (event: DomainEvent) => string | undefined;
  /** The stream whose first event completes what the name was reserved for. */
  readonly completedIn: (holderId: string) => string;
  /** The event that closes such a stream before it was completed. */
  readonly abandoned: DomainEvent;
  readonly taken: ErrorCode;
};

/**
 * Reserves a name. When the one who reserved it before never completed (a crash between two appends), the name is
 * taken over; the other's stream is closed first, so that the other, should it still be under way, cannot complete.
 * @throws DomainError with the code `taken`
 */
export async function reserveName(app: Application, context: Commanded, wanted: Reservation): Promise<void> {
  if (await appended(app, context, wanted.stream, wanted.event, 'no_stream')) return;
  let holderId: string | undefined;
  let revision = -1n;
  for await (const event of app.eventStore.readStream(wanted.stream)) {
    holderId = wanted.holderOf(event) ?? holderId;
    revision = event.revision;
  }
  if (holderId === wanted.holderId) return;
  if (holderId && !(await abandon(app, context, wanted.completedIn(holderId), wanted.abandoned))) {
    throw new DomainError(wanted.taken);
  }
  if (!(await appended(app, context, wanted.stream, wanted.event, revision)))
    throw new DomainError(wanted.taken);
}

/** Closes the stream of a holder who did not complete. False when the holder did. */
export async function abandon(
  app: Application,
  context: Commanded,
  stream: string,
  abandoned: DomainEvent,
): Promise<boolean> {
  if (await appended(app, context, stream, abandoned, 'no_stream')) return true;
  for await (const first of app.eventStore.readStream(stream)) return first.type === abandoned.type;
  return false;
}

async function appended(
  app: Application,
  context: Commanded,
  stream: string,
  event: DomainEvent,
  expected: 'no_stream' | bigint,
): Promise<boolean> {
  try {
    await app.aggregates.append(stream, context, event, expected);
    return true;
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return false;
    throw error;
  }
}
