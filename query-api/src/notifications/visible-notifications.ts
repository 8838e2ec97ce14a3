import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { allOf, always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { mayMeetThere } from '../rooms/visible-rooms.ts';
import { ticketsOfAllProjects } from '../tickets/visible-tickets.ts';

/**
 * Which notifications (`n`) a person is shown: their own; of a ticket while the ticket, and what is internal of it, may be
 * seen; of a room while one takes part in it and may meet there; of a role while one has a role there. Ticket and room
 * are looked up by their ids: joined as tables, all tickets would be read into a hash and all that somebody was told
 * sorted, because the planner cannot know that people are told of what they see.
 */
export function visibleNotifications(viewer: Viewer): Sql {
  const ofTickets = sql`(select true from read_model.inbox_tickets c
    where c.id = n.ticket_id and ${allOf([
      ticketsOfAllProjects(viewer, 'ticket.see'),
      anyOf([sql`not n.internal`, ticketsOfAllProjects(viewer, 'internal-notes.read')]),
    ])})`;
  const ofRooms = sql`(n.ticket_id is null and (select true from read_model.inbox_rooms m
    where m.id = n.room_id and m.participant_ids @> array[${viewer.userId}::uuid]
      and ${mayMeetThere(viewer, sql`m.company_id`)}))`;
  const roles = viewer.superuser ? always : sql`n.project_id = any(${[...viewer.roles.keys()]}::uuid[])`;
  const ofProjects = sql`(n.ticket_id is null and n.room_id is null and ${roles})`;
  return allOf([
    sql`n.user_id = ${viewer.userId}::uuid and n.in_app`,
    anyOf([ofTickets, ofRooms, ofProjects]),
  ]);
}
