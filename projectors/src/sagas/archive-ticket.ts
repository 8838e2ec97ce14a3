import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { decideTicket } from '@ticketing/domain/ticket/decide.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { ArchiveTicket } from './archiving-worker.ts';

/**
 * The saga's command: decided on the ticket's and the project's own streams, so a ticket that left Done a moment
 * ago stays. Its id derives from the event that caused it: however often it is sent, it acts once.
 */
export function archiveThrough(aggregates: Aggregates): ArchiveTicket {
  return async ({ ticketId, enteredColumnBy, at }) => {
    const stream = ticketStream(ticketId);
    const { state: known } = await aggregates.known(stream, ticketFold);
    if (!known) return 'no-longer-due';
    const { state: project } = await aggregates.fresh(projectStream(known.projectId), projectFold);
    if (!project) return 'no-longer-due';
    const commandId = derivedId(enteredColumnBy, 'archive when still done');
    const context = {
      commandId,
      command: 'ArchiveWhenStillDone',
      actorId: SYSTEM_ACTOR,
      at,
      ...(await aggregates.causeOf(stream, enteredColumnBy)),
      retryable: true,
    };
    let stillDue = true;
    await aggregates.execute(stream, ticketFold, context, (ticket) => {
      if (!ticket) return [];
      const events = decideTicket({ type: 'ArchiveWhenStillDone', enteredColumnBy }, ticket, {
        ticketId,
        project,
      });
      stillDue = events.length > 0;
      return events;
    });
    return stillDue ? 'archived' : 'no-longer-due';
  };
}
