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

const Payload = z.object({
  ticketId: z.uuid(),
  causedBy: z.uuid(),
  /** Stream of the causing event; jobs of an earlier version do not say: it was the ticket's in most of them. */
  stream: z.string().optional(),
  at: z.string(),
});

/** What is done when the room of a ticket is to be settled. */
export function ticketRoomTasks(aggregates: Aggregates): TaskList {
  return {
    [SETTLE_ROOM_TASK]: (payload) => settleTicketRoom(aggregates, Payload.parse(payload)),
  };
}

/**
 * The saga's command: who is concerned is read from the ticket's and the company's own streams at this moment, so it
 * does not matter how old its reason is. Its id derives from the event that caused it and from what was read: however
 * often it is sent, it acts once. Another settling may have read later and been done earlier, so who is concerned is
 * read again afterwards: whoever settles a room last has settled it rightly.
 */
export async function settleTicketRoom(
  aggregates: Aggregates,
  { ticketId, causedBy, stream = ticketStream(ticketId), at }: z.infer<typeof Payload>,
): Promise<void> {
  const cause = await aggregates.causeOf(stream, causedBy);
  let concerned = await concernedBy(aggregates, ticketId);
  while (concerned) {
    const { ids: concernedIds, readAt } = concerned;
    const context = {
      commandId: derivedId(causedBy, `settle the room of ${ticketId} by ${readAt}`),
      command: 'SettleTicketRoom',
      actorId: SYSTEM_ACTOR,
      at,
      ...cause,
      retryable: true,
    };
    await aggregates.execute(chatStream(ticketId), roomFold, context, (room) =>
      decideRoom({ type: 'SettleTicketRoom', concernedIds }, room, {
        ticket: { id: ticketId, closed: undefined },
      }),
    );
    const now = await concernedBy(aggregates, ticketId);
    concerned = now && now.ids.join() !== concernedIds.join() ? now : undefined;
  }
}

/** A ticket's reporter, its company's admins and its assignees, and at which revisions; nobody of an archived ticket. */
async function concernedBy(
  aggregates: Aggregates,
  ticketId: string,
): Promise<{ readonly ids: readonly string[]; readonly readAt: string } | undefined> {
  const { state: ticket, revision } = await aggregates.fresh(ticketStream(ticketId), ticketFold);
  if (!ticket || ticket.archived) return undefined;
  const company = ticket.companyId
    ? await aggregates.fresh(companyStream(ticket.companyId), companyFold)
    : undefined;
  const ids = [ticket.reporterId, ...(company?.state?.adminIds ?? []), ...ticket.assigneeIds];
  return {
    ids: ids.filter((id) => id !== SYSTEM_ACTOR),
    readAt: `${revision} ${company?.revision ?? ''}`,
  };
}
