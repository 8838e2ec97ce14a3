import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getTicket as endpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ArchiveReason } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import type { ReviewView, SubtaskView } from '@ticketing/contracts/views.ts';
import { allowedOnTicket, mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { companyNames } from '../companies/company-names.ts';
import { attachmentRows, attachmentViewOf } from '../files/attachment-rows.ts';
import { columnsAndTagsOf } from '../projects/project-row.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleAround } from '../users/people-around.ts';
import { type CardRow, cardColumnsFor, cardViewOf } from './card-row.ts';
import { authorsOf, newestComments, textsOf } from './comments-of-ticket.ts';
import { relatedTickets, type StoredLink, ticketsNow } from './related-tickets.ts';
import { factsOf } from './ticket-facts.ts';

export type TicketRow = CardRow & {
  description: string;
  archive_reason: ArchiveReason | null;
  reviews: ReviewView[];
  remote_assist_id: string | null;
  subtasks: SubtaskView[];
  links: StoredLink[];
  follower_ids: string[];
};

/** What a ticket (alias `c`) has besides its card and its long text. */
export const detailColumns = sql`c.archive_reason, c.reviews, c.remote_assist_id, c.subtasks, c.links, c.follower_ids`;

/** One ticket with its text, people and the comments that the caller may read. */
export async function getTicket(reading: Reading, ticketId: string): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const { row, facts } = await visibleTicket(reading, ticketId);
  const notes = mayOnTicket(viewer, 'internal-notes.read', facts);
  const newest = await newestComments(query, ticketId, notes);
  const attachments = await attachmentRows(query, { ticketId, notes });
  const companies = await companyNames(query, row.company_id ? [row.company_id] : []);
  return {
    ...cardViewOf(row),
    description: row.description,
    archiveReason: row.archive_reason,
    reviews: row.reviews,
    remoteAssistId: row.remote_assist_id,
    ...newest,
    attachments: attachments.map(attachmentViewOf),
    ...(await relatedTickets(reading, row, ticketsNow)),
    subtasks: row.subtasks,
    followerIds: row.follower_ids,
    people: await peopleAround(
      reading,
      [...peopleOf(row), ...authorsOf(newest.comments), ...attachments.map(({ added_by }) => added_by)],
      [row.description, ...textsOf(newest.comments)],
    ),
    ...(await columnsAndTagsOf(reading, row.project_id)),
    companyName: companies[0]?.name ?? null,
    allowed: allowedOnTicket(viewer, facts),
  };
}

/** Everyone who has to do with a ticket, but for who wrote its comments. */
export const peopleOf = (row: TicketRow): string[] => [
  row.reporter_id,
  ...row.assignee_ids,
  ...row.reviews.flatMap(({ answeredById }) => answeredById ?? []),
  ...row.subtasks.flatMap(({ assigneeId }) => assigneeId ?? []),
  ...row.follower_ids,
];

/** @throws DomainError `not_found`, also when the caller may not see it */
export async function visibleTicket(
  { query, viewer }: Reading,
  ticketId: string,
): Promise<{ row: TicketRow; facts: TicketFacts }> {
  const [row] = await query<TicketRow>(sql`
    select ${cardColumnsFor(viewer)}, c.description, ${detailColumns}
    from read_model.tickets c where c.id = ${ticketId}`);
  const facts = row && factsOf(row);
  if (!facts || !mayOnTicket(viewer, 'ticket.see', facts)) throw new DomainError('not_found');
  return { row, facts };
}
