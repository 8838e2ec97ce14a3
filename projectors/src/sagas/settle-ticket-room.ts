import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import {
  chatStream,
  companyStream,
  rolesStream,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import { decideRoom } from '@ticketing/domain/chat/decide.ts';
import { roomFold } from '@ticketing/domain/chat/state.ts';
import { companyFold } from '@ticketing/domain/company/company.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { viewerOf } from '@ticketing/domain/policy/viewer-of.ts';
import { rolesFold } from '@ticketing/domain/roles/roles.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { ticketFacts } from '@ticketing/domain/ticket/state.ts';
import { userFold } from '@ticketing/domain/user/user.ts';
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
    const strangerIds = await strangersIn(aggregates, ticketId);
    await aggregates.execute(chatStream(ticketId), roomFold, context, (room) =>
      decideRoom({ type: 'SettleTicketRoom', concernedIds, strangerIds }, room, {
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

/** Who came into the ticket's room by themselves and does not see the ticket any more, as when it changed its company. */
async function strangersIn(aggregates: Aggregates, ticketId: string): Promise<readonly string[]> {
  const [{ state: ticket }, { state: room }] = await Promise.all([
    aggregates.fresh(ticketStream(ticketId), ticketFold),
    aggregates.fresh(chatStream(ticketId), roomFold),
  ]);
  const guests = [...(room?.participants ?? [])].filter(([, { bySystem }]) => !bySystem).map(([id]) => id);
  if (!ticket || guests.length === 0) return [];
  const { projectId, companyId } = ticket;
  const [roles, company] = await Promise.all([
    aggregates.fresh(rolesStream(projectId), rolesFold),
    companyId ? aggregates.fresh(companyStream(companyId), companyFold) : undefined,
  ]);
  const place = {
    project: { id: projectId, roles: roles.state },
    companies: company?.state ? [company.state] : [],
  };
  const people = await Promise.all(guests.map((id) => aggregates.fresh(userStream(id), userFold)));
  return people.flatMap(({ state: person }) =>
    person?.kind === 'registered' && !mayOnTicket(viewerOf(person, place), 'ticket.see', ticketFacts(ticket))
      ? [person.id]
      : [],
  );
}
