import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getTicket as endpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ArchiveReason } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import type { CommentView, ReviewView } from '@ticketing/contracts/views.ts';
import { allowedOnTicket, mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { companyNames } from '../companies/company-names.ts';
import { columnsAndTagsOf } from '../projects/project-row.ts';
import type { Reading } from '../reading/reader.ts';
import type { Query } from '../reading/snapshot.ts';
import { sql } from '../reading/sql.ts';
import { peopleById } from '../users/person-row.ts';
import { type CardRow, cardColumns, cardViewOf } from './card-row.ts';
import { factsOf } from './ticket-facts.ts';

export type TicketRow = CardRow & {
  description: string;
  archive_reason: ArchiveReason | null;
  reviews: ReviewView[];
  remote_assist_id: string | null;
};

/** A row of `read_model.comments`. */
export type CommentRow = {
  id: string;
  ticket_id: string;
  author_id: string;
  body: string;
  visibility: CommentView['visibility'];
  posted_at: Date;
  edited_at: Date | null;
};

/** One ticket with its text, people and the comments that the caller may read. */
export async function getTicket(reading: Reading, ticketId: string): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const { row, facts } = await visibleTicket(reading, ticketId);
  const comments = await commentsOf(query, ticketId, mayOnTicket(viewer, 'internal-notes.read', facts));
  const authors = comments.map(({ authorId }) => authorId);
  const onTicket = [row.reporter_id, ...row.assignee_ids, ...authors, ...reviewersOf(row.reviews)];
  const companies = await companyNames(query, row.company_id ? [row.company_id] : []);
  return {
    ...cardViewOf(row),
    description: row.description,
    archiveReason: row.archive_reason,
    reviews: row.reviews,
    remoteAssistId: row.remote_assist_id,
    comments,
    people: await peopleById(query, onTicket),
    ...(await columnsAndTagsOf(reading, row.project_id)),
    companyName: companies[0]?.name ?? null,
    allowed: allowedOnTicket(viewer, facts),
  };
}

export const reviewersOf = (reviews: readonly ReviewView[]): string[] =>
  reviews.flatMap(({ answeredById }) => answeredById ?? []);

/** @throws DomainError `not_found`, also when the caller may not see it */
export async function visibleTicket(
  { query, viewer }: Reading,
  ticketId: string,
): Promise<{ row: TicketRow; facts: TicketFacts }> {
  const [row] = await query<TicketRow>(sql`
    select ${cardColumns}, c.description, c.archive_reason, c.reviews, c.remote_assist_id
    from read_model.tickets c where c.id = ${ticketId}`);
  const facts = row && factsOf(row);
  if (!facts || !mayOnTicket(viewer, 'ticket.see', facts)) throw new DomainError('not_found');
  return { row, facts };
}

async function commentsOf(query: Query, ticketId: string, withInternal: boolean): Promise<CommentView[]> {
  const rows = await query<CommentRow>(sql`
    select id, ticket_id, author_id, body, visibility, posted_at, edited_at
    from read_model.comments
    where ticket_id = ${ticketId} and (visibility = 'public' or ${withInternal})
    order by posted_at, id`);
  return rows.map(commentViewOf);
}

export const commentViewOf = (row: CommentRow): CommentView => ({
  id: row.id,
  ticketId: row.ticket_id,
  authorId: row.author_id,
  body: row.body,
  visibility: row.visibility,
  postedAt: row.posted_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
});
