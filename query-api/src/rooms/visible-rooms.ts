import { mayMeet, mayOnTicket, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { allOf, anyOf, never, type Sql, sql } from '@ticketing/platform/sql.ts';
import { ticketsOfAllProjects } from '../tickets/visible-tickets.ts';
import { type RoomRow, ticketFactsOf } from './room-row.ts';

/** Stands for every company that the viewer has nothing to do with. */
const NO_COMPANY = '';

/**
 * Which rooms are there for a person, as a condition on `read_model.chat_rooms c`: of tickets that they see, and rooms of
 * people that they take part in, where they may meet by now.
 */
export function visibleRooms(viewer: Viewer): Sql {
  const takesPart = sql`exists (
    select 1 from read_model.chat_participants me where me.room_id = c.id and me.user_id = ${viewer.userId}::uuid)`;
  return anyOf([ofVisibleTickets(viewer), allOf([sql`c.kind <> 'ticket'`, takesPart, mayMeetThere(viewer)])]);
}

/** The same of rooms that they are known to take part in. */
export const visibleRoomsOfMine = (viewer: Viewer): Sql =>
  anyOf([ofVisibleTickets(viewer), allOf([sql`c.kind <> 'ticket'`, mayMeetThere(viewer)])]);

const ofVisibleTickets = (viewer: Viewer): Sql =>
  // A ticket's room has the columns that a ticket's sight is decided on.
  allOf([sql`c.kind = 'ticket'`, ticketsOfAllProjects(viewer, 'ticket.see')]);

/** `mayMeet` as a condition on the company of a room. */
export function mayMeetThere(viewer: Viewer, companyId = sql`c.company_id`): Sql {
  const companies = [...viewer.companyIds].filter((id) => mayMeet(viewer, id));
  return anyOf([
    mayMeet(viewer, null) ? sql`${companyId} is null` : never,
    sql`${companyId} = any(${companies}::uuid[])`,
    mayMeet(viewer, NO_COMPANY) ? sql`${companyId} is not null` : never,
  ]);
}

/** What a person who sees the room may do there. */
export function allowedInRoom(viewer: Viewer, room: RoomRow, archived: boolean): string[] {
  const facts = ticketFactsOf(room);
  // Among people whoever sees the room writes in it.
  if (!facts) return ['chat.write'];
  if (archived) return [];
  return [
    ...(mayOnTicket(viewer, 'chat.ticket', facts) ? ['chat.write'] : []),
    ...(mayOnTicket(viewer, 'chat.moderate', facts) ? ['chat.moderate'] : []),
  ];
}
