import type { TicketFilters } from '@ticketing/contracts/finding.ts';
import { askedWords } from '@ticketing/contracts/search-words.ts';
import type { TicketAction, Viewer } from '@ticketing/domain/policy/policy.ts';
import { wasOpenAt } from '@ticketing/platform/reports/company-figures.ts';
import { allOf, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { writtenInstant } from '../past/at-instant.ts';
import { containing, startingWith } from '../reading/like-pattern.ts';
import type { Reading } from '../reading/reader.ts';
import { alternativesOf, searchQuery } from '../search/match.ts';
import { asksForFacts, type CountedFacts, countedFacts } from './counted-facts.ts';
import { ticketsOfAllProjects, ticketsOfProject } from './visible-tickets.ts';

/** The tickets (`read_model.cards c`) that the caller may see and that the filters let through. */
export async function ticketConditions(
  reading: Pick<Reading, 'query' | 'viewer'>,
  filters: TicketFilters,
): Promise<Sql> {
  return (await ticketsAndFacts(reading, filters)).wanted;
}

/** The same, and the facts of the reports that the filters speak of. */
export async function ticketsAndFacts(
  reading: Pick<Reading, 'query' | 'viewer'>,
  filters: TicketFilters,
): Promise<{ wanted: Sql; facts: CountedFacts }> {
  const { query, viewer } = reading;
  const facts = await countedFacts(reading, filters);
  const conditions = [
    seenAmong(viewer, 'ticket.see', filters.projectId),
    ...filtered(viewer, filters),
    ...facts.map((each) => sql`c.id in (select f.ticket_id from (${each}) as f)`),
  ];
  const question = filters.q?.trim();
  if (question) {
    const words = await alternativesOf(query, askedWords(question), false);
    conditions.push(words.length > 0 ? withWords(searchQuery(words)) : asWritten(question));
  }
  return { wanted: allOf(conditions), facts };
}

function seenAmong(viewer: Viewer, action: TicketAction, projectIds: readonly string[] | undefined): Sql {
  const [only, ...others] = projectIds ?? [];
  if (only === undefined) return ticketsOfAllProjects(viewer, action);
  if (others.length > 0) {
    return allOf([sql`c.project_id = any(${projectIds}::uuid[])`, ticketsOfAllProjects(viewer, action)]);
  }
  return allOf([sql`c.project_id = ${only}::uuid`, ticketsOfProject(viewer, action, only)]);
}

const withWords = (words: string): Sql => sql`c.id in (
  select d.id from read_model.search_documents d
  where d.kind = 'ticket' and not d.removed and d.words @@ ${words}::tsquery)`;

/** Signs alone are no words: they are looked for in titles and keys as they are written. */
const asWritten = (question: string): Sql =>
  anyOf([sql`c.key ilike ${startingWith(question)}`, sql`c.title ilike ${containing(question)}`]);

function filtered(viewer: Viewer, filters: TicketFilters): Sql[] {
  const conditions: Sql[] = [];
  const { companyId, tagId, assigneeId, reporterId } = filters;
  const me = (id: string) => (id === 'me' ? viewer.userId : id);
  const exceptNone = (ids: readonly string[]) => ids.filter((id) => id !== 'none').map(me);

  if (filters.archived !== 'any') conditions.push(sql`c.archived = ${filters.archived === 'true'}`);
  // Of facts it is their own company that counts, which they were given when they happened.
  if (companyId && !asksForFacts(filters)) {
    const any = [sql`c.company_id = any(${exceptNone(companyId)}::uuid[])`];
    if (companyId.includes('none')) any.push(sql`c.company_id is null`);
    conditions.push(anyOf(any));
  }
  if (filters.columnId) conditions.push(sql`c.column_id = any(${filters.columnId}::uuid[])`);
  if (filters.category) conditions.push(inCategory(filters.category));
  if (filters.type) conditions.push(sql`c.type = any(${filters.type}::text[])`);
  if (filters.priority) conditions.push(sql`c.priority = any(${filters.priority}::smallint[])`);
  if (filters.urgency) conditions.push(sql`c.urgency = any(${filters.urgency}::smallint[])`);
  if (filters.importance) conditions.push(sql`c.importance = any(${filters.importance}::smallint[])`);
  if (tagId && filters.tags === 'all') conditions.push(sql`c.tag_ids @> ${tagId}::uuid[]`);
  if (tagId && filters.tags === 'any') conditions.push(sql`c.tag_ids && ${tagId}::uuid[]`);
  if (assigneeId) {
    const any = [sql`c.assignee_ids && ${exceptNone(assigneeId)}::uuid[]`];
    if (assigneeId.includes('none')) any.push(sql`c.assignee_ids = '{}'`);
    conditions.push(anyOf(any));
  }
  if (filters.parentId) {
    conditions.push(sql`c.parent_id in (
      select p.id from read_model.cards p
      where p.id = any(${filters.parentId}::uuid[]) and ${ticketsOfAllProjects(viewer, 'ticket.see', sql`p`)})`);
  }
  if (reporterId) conditions.push(sql`c.reporter_id = any(${reporterId.map(me)}::uuid[])`);
  if (filters.review) conditions.push(sql`c.review = any(${filters.review}::text[])`);
  if (filters.unanswered !== undefined) {
    conditions.push(filters.unanswered ? unanswered : sql`not ${unanswered}`);
  }
  if (filters.openAt) conditions.push(openAt(filters.openAt));
  return [...conditions, ...within(filters)];
}

/** Written as the indexes on due dates are: without one stands after every date. */
const dueDate = sql`coalesce(c.due_date, 'infinity')`;

function within(filters: TicketFilters): Sql[] {
  const conditions: Sql[] = [];
  if (filters.dueFrom)
    conditions.push(sql`${dueDate} >= ${filters.dueFrom}::date and c.due_date is not null`);
  if (filters.dueTo) conditions.push(sql`${dueDate} <= ${filters.dueTo}::date`);
  if (filters.overdue !== undefined) {
    const today = filters.today ?? new Date().toISOString().slice(0, 10);
    const overdue = allOf([sql`${dueDate} < ${today}::date`, sql`not c.archived`, unfinished]);
    conditions.push(filters.overdue ? overdue : sql`not ${overdue}`);
  }
  // In UTC: not every offset that an instant may have is one that PostgreSQL knows.
  if (filters.openedFrom)
    conditions.push(sql`c.opened_at >= ${writtenInstant(filters.openedFrom)}::timestamptz`);
  if (filters.openedTo) conditions.push(sql`c.opened_at < ${writtenInstant(filters.openedTo)}::timestamptz`);
  if (filters.changedFrom)
    conditions.push(sql`c.changed_at >= ${writtenInstant(filters.changedFrom)}::timestamptz`);
  if (filters.changedTo)
    conditions.push(sql`c.changed_at < ${writtenInstant(filters.changedTo)}::timestamptz`);
  return conditions;
}

/** Whether the answer is made from the read model of the reports as well. */
export const asksForReports = (filters: TicketFilters): boolean =>
  asksForFacts(filters) || filters.unanswered !== undefined || filters.openAt !== undefined;

/** By what the companies' health counts. */
const unanswered: Sql = sql`c.id in (select t.id from read_model.report_tickets t
  where t.archived_at is null and not t.done and t.first_response_at is null)`;

/** By what the monthly report counts. */
const openAt = (instant: string): Sql => sql`c.id in (select t.id from read_model.report_tickets t
  where ${wasOpenAt(new Date(instant))})`;

const inCategory = (categories: readonly string[]): Sql => sql`c.column_id = any(array(
  select bc.id from read_model.board_columns bc where bc.category = any(${categories}::text[])))`;

/** In a column where work is still to be done. */
export const unfinished = inCategory(['todo', 'in_progress']);
