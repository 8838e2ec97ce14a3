import type * as endpoints from '@ticketing/contracts/endpoints/dashboard.ts';
import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { HealthGrade } from '@ticketing/contracts/kinds.ts';
import { always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import {
  awaitsReview,
  countsForHealth,
  dueBefore,
  type HealthRow,
  healthColumns,
  healthOf,
} from '../companies/company-health.ts';
import { totalledProjects } from '../companies/company-scope.ts';
import type { Reading } from '../reading/reader.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from '../tickets/card-row.ts';
import { ticketsOfAllProjects } from '../tickets/visible-tickets.ts';
import { peopleById } from '../users/person-row.ts';

type Asked = QueryOf<typeof endpoints.getPipelineWidget>;
type Dated = QueryOf<typeof endpoints.getCompanyHealthWidget>;
type Limited = QueryOf<typeof endpoints.getNewestWidget>;

const ofCompany = ({ companyId }: Asked, table: Sql): Sql =>
  companyId ? sql`${table}.company_id = ${companyId}::uuid` : always;

/** The ones in most trouble first, and last the ones without a grade. */
const grades = { poor: 0, fair: 1, good: 2 } as const;
const rank = (grade: HealthGrade | null): number => (grade === null ? 3 : grades[grade]);

/** Companies of whose tickets the viewer gets figures: the ones that they serve, and those in projects with totals. */
export async function companyHealthWidget(
  { query, viewer }: Reading,
  asked: Dated,
): Promise<ResponseOf<typeof endpoints.getCompanyHealthWidget>> {
  const totalled = totalledProjects(viewer);
  const told = (table: Sql): Sql =>
    viewer.superuser
      ? sql`${table}.company_id is not null`
      : sql`${table}.company_id is not null and ${anyOf([
          sql`${table}.company_id = any(${[...viewer.adminOfCompanyIds]}::uuid[])`,
          sql`${table}.project_id = any(${totalled}::uuid[])`,
        ])}`;
  const rows = await query<HealthRow & { id: string; name: string }>(sql`
    with rated as (
      select a.company_id, sum(a.stars)::float8 as stars, count(*)::int as ratings
      from read_model.report_ratings a
      where ${told(sql`a`)} and ${ofCompany(asked, sql`a`)} and a.rated_at >= now() - interval '90 days'
      group by 1),
    open as (
      select t.company_id, ${healthColumns(asked.today)} from read_model.report_tickets t
      where ${told(sql`t`)} and ${ofCompany(asked, sql`t`)} and ${countsForHealth}
      group by 1)
    select co.id, co.name, coalesce(o.open, 0) as open, coalesce(o.overdue, 0) as overdue,
      coalesce(o.critical, 0) as critical, coalesce(o.unanswered, 0) as unanswered,
      coalesce(o.awaiting_review, 0) as awaiting_review, coalesce(o.troubled, 0) as troubled,
      r.stars, coalesce(r.ratings, 0) as ratings
    from open o full join rated r using (company_id)
      join read_model.companies co on co.id = company_id`);
  const seesAll = (id: string) => viewer.superuser || viewer.adminOfCompanyIds.has(id);
  const items = rows.map((row) => ({
    companyId: row.id,
    companyName: row.name,
    projectIds: seesAll(row.id) ? null : totalled,
    ...healthOf(row),
  }));
  items.sort(
    (one, other) =>
      rank(one.grade) - rank(other.grade) ||
      other.open - one.open ||
      one.companyName.localeCompare(other.companyName),
  );
  return { items };
}

/** Hours after which a ticket without an answer needs somebody. */
const ANSWER_WITHIN_HOURS = 24;

type AttentionRow = CardRow & {
  overdue: boolean;
  unassigned: boolean;
  critical: boolean;
  unanswered: boolean;
  awaiting_review: boolean;
};
const reasons = ['overdue', 'unassigned', 'critical', 'unanswered', 'awaiting_review'] as const;

/** Open tickets with something wrong, and resolved ones whose review is awaited. */
export async function attentionWidget(
  { query, viewer }: Reading,
  asked: QueryOf<typeof endpoints.getAttentionWidget>,
): Promise<ResponseOf<typeof endpoints.getAttentionWidget>> {
  const rows = await query<AttentionRow>(sql`
    select * from (
      select ${cardColumnsFor(viewer)},
        not t.done and ${dueBefore(sql`c.due_date`, asked.today)} as overdue,
        not t.done and c.assignee_ids = '{}' as unassigned,
        not t.done and c.priority = 4 as critical,
        not t.done and t.first_response_at is null
          and c.opened_at < now() - make_interval(hours => ${ANSWER_WITHIN_HOURS}) as unanswered,
        ${awaitsReview} as awaiting_review
      from read_model.report_tickets t join read_model.cards c on c.id = t.id
      where ${countsForHealth} and not c.archived
        and ${ticketsOfAllProjects(viewer, 'ticket.see')} and ${ofCompany(asked, sql`c`)}) as found
    where overdue or unassigned or critical or unanswered or awaiting_review
    order by overdue::int + unassigned::int + critical::int + unanswered::int + awaiting_review::int desc,
      priority desc, opened_at, id
    limit ${asked.limit}`);
  return {
    items: rows.map((row) => ({
      ticket: cardViewOf(row),
      reasons: reasons.filter((reason) => row[reason]),
    })),
  };
}

export async function newestWidget(
  { query, viewer }: Reading,
  asked: Limited,
): Promise<ResponseOf<typeof endpoints.getNewestWidget>> {
  const rows = await query<CardRow>(sql`
    select ${cardColumnsFor(viewer)} from read_model.cards c
    where not c.archived and ${ticketsOfAllProjects(viewer, 'ticket.see')} and ${ofCompany(asked, sql`c`)}
    order by c.opened_at desc, c.id desc limit ${asked.limit}`);
  return { items: rows.map(cardViewOf) };
}

/** Open tickets by assignee, where the viewer gets totals; elsewhere those of their own that they still see. */
export async function workloadWidget(
  { query, viewer }: Reading,
  asked: Asked,
): Promise<ResponseOf<typeof endpoints.getWorkloadWidget>> {
  const totalled = totalledProjects(viewer);
  const everybody = viewer.superuser ? always : sql`t.project_id = any(${totalled}::uuid[])`;
  const own = sql`(assignee.id = ${viewer.userId}::uuid and exists (
    select 1 from read_model.cards c where c.id = t.id and ${ticketsOfAllProjects(viewer, 'ticket.see')}))`;
  const rows = await query<{ id: string | null; priority: 1 | 2 | 3 | 4; count: number }>(sql`
    select assignee.id, t.priority, count(*)::int as count
    from read_model.report_tickets t left join lateral unnest(t.assignee_ids) as assignee (id) on true
    where t.archived_at is null and not t.done and ${ofCompany(asked, sql`t`)}
      and (${everybody} or ${own})
    group by 1, 2`);
  const people = await peopleById(
    query,
    rows.flatMap(({ id }) => id ?? []),
  );
  const items = people.map((person) => {
    const byPriority = { 1: 0, 2: 0, 3: 0, 4: 0 };
    for (const { id, priority, count } of rows) if (id === person.id) byPriority[priority] += count;
    const open = byPriority[1] + byPriority[2] + byPriority[3] + byPriority[4];
    return { person, open, byPriority };
  });
  const unassigned = rows.filter(({ id }) => id === null).reduce((sum, { count }) => sum + count, 0);
  const projectIds = viewer.superuser ? null : totalled;
  return { items: items.sort((one, other) => other.open - one.open), unassigned, projectIds };
}

/** Columns of the viewer's projects with the number of tickets that they see there. */
export async function pipelineWidget(
  { query, viewer }: Reading,
  asked: Asked,
): Promise<ResponseOf<typeof endpoints.getPipelineWidget>> {
  type Column = ResponseOf<typeof endpoints.getPipelineWidget>['items'][number]['columns'][number];
  const rows = await query<{ id: string; key: string; name: string; columns: Column[] }>(sql`
    with counted as (
      select c.project_id, c.column_id, count(*)::int as tickets from read_model.cards c
      where not c.archived and ${ticketsOfAllProjects(viewer, 'ticket.see')} and ${ofCompany(asked, sql`c`)}
      group by 1, 2)
    select p.id, p.key, p.name,
      (select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'colour', b.colour, 'category', b.category,
          'tickets', coalesce(n.tickets, 0)) order by b.rank, b.id)
        from read_model.board_columns b left join counted n on n.column_id = b.id
        where b.project_id = p.id) as columns
    from read_model.projects p where p.id in (select project_id from counted)
    order by p.key`);
  return {
    items: rows.map(({ id, key, name, columns }) => ({
      projectId: id,
      projectKey: key,
      projectName: name,
      columns,
    })),
  };
}
