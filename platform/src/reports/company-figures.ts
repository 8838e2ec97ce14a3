import { noMetrics } from '@ticketing/contracts/scoring.ts';
import { always, type Query, type Sql, sql } from '../sql.ts';
import { measure } from './metrics.ts';
import { targetsOf } from './targets.ts';

/** Which of a company's tickets figures are made of: all, or those of these projects. */
export type CompanyScope = { readonly companyId: string; readonly projectIds: readonly string[] | 'all' };

/** @param table alias of a table with `company_id` and `project_id` */
export const inCompany = ({ companyId, projectIds }: CompanyScope, table: Sql): Sql => sql`
  ${table}.company_id = ${companyId}::uuid
  and ${projectIds === 'all' ? always : sql`${table}.project_id = any(${projectIds}::uuid[])`}`;

type Span = { readonly from: Date; readonly to: Date };

/** Mean, number and distribution of the stars that a company gave. */
export async function satisfactionOf(query: Query, scope: CompanyScope, { from, to }: Span) {
  const rows = await query<{ stars: 1 | 2 | 3 | 4 | 5; count: number }>(sql`
    select a.stars, count(*)::int as count from read_model.report_ratings a
    where ${inCompany(scope, sql`a`)} and a.rated_at >= ${from} and a.rated_at < ${to}
    group by a.stars`);
  const byStars = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
  for (const { stars, count } of rows) byStars[stars] = count;
  const ratings = rows.reduce((sum, { count }) => sum + count, 0);
  const sum = rows.reduce((total, { stars, count }) => total + stars * count, 0);
  return { rating: ratings === 0 ? null : sum / ratings, ratings, byStars };
}

/** The metrics of a company's tickets in a period. */
export async function companyMetrics(query: Query, scope: CompanyScope, { from, to }: Span) {
  const projects = await query<{ id: string }>(sql`
    select p.id from read_model.report_projects p
    where exists (select 1 from read_model.report_tickets t
      where t.project_id = p.id and t.company_id = ${scope.companyId}::uuid)`);
  const wholeProjectIds = projects
    .map(({ id }) => id)
    .filter((id) => scope.projectIds === 'all' || scope.projectIds.includes(id));
  const [measured] = await measure(
    query,
    {
      from,
      to,
      now: new Date(),
      wholeProjectIds,
      ownProjectIds: [],
      companyId: scope.companyId,
      targets: await targetsOf(query, wholeProjectIds),
    },
    { groupBy: 'none', bucket: 'none', timeZone: 'UTC' },
  );
  return measured?.metrics ?? noMetrics;
}

type ByPriority = { 1: number; 2: number; 3: number; 4: number };

/** Tickets that were open at an instant, by the priority that they have now. */
export async function openAt(
  query: Query,
  scope: CompanyScope,
  at: Date,
): Promise<{ open: number; byPriority: ByPriority }> {
  const rows = await query<{ priority: 1 | 2 | 3 | 4; count: number }>(sql`
    select t.priority, count(*)::int as count from read_model.report_tickets t
    where ${inCompany(scope, sql`t`)} and ${wasOpenAt(at)}
    group by t.priority`);
  const byPriority: ByPriority = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const { priority, count } of rows) byPriority[priority] = count;
  return { open: rows.reduce((sum, { count }) => sum + count, 0), byPriority };
}

/**
 * Opened before, and then neither resolved nor archived. Of `report_tickets t`. Its resolution is looked up for each that
 * was resolved at all: for `not exists` inside of an `or` the planner would read everybody's resolutions into a hash.
 */
export const wasOpenAt = (at: Date) => sql`
  t.opened_at < ${at}::timestamptz and (t.archived_at is null or t.archived_at >= ${at}::timestamptz)
  and (t.first_resolved_at is null or t.first_resolved_at >= ${at}::timestamptz or (
    select true from read_model.report_resolutions r
    where r.ticket_id = t.id and r.resolved_at < ${at}::timestamptz
      and (r.reopened_at is null or r.reopened_at >= ${at}::timestamptz)
    limit 1) is null)`;
