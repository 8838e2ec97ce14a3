import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ArchiveReason } from '@ticketing/contracts/kinds.ts';
import type { ColumnView, ReviewView, TagView, TicketView } from '@ticketing/contracts/views.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { companyNames } from '../companies/company-names.ts';
import { tagsShownTo } from '../projects/team-shown.ts';
import type { Reading } from '../reading/reader.ts';
import { sql } from '../reading/sql.ts';
import { type CardRow, cardColumns, cardViewOf } from '../tickets/card-row.ts';
import { type CommentRow, commentViewOf, reviewersOf, visibleTicket } from '../tickets/get-ticket.ts';
import { peopleById } from '../users/person-row.ts';
import { heldAt, millisecondsOf, writtenInstant } from './at-instant.ts';
import { cardThen, withColumnsOfTickets } from './project-at.ts';

type PastTicketRow = CardRow & {
  description: string;
  archive_reason: ArchiveReason | null;
  reviews: ReviewView[];
  remote_assist_id: string | null;
  columns: ColumnView[];
  tags: TagView[];
  removed_columns: Readonly<Record<string, string>>;
};

/**
 * One ticket as it was at an instant, for whoever may see it today, with the comments that were there then; internal
 * notes for those who may read them today. Names of people and companies are today's.
 * @throws DomainError `not_found` when the ticket was not opened then, or the caller may not see it now
 */
export async function getTicketAt(reading: Reading, ticketId: string, at: string): Promise<TicketView> {
  const { query, viewer } = reading;
  const ms = millisecondsOf(at);
  const { facts } = await visibleTicket(reading, ticketId);
  const [row] = await query<PastTicketRow>(sql`
    select ${cardColumns}, c.archive_reason, c.reviews, c.remote_assist_id,
      (select v.description from read_model.past_descriptions v
        where v.ticket_id = c.id and ${heldAt(ms)}) as description,
      coalesce(p.columns, '[]') as columns, coalesce(p.tags, '[]') as tags,
      coalesce(p.removed_columns, '{}') as removed_columns
    from (select v.* from read_model.past_tickets v where v.id = ${ticketId} and ${heldAt(ms)}) c
    left join (select v.* from read_model.past_projects v
      where v.id = ${facts.projectId} and ${heldAt(ms)}) p on true`);
  if (!row) throw new DomainError('not_found', 'the ticket was not opened at that instant');
  const notes = mayOnTicket(viewer, 'internal-notes.read', facts);
  const comments = await query<CommentRow>(sql`
    select v.id, v.ticket_id, v.author_id, v.body, v.visibility, v.posted_at, v.edited_at
    from read_model.past_comments v
    where v.ticket_id = ${ticketId} and ${heldAt(ms)} and (v.visibility = 'public' or ${notes})
    order by v.posted_at, v.id`);
  const authors = comments.map(({ author_id }) => author_id);
  const companies = await companyNames(query, row.company_id ? [row.company_id] : []);
  const card = cardThen(cardViewOf(row), row);
  return {
    ...card,
    description: row.description,
    archiveReason: row.archive_reason,
    reviews: row.reviews,
    remoteAssistId: row.remote_assist_id,
    comments: comments.map(commentViewOf),
    people: await peopleById(query, [
      row.reporter_id,
      ...row.assignee_ids,
      ...authors,
      ...reviewersOf(row.reviews),
    ]),
    columns: await withColumnsOfTickets(query, row.columns, [card.columnId]),
    tags: tagsShownTo(viewer, facts.projectId, row.tags),
    companyName: companies[0]?.name ?? null,
    allowed: [],
    at: writtenInstant(at),
  };
}
