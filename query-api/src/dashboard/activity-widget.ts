import type { getActivityWidget as endpoint } from '@ticketing/contracts/endpoints/dashboard.ts';
import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { ticketScope, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { allOf, always, type Sql, sql } from '@ticketing/platform/sql.ts';
import { type ActivityOfTicketRow, pageOfActivity, visibleActivity } from '../activity/list-activity.ts';
import type { Reading } from '../reading/reader.ts';

/** What happened last in all projects, to tickets that the viewer may see. */
export async function activityWidget(
  { query, viewer }: Reading,
  { companyId, ...page }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const ofCompany = companyId ? sql`a.company_id = ${companyId}::uuid` : always;
  if (viewer.superuser) {
    const rows = await query<ActivityOfTicketRow>(visibleActivity(viewer, ofCompany, page));
    return pageOfActivity(rows, page, viewer);
  }
  const { projects, companies, tickets } = placesOf(viewer);
  const newestOf = (places: Sql, here: Sql) => sql`
    select told.* from ${places} as place (id)
    cross join lateral (${visibleActivity(viewer, allOf([here, ofCompany]), page)}) as told`;
  // What is found in two places is told once.
  const rows = await query<ActivityOfTicketRow>(sql`
    select * from (
      ${newestOf(projects, sql`a.project_id = place.id`)} union
      ${newestOf(companies, sql`a.company_id = place.id`)} union
      ${newestOf(tickets, sql`a.ticket_id = place.id`)}) as told
    order by at desc, position desc
    limit ${page.limit + 1}`);
  return pageOfActivity(rows, page, viewer);
}

/** Stands for every project in which the viewer has no role. */
const NO_ROLE_HERE = '';

/**
 * Where what a person may see can be at all: projects of which they see everything, their companies, and tickets of
 * their own. Each place is read from its newest end, so that who sees little need not wade through what everybody else
 * did; what is found there is still asked of the policy.
 */
function placesOf(viewer: Viewer): { projects: Sql; companies: Sql; tickets: Sql } {
  const scopes = [...viewer.roles.keys(), NO_ROLE_HERE].map((id) => ({
    id,
    ...ticketScope(viewer, 'ticket.see', id),
  }));
  const whole = scopes.filter(({ all }) => all).map(({ id }) => id);
  const companyIds = [...new Set(scopes.flatMap((scope) => scope.companyIds))];
  return {
    projects: sql`unnest(${whole}::uuid[])`,
    companies: sql`unnest(${companyIds}::uuid[])`,
    tickets: sql`(
      select o.id from read_model.cards o
      where (o.reporter_id = ${viewer.userId}::uuid or o.assignee_ids @> array[${viewer.userId}::uuid])
        and o.project_id <> all(${whole}::uuid[]))`,
  };
}
