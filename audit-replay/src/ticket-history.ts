import { ticketStream } from '@ticketing/contracts/streams.ts';
import type { EventLog } from './event-log.ts';
import { findTicket } from './find-in-log.ts';
import { boardNamesInLog, namesInLog } from './names-in-log.ts';
import { isTicketEvent, type RecordedTicketEvent, ticketEventWords } from './ticket-event-words.ts';

/** Why an event was written. */
export type Cause =
  /** Somebody's own command, nothing before it. */
  | { readonly kind: 'command'; readonly commandId: string }
  /** An earlier event of the same ticket, as when a saga acts. */
  | { readonly kind: 'event'; readonly eventId: string; readonly revision: string; readonly type: string }
  /** Something outside this ticket. */
  | { readonly kind: 'other'; readonly id: string };

export type HistoryEntry = {
  readonly revision: string;
  readonly position: string;
  readonly id: string;
  readonly type: string;
  /** Business time, ISO 8601. */
  readonly at: string;
  /** When the store recorded it, ISO 8601. */
  readonly recordedAt: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly command: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly causedBy: Cause;
  readonly data: Readonly<Record<string, unknown>>;
  /** What the actor did, in English. */
  readonly words: string;
};

export type TicketHistory = {
  readonly key: string;
  readonly id: string;
  readonly projectId: string;
  readonly events: readonly HistoryEntry[];
};

/**
 * Everything that ever happened to a ticket, in the order of its stream. Columns and tags have the names that they
 * had at that point of the log, people and companies those of today.
 * @throws AuditError `usage` when there is no such ticket
 */
export async function ticketHistory(log: EventLog, typedKey: string): Promise<TicketHistory> {
  const { id, key, project } = await findTicket(log, typedKey);
  const names = namesInLog(log);
  const board = await boardNamesInLog(log, project.id);
  const seen = new Map<string, RecordedTicketEvent>();
  const events: HistoryEntry[] = [];
  for await (const event of log.readStream(ticketStream(id))) {
    if (!isTicketEvent(event)) continue;
    board.before(event.position);
    const { actorId, at, command, commandId, $correlationId, $causationId } = event.metadata;
    events.push({
      revision: String(event.revision),
      position: String(event.position),
      id: event.id,
      type: event.type,
      at,
      recordedAt: event.recordedAt.toISOString(),
      actorId,
      actorName: await names.person(actorId),
      command,
      commandId,
      correlationId: $correlationId,
      causationId: $causationId,
      causedBy: causeOf(event, seen),
      data: event.data,
      words: await ticketEventWords(event, names, board),
    });
    seen.set(event.id, event);
  }
  return { key, id, projectId: project.id, events };
}

function causeOf(event: RecordedTicketEvent, seen: ReadonlyMap<string, RecordedTicketEvent>): Cause {
  const { commandId, $causationId } = event.metadata;
  if ($causationId === commandId) return { kind: 'command', commandId };
  const cause = seen.get($causationId);
  return cause
    ? { kind: 'event', eventId: cause.id, revision: String(cause.revision), type: cause.type }
    : { kind: 'other', id: $causationId };
}

/** The history for people to read: a line for what happened, and one for why where there is more to say. */
export function historyLines({ key, id, events }: TicketHistory): string[] {
  const lines = [`${key} (${id}), ${events.length} events`];
  for (const event of events) {
    const { revision, at, recordedAt, actorName, words, command, commandId, correlationId } = event;
    lines.push(`#${revision}  ${at}  ${actorName} ${words}`);
    const recorded = Date.parse(at) === Date.parse(recordedAt) ? '' : `recorded ${recordedAt}, `;
    const together = correlationId === commandId ? '' : `, correlation ${correlationId}`;
    lines.push(`    ${recorded}by ${command} (${commandId})${becauseOf(event.causedBy)}${together}`);
  }
  return lines;
}

function becauseOf(cause: Cause): string {
  switch (cause.kind) {
    case 'command':
      return '';
    case 'event':
      return `, because of #${cause.revision} ${cause.type}`;
    case 'other':
      return `, because of ${cause.id}`;
    default:
      return cause satisfies never;
  }
}
