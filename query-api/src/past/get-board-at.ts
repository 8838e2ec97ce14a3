import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { companyNames } from '../companies/company-names.ts';
import { companiesShownOf } from '../projects/companies-shown.ts';
import { visibleProject } from '../projects/get-project.ts';
import { projectViewOf } from '../projects/project-row.ts';
import { teamsOf } from '../projects/team-shown.ts';
import type { Reading } from '../reading/reader.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from '../tickets/card-row.ts';
import { inCompanyShown } from '../tickets/former-companies.ts';
import { ticketsOfProject } from '../tickets/visible-tickets.ts';
import { peopleById } from '../users/person-row.ts';
import { millisecondsOf, onBoardAt, writtenInstant } from './at-instant.ts';
import { cardThen, projectAt, withColumnsOfTickets } from './project-at.ts';

/**
 * The board as it was at an instant, with the cards of those tickets that the caller may see today. Names of people and
 * companies are today's.
 */
export async function getBoardAt(reading: Reading, projectId: string, at: string): Promise<BoardView> {
  const { query, viewer } = reading;
  const ms = millisecondsOf(at);
  const row = await projectAt(query, await visibleProject(reading, projectId), ms);
  const rows = await query<CardRow>(sql`
    select ${cardColumnsFor(viewer)} from (
      select v.* from read_model.past_tickets v
      where ${onBoardAt(projectId, ms)} and exists (
        select 1 from read_model.cards c
        where c.id = v.id and ${ticketsOfProject(viewer, 'ticket.see', projectId)}
          and ${inCompanyShown(viewer, projectId, sql`v`, sql`c.company_id`)})
    ) c
    order by c.rank, c.id`);
  const cards = rows.map((card) => cardThen(cardViewOf(card), row));

  const columns = await withColumnsOfTickets(
    query,
    row.columns,
    cards.map(({ columnId }) => columnId),
  );
  const inColumn = new Map<string, CardView[]>(columns.map(({ id }) => [id, []]));
  const personIds = new Set<string>();
  const companyIds = new Set(companiesShownOf(viewer, projectId, row.company_ids));
  for (const card of cards) {
    inColumn.get(card.columnId)?.push(card);
    personIds.add(card.reporterId);
    for (const assigneeId of card.assigneeIds) personIds.add(assigneeId);
    if (card.companyId) companyIds.add(card.companyId);
  }
  const project = projectViewOf(row, viewer);
  for (const id of teamsOf(project)) personIds.add(id);
  return {
    project,
    columns: columns.map((column) => ({ ...column, tickets: inColumn.get(column.id) ?? [] })),
    people: await peopleById(query, [...personIds]),
    companies: await companyNames(query, [...companyIds]),
    allowed: [],
    at: writtenInstant(at),
  };
}
