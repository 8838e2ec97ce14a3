import { noMetrics } from '@ticketing/contracts/scoring.ts';
import type { Reading } from '../reading/reader.ts';
import { sql } from '../reading/sql.ts';
import { measure } from '../reports/metrics.ts';
import { targetsOf } from '../reports/targets.ts';
import { countsForHealth, type HealthRow, healthColumns, healthOf } from './company-health.ts';
import { type CompanyScope, inCompany } from './company-scope.ts';

type Span = { readonly from: Date; readonly to: Date };

/** Mean, number and distribution of the stars that a company gave. */
export async function satisfactionOf({ query }: Reading, scope: CompanyScope, { from, to }: Span) {
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
export async function companyMetrics(reading: Reading, scope: CompanyScope, { from, to }: Span) {
  const { query, viewer } = reading;
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
      viewerId: viewer.userId,
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
  { query }: Reading,
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

/** How a company fares now. @param today the caller's date */
export async function healthOfCompany({ query }: Reading, scope: CompanyScope, today: string | undefined) {
  const [row] = await query<HealthRow>(sql`
    select ${healthColumns(today)}, rated.stars, rated.ratings
    from (select sum(a.stars)::float8 as stars, count(*)::int as ratings
      from read_model.report_ratings a
      where ${inCompany(scope, sql`a`)} and a.rated_at >= now() - interval '90 days') rated
    left join read_model.report_tickets t on ${inCompany(scope, sql`t`)} and ${countsForHealth}
    group by rated.stars, rated.ratings`);
  const none = { open: 0, overdue: 0, critical: 0, unanswered: 0, awaiting_review: 0 };
  return healthOf(row ?? { ...none, troubled: 0, stars: null, ratings: 0 });
}
