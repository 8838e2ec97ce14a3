import {
  type TicketAction,
  type TicketScope,
  ticketScope,
  type Viewer,
} from '@ticketing/domain/policy/policy.ts';
import { allOf, always, anyOf, never, type Sql, sql } from '@ticketing/platform/sql.ts';

/** Stands for every project in which the viewer has no role. */
const NO_ROLE_HERE = '';

/** `mayOnTicket` as a condition on the cards (alias `c`) of one project. */
export function ticketsOfProject(viewer: Viewer, action: TicketAction, projectId: string): Sql {
  return inScope(viewer, ticketScope(viewer, action, projectId));
}

/** `mayOnTicket` as a condition on the cards (alias `c` unless told) of all projects. */
export function ticketsOfAllProjects(viewer: Viewer, action: TicketAction, cards: Sql = sql`c`): Sql {
  const elsewhere = ticketScope(viewer, action, NO_ROLE_HERE);
  if (elsewhere.all) return always;
  const roleIds = [...viewer.roles.keys()];
  if (roleIds.length === 0) return inScope(viewer, elsewhere, cards);
  // Projects where the role reaches equally far share one condition.
  const byScope = Map.groupBy(roleIds, (id) => JSON.stringify(ticketScope(viewer, action, id)));
  const conditions = [...byScope.values()].map((ids) =>
    allOf([
      sql`${cards}.project_id = any(${ids}::uuid[])`,
      inScope(viewer, ticketScope(viewer, action, ids[0] ?? NO_ROLE_HERE), cards),
    ]),
  );
  return anyOf([
    ...conditions,
    allOf([sql`${cards}.project_id <> all(${roleIds}::uuid[])`, inScope(viewer, elsewhere, cards)]),
  ]);
}

/**
 * What happened (`read_model.activity a`) tells of no other ticket, or of one that the viewer may see as well. Asked for
 * the one ticket by its id: for `exists` the planner would read all cards into a hash to look up a page of rows.
 */
export const tellsOfVisibleTickets = (viewer: Viewer): Sql => sql`(a.related_id is null or (
  select true from read_model.cards r
  where r.id = a.related_id and ${ticketsOfAllProjects(viewer, 'ticket.see', sql`r`)}))`;

function inScope(viewer: Viewer, scope: TicketScope, cards: Sql = sql`c`): Sql {
  if (scope.all) return always;
  const conditions: Sql[] = [];
  if (scope.own) conditions.push(sql`${cards}.reporter_id = ${viewer.userId}::uuid`);
  if (scope.assigned) conditions.push(sql`${cards}.assignee_ids @> array[${viewer.userId}::uuid]`);
  if (scope.companyIds.length > 0)
    conditions.push(sql`${cards}.company_id = any(${scope.companyIds}::uuid[])`);
  return conditions.length === 0 ? never : anyOf(conditions);
}
