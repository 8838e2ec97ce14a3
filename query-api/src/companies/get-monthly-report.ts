import type { getMonthlyReport as endpoint } from '@ticketing/contracts/endpoints/company-reports.ts';
import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import {
  type CompanyScope,
  companyMetrics,
  inCompany,
  openAt,
  satisfactionOf,
  wasOpenAt,
} from '@ticketing/platform/reports/company-figures.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';
import { companyNames } from './company-names.ts';
import { countedProjects, scopeOfCompany } from './company-scope.ts';

type Report = ResponseOf<typeof endpoint>;
type Span = { readonly from: Date; readonly to: Date };

/** Tickets in the list at most; the report says how many are left out. */
const TICKETS = 2_000;
const REPORTERS = 10;

/** Everything that a company is told of a month. */
export async function getMonthlyReport(
  reading: Reading,
  companyId: string,
  { month, utcOffsetHours }: QueryOf<typeof endpoint>,
): Promise<Report> {
  const scope = await scopeOfCompany(reading, companyId);
  const span = monthOf(month, utcOffsetHours);
  const [company = { id: companyId, name: '' }] = await companyNames(reading.query, [companyId]);
  const metrics = await companyMetrics(reading.query, scope, span);
  const end = await openAt(reading.query, scope, span.to);
  const ratings = await ratingsIn(reading, scope, span);
  const { tickets, more } = await ticketsIn(reading, scope, span);
  return {
    company,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    projectIds: countedProjects(scope),
    opened: metrics.tickets_created,
    resolved: metrics.tickets_resolved,
    openAtStart: (await openAt(reading.query, scope, span.from)).open,
    openAtEnd: end.open,
    backlogByPriority: end.byPriority,
    metrics,
    satisfaction: await satisfactionOf(reading.query, scope, span),
    ratings,
    topReporters: await topReporters(reading, scope, span),
    tickets,
    more,
    people: await peopleById(
      reading.query,
      ratings.map(({ ratedById }) => ratedById),
    ),
  };
}

function monthOf(month: string, utcOffsetHours: number): Span {
  const ahead = utcOffsetHours * 3_600_000;
  const first = new Date(`${month}-01T00:00:00.000Z`);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return { from: new Date(first.getTime() - ahead), to: new Date(next.getTime() - ahead) };
}

async function ratingsIn(
  { query }: Reading,
  scope: CompanyScope,
  { from, to }: Span,
): Promise<Report['ratings']> {
  type Row = Omit<Report['ratings'][number], 'ratedAt'> & { ratedAt: Date };
  const rows = await query<Row>(sql`
    select a.ticket_id as "ticketId", c.key, c.title, a.stars, a.words, a.rated_by as "ratedById",
      a.rated_at as "ratedAt"
    from read_model.report_ratings a join read_model.cards c on c.id = a.ticket_id and c.company_id = a.company_id
    where ${inCompany(scope, sql`a`)} and a.rated_at >= ${from} and a.rated_at < ${to}
    order by a.rated_at, a.ticket_id limit ${TICKETS}`);
  return rows.map((row) => ({ ...row, ratedAt: row.ratedAt.toISOString() }));
}

async function topReporters(
  { query }: Reading,
  scope: CompanyScope,
  { from, to }: Span,
): Promise<Report['topReporters']> {
  const rows = await query<{ id: string; opened: number }>(sql`
    select t.reporter_id as id, count(*)::int as opened from read_model.report_tickets t
    where ${inCompany(scope, sql`t`)} and t.opened_at >= ${from} and t.opened_at < ${to}
    group by 1 order by 2 desc, 1 limit ${REPORTERS}`);
  const people = await peopleById(
    query,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, opened }) => {
    const person = people.find((one) => one.id === id);
    return person ? [{ person, opened }] : [];
  });
}

async function ticketsIn(
  { query }: Reading,
  scope: CompanyScope,
  { from, to }: Span,
): Promise<Pick<Report, 'tickets' | 'more'>> {
  type Row = {
    id: string;
    key: string;
    title: string;
    priority: Report['tickets'][number]['priority'];
    opened_at: Date;
    resolved_at: Date | null;
    first_response_at: Date | null;
    matching: number;
  };
  const rows = await query<Row>(sql`
    select t.id, c.key, c.title, t.priority, t.opened_at, t.first_response_at, count(*) over ()::int as matching,
      (select max(r.resolved_at) from read_model.report_resolutions r
        where r.ticket_id = t.id and r.resolved_at < ${to}
          and (r.reopened_at is null or r.reopened_at >= ${to})) as resolved_at
    from read_model.report_tickets t join read_model.cards c on c.id = t.id
    where ${inCompany(scope, sql`t`)} and t.opened_at < ${to}
      and (t.opened_at >= ${from} or (${wasOpenAt(to)}) or t.id = any(array(
        select r.ticket_id from read_model.report_resolutions r
        where ${inCompany(scope, sql`r`)} and r.resolved_at >= ${from} and r.resolved_at < ${to})))
    order by t.project_id, c.number limit ${TICKETS}`);
  const tickets = rows.map((row) => ({
    id: row.id,
    key: row.key,
    title: row.title,
    priority: row.priority,
    openedAt: row.opened_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    firstResponseAt: row.first_response_at?.toISOString() ?? null,
  }));
  return { tickets, more: (rows[0]?.matching ?? 0) - tickets.length };
}
