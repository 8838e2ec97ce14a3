import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { visibleCompanies } from '../companies/visible-companies.ts';
import { ticketsOfAllProjects } from '../tickets/visible-tickets.ts';

/**
 * Whom a person may know of, as a condition on `read_model.users u`: superusers everybody; staff all staff and
 * the people of the companies that they may see; clients the people of their companies and those who occur on
 * tickets that they see.
 */
export function visiblePeople(viewer: Viewer): Sql {
  if (viewer.superuser) return always;
  const conditions = [
    sql`u.id = ${viewer.userId}::uuid`,
    sql`exists (select 1 from read_model.company_users e
      where e.user_id = u.id and ${visibleCompanies(viewer, sql`e.company_id`)})`,
    sql`exists (select 1 from read_model.company_admins a
      where a.user_id = u.id and ${visibleCompanies(viewer, sql`a.company_id`)})`,
  ];
  conditions.push(viewer.staff ? sql`u.staff` : onVisibleTickets(viewer));
  return anyOf(conditions);
}

/** Reporters, assignees, and who commented publicly: the author of an internal note does not occur for a client. */
function onVisibleTickets(viewer: Viewer): Sql {
  const seen = ticketsOfAllProjects(viewer, 'ticket.see');
  return sql`u.id in (
    select c.reporter_id from read_model.cards c where ${seen}
    union select unnest(c.assignee_ids) from read_model.cards c where ${seen}
    union select m.author_id from read_model.comments m join read_model.cards c on c.id = m.ticket_id
      where m.visibility = 'public' and ${seen})`;
}
