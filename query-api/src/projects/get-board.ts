import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { allowedInProject, ticketScope } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { companyNames } from '../companies/company-names.ts';
import type { Reading } from '../reading/reader.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from '../tickets/card-row.ts';
import { ticketsOfProject } from '../tickets/visible-tickets.ts';
import { peopleById } from '../users/person-row.ts';
import { companiesShownOf } from './companies-shown.ts';
import { visibleProject } from './get-project.ts';
import { projectViewOf } from './project-row.ts';
import { teamsOf } from './team-shown.ts';

/** The board: every column with the cards that the caller may see and that are not archived, in board order. */
export async function getBoard(reading: Reading, projectId: string): Promise<BoardView> {
  const { query, viewer } = reading;
  const row = await visibleProject(reading, projectId);
  const cards = await query<CardRow>(sql`
    select ${cardColumnsFor(viewer)} from read_model.cards c
    where c.project_id = ${projectId} and not c.archived
      and ${ticketsOfProject(viewer, 'ticket.see', projectId)}
    order by c.rank, c.id`);

  const inColumn = new Map<string, CardView[]>(row.columns.map(({ id }) => [id, []]));
  const personIds = new Set<string>();
  const companyIds = new Set(companiesShownOf(viewer, projectId, row.company_ids));
  for (const card of cards) {
    inColumn.get(card.column_id)?.push(cardViewOf(card));
    personIds.add(card.reporter_id);
    for (const assigneeId of card.assignee_ids) personIds.add(assigneeId);
    if (card.company_id) companyIds.add(card.company_id);
  }
  for (const id of teamsOf(projectViewOf(row, viewer))) personIds.add(id);
  // Who may be assigned is the business of those who may assign.
  if (ticketScope(viewer, 'ticket.assign', projectId).all) {
    for (const id of await assignableIn(reading, projectId)) personIds.add(id);
  }

  return {
    project: projectViewOf(row, viewer),
    columns: row.columns.map((column) => ({ ...column, tickets: inColumn.get(column.id) ?? [] })),
    people: await peopleById(query, [...personIds]),
    companies: await companyNames(query, [...companyIds]),
    allowed: allowedInProject(viewer, { id: row.id, companyIds: row.company_ids }),
  };
}

/** Active people with a role in the project, and the staff who serve its companies. */
async function assignableIn({ query }: Reading, projectId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(sql`
    select u.id from read_model.users u
    where u.active and (
      exists (select 1 from read_model.roles r where r.project_id = ${projectId} and r.user_id = u.id)
      or exists (
        select 1 from read_model.company_admins a
        join read_model.project_companies pc on pc.company_id = a.company_id
        where pc.project_id = ${projectId} and a.user_id = u.id))`);
  return rows.map(({ id }) => id);
}
