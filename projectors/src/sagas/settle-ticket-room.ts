import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { chatStream, companyStream, ticketStream } from '@ticketing/contracts/streams.ts';
import { decideRoom } from '@ticketing/domain/chat/decide.ts';
import { roomFold } from '@ticketing/domain/chat/state.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import type { Aggregates } from '@ticketing/platform/aggregates.ts';
import { derivedId } from '@ticketing/platform/ids.ts';
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import { SETTLE_ROOM_TASK } from './ticket-room.ts';

const Payload = z.object({ ticketId: z.uuid(), causedBy: z.uuid(), at: z.string() });

/** What is done when the room of a ticket is to be settled. */
export function ticketRoomTasks(aggregates: Aggregates): TaskList {
  return {
    [SETTLE_ROOM_TASK]: (payload) => settleTicketRoom(aggregates, Payload.parse(payload)),
  };
}

/**
 * The saga's command: who is concerned is read from the ticket's and the company's own streams at this moment, so it
 * does not matter how old its reason is. Its id derives from the event that caused it: however often it is sent, it acts
 * once.
 */
export async function settleTicketRoom(
  aggregates: Aggregates,
  { ticketId, causedBy, at }: z.infer<typeof Payload>,
): Promise<void> {
  const { state: ticket } = await aggregates.fresh(ticketStream(ticketId), ticketFold);
  if (!ticket || ticket.archived) return;
  const company = ticket.companyId
    ? (await aggregates.fresh(companyStream(ticket.companyId), companyFold)).state
    : undefined;
  const concernedIds = [ticket.reporterId, ...(company?.adminIds ?? []), ...ticket.assigneeIds].filter(
    (id) => id !== SYSTEM_ACTOR,
  );
  const context = {
    commandId: derivedId(causedBy, `settle the room of ${ticketId}`),
    command: 'SettleTicketRoom',
    actorId: SYSTEM_ACTOR,
    at,
    correlationId: causedBy,
    causationId: causedBy,
    retryable: true,
  };
  await aggregates.execute(chatStream(ticketId), roomFold, context, (room) =>
    decideRoom({ type: 'SettleTicketRoom', concernedIds }, room, {
      ticket: { id: ticketId, closed: undefined },
    }),
  );
}
