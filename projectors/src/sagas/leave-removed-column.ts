import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { decideTicket } from '@ticketing/domain/ticket/decide.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { LeaveRemovedColumn } from './emptying-worker.ts';

/**
 * The saga's command, decided on the ticket's and the project's own streams: a ticket that somebody moved a moment ago
 * stays where it is. Its id derives from the event that put the ticket there: however often it is sent, it acts once.
 */
export function leaveRemovedColumnThrough(aggregates: Aggregates): LeaveRemovedColumn {
  return async ({ ticketId, placedBy, at, endMilliseconds }) => {
    const stream = ticketStream(ticketId);
    const { state: known } = await aggregates.known(stream, ticketFold);
    if (!known) return 'nothing-to-do';
    const { state: project } = await aggregates.fresh(projectStream(known.projectId), projectFold);
    if (!project) return 'nothing-to-do';
    const context = {
      commandId: derivedId(placedBy, 'leave the removed column'),
      command: 'LeaveRemovedColumn',
      actorId: SYSTEM_ACTOR,
      at,
      ...(await aggregates.causeOf(stream, placedBy)),
      retryable: true,
    };
    let moved = false;
    await aggregates.execute(stream, ticketFold, context, (ticket) => {
      if (!ticket) return [];
      const command = { type: 'LeaveRemovedColumn', atMilliseconds: endMilliseconds } as const;
      const events = decideTicket(command, ticket, { ticketId, project });
      moved = events.length > 0;
      return events;
    });
    return moved ? 'moved' : 'nothing-to-do';
  };
}
