import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ColumnView, TagView, TicketView } from '@ticketing/contracts/views.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { companyNames } from '../companies/company-names.ts';
import { attachmentRows, attachmentViewOf } from '../files/attachment-rows.ts';
import { tagsShownTo } from '../projects/team-shown.ts';
import type { Reading } from '../reading/reader.ts';
import { cardColumnsFor, cardViewOf } from '../tickets/card-row.ts';
import { authorsOf, newestComments, textsOf } from '../tickets/comments-of-ticket.ts';
import { inCompanyShown } from '../tickets/former-companies.ts';
import { detailColumns, peopleOf, type TicketRow, visibleTicket } from '../tickets/get-ticket.ts';
import { relatedTickets } from '../tickets/related-tickets.ts';
import { peopleAround } from '../users/people-around.ts';
import { heldAt, millisecondsOf, writtenInstant } from './at-instant.ts';
import { cardThen, withColumnsOfTickets } from './project-at.ts';
import { ticketsAt } from './tickets-at.ts';

type PastTicketRow = TicketRow & {
  columns: ColumnView[];
  tags: TagView[];
  removed_columns: Readonly<Record<string, string>>;
};

/**
 * One ticket as it was at an instant, for whoever may see it today, with the comments that were there then; internal
 * notes for those who may read them today. Names of people and companies are today's.
 * @throws DomainError `not_found` when the ticket was not opened then or was a company's of which the caller
 *   knows nothing, or they may not see it now
 */
export async function getTicketAt(reading: Reading, ticketId: string, at: string): Promise<TicketView> {
  const { query, viewer } = reading;
  const ms = millisecondsOf(at);
  const { facts } = await visibleTicket(reading, ticketId);
  const [row] = await query<PastTicketRow>(sql`
    select ${cardColumnsFor(viewer)}, ${detailColumns},
      (select v.description from read_model.past_descriptions v
        where v.ticket_id = c.id and ${heldAt(ms)}) as description,
      coalesce(p.columns, '[]') as columns, coalesce(p.tags, '[]') as tags,
      coalesce(p.removed_columns, '{}') as removed_columns
    from (select v.* from read_model.past_tickets v where v.id = ${ticketId} and ${heldAt(ms)}
      and ${inCompanyShown(viewer, facts.projectId, sql`v`, sql`${facts.companyId}::uuid`)}) c
    left join (select v.* from read_model.past_projects v
      where v.id = ${facts.projectId} and ${heldAt(ms)}) p on true`);
  if (!row) throw new DomainError('not_found', 'the ticket was not opened at that instant');
  const notes = mayOnTicket(viewer, 'internal-notes.read', facts);
  const newest = await newestComments(query, ticketId, notes, ms);
  const attachments = await attachmentRows(query, { ticketId, notes, at: writtenInstant(at) });
  const companies = await companyNames(query, row.company_id ? [row.company_id] : []);
  const card = cardThen(cardViewOf(row), row);
  return {
    ...card,
    description: row.description,
    archiveReason: row.archive_reason,
    reviews: row.reviews,
    remoteAssistId: row.remote_assist_id,
    ...newest,
    attachments: attachments.map(attachmentViewOf),
    ...(await relatedTickets(reading, row, ticketsAt(ms))),
    subtasks: row.subtasks,
    followerIds: row.follower_ids,
    people: await peopleAround(
      reading,
      [...peopleOf(row), ...authorsOf(newest.comments), ...attachments.map(({ added_by }) => added_by)],
      [row.description, ...textsOf(newest.comments)],
    ),
    columns: await withColumnsOfTickets(query, row.columns, [card.columnId]),
    tags: tagsShownTo(viewer, facts.projectId, row.tags),
    companyName: companies[0]?.name ?? null,
    allowed: [],
    at: writtenInstant(at),
  };
}
