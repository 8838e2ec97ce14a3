import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { allOf, always, anyOf, type Sql, sql } from '../reading/sql.ts';
import { mayMeetThere } from '../rooms/visible-rooms.ts';
import { ticketsOfAllProjects } from '../tickets/visible-tickets.ts';

/** The caller's notifications `n` beside the ticket `c` and the room `m` that they are about. */
export const ownNotifications = sql`read_model.notifications n
  left join read_model.inbox_tickets c on c.id = n.ticket_id
  left join read_model.inbox_rooms m on m.id = n.room_id`;

/**
 * Which of them are shown: of a ticket while the ticket, and what is internal of it, may be seen; of a room while one
 * takes part in it and may meet there; of a role while one has a role there.
 */
export function visibleNotifications(viewer: Viewer): Sql {
  const ofTickets = allOf([
    sql`n.ticket_id is not null and c.id is not null`,
    ticketsOfAllProjects(viewer, 'ticket.see'),
    anyOf([sql`not n.internal`, ticketsOfAllProjects(viewer, 'internal-notes.read')]),
  ]);
  const ofRooms = sql`(n.ticket_id is null and n.room_id is not null
    and m.participant_ids @> array[${viewer.userId}::uuid]
    and ${mayMeetThere(viewer, sql`m.company_id`)})`;
  const roles = viewer.superuser ? always : sql`n.project_id = any(${[...viewer.roles.keys()]}::uuid[])`;
  const ofProjects = sql`(n.ticket_id is null and n.room_id is null and ${roles})`;
  return allOf([
    sql`n.user_id = ${viewer.userId}::uuid and n.in_app`,
    anyOf([ofTickets, ofRooms, ofProjects]),
  ]);
}
