import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { Audience, BusMessage } from '@ticketing/contracts/live.ts';

type ChangeMessage = Extract<BusMessage, { kind: 'change' }>;

/** What the bus is told of one change, with who caused it. */
export const changeMessage = (
  event: RecordedEvent,
  channel: string,
  audience: Audience,
  change: ChangeMessage['change'],
): ChangeMessage => ({
  kind: 'change',
  channel,
  position: String(event.position),
  actorId: event.metadata.actorId,
  commandId: event.metadata.commandId,
  correlationId: event.metadata.$correlationId,
  audience,
  change,
});

/**
 * True when the next event was written by the same command to the same stream: what is shown is told once,
 * after the last of them.
 */
export const sameCommandFollows = (event: RecordedEvent, next: RecordedEvent | undefined): boolean =>
  next !== undefined && next.stream === event.stream && next.metadata.commandId === event.metadata.commandId;
