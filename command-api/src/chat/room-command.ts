import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ChatEvent } from '@ticketing/contracts/events/event.ts';
import { chatStream, projectStream, ticketStream } from '@ticketing/contracts/streams.ts';
import type { RoomCommand } from '@ticketing/domain/chat/commands.ts';
import { decideRoom } from '@ticketing/domain/chat/decide.ts';
import { type RoomState, roomFold } from '@ticketing/domain/chat/state.ts';
import { mayOnTicket, mayTakePart, type TicketAction } from '@ticketing/domain/policy/policy.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { ticketFacts } from '@ticketing/domain/ticket/state.ts';
import { requireRevision } from '@ticketing/platform/aggregates.ts';
import type { Answer, Application, Commanded } from '../application.ts';
import { authorityAt, requireOnTicket } from '../authority.ts';

/** What is asked of a room, or how to make it from what the actor may do there. */
export type AskedOfRoom =
  | Exclude<RoomCommand, { type: 'OpenRoom' }>
  | ((rights: { readonly moderates: boolean }) => Exclude<RoomCommand, { type: 'OpenRoom' }>);

/** Authorises and decides on the state that the append proves to be current. */
type Decide = (room: RoomState | undefined, revision: bigint) => readonly ChatEvent[];

/**
 * Carries out one command in one room. The room of a ticket has the ticket's id, and is there for whoever sees the
 * ticket, also before anybody wrote; every other room is there for its participants.
 * @param onTicket what the command needs besides seeing the ticket, where the room is a ticket's
 */
export async function commandRoom(
  app: Application,
  context: Commanded,
  roomId: string,
  onTicket: readonly TicketAction[],
  asked: AskedOfRoom,
): Promise<Answer> {
  const { state: known } = await app.aggregates.known(chatStream(roomId), roomFold);
  const decide =
    known && known.kind !== 'ticket'
      ? await amongPeople(app, context, known.companyId, asked)
      : await onTicketOf(app, context, roomId, onTicket, asked);
  // The revision is compared in the decision: whoever may not see the room must not learn of it by a conflict.
  const unconditional = { ...context, expectedRevision: undefined };
  const done = await app.aggregates.execute(chatStream(roomId), roomFold, unconditional, (room, revision) => {
    const events = decide(room, revision);
    requireRevision(context, revision);
    return events;
  });
  return { id: roomId, ...done };
}

/** @param companyId never changes once the room is opened */
async function amongPeople(
  app: Application,
  context: Commanded,
  companyId: string | null,
  asked: AskedOfRoom,
): Promise<Decide> {
  const { viewer } = await authorityAt(app, context, { companyIds: [companyId] });
  return (room) => {
    const participantIds = [...(room?.participants.keys() ?? [])];
    if (viewer && !mayTakePart(viewer, { companyId, participantIds })) throw new DomainError('not_found');
    const command = typeof asked === 'function' ? asked({ moderates: !viewer }) : asked;
    return decideRoom(command, room, { ticket: undefined });
  };
}

async function onTicketOf(
  app: Application,
  context: Commanded,
  roomId: string,
  actions: readonly TicketAction[],
  asked: AskedOfRoom,
): Promise<Decide> {
  const { state: ticket } = await app.aggregates.fresh(ticketStream(roomId), ticketFold);
  if (!ticket) throw new DomainError('not_found');
  const { projectId, companyId } = ticket;
  const [{ state: project }, authority] = await Promise.all([
    app.aggregates.fresh(projectStream(projectId), projectFold),
    authorityAt(app, context, { projectId, companyIds: [companyId] }),
  ]);
  const facts = ticketFacts(ticket);
  for (const action of ['ticket.see', ...actions] as const) requireOnTicket(authority, action, facts);
  const moderates = !authority.viewer || mayOnTicket(authority.viewer, 'chat.moderate', facts);
  const command = typeof asked === 'function' ? asked({ moderates }) : asked;
  const closed = ticket.archived ? 'already_archived' : project?.archived ? 'project_archived' : undefined;
  return (room) => decideRoom(command, room, { ticket: { id: roomId, closed } });
}
