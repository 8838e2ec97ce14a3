import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listCommentVersions as endpoint } from '@ticketing/contracts/endpoints/ticket-comments.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { CommentView } from '@ticketing/contracts/views.ts';
import { mayOnTicket } from '@ticketing/domain/policy/policy.ts';
import { always, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { visibleTicket } from './get-ticket.ts';

/** Milliseconds since 1970, also before. */
const CursorKey = z.string().regex(/^-?\d{1,15}$/);

type VersionRow = { body: string; from_ms: bigint; until_ms: bigint | null };

/**
 * Every wording of a comment, newest first, for whoever may read it. What was said in a removed one is for those who
 * may remove what others wrote.
 * @throws DomainError `not_found` for a ticket and `unknown_comment` for a comment that the caller may not see
 */
export async function listCommentVersions(
  reading: Reading,
  ticketId: string,
  commentId: string,
  page: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { query, viewer } = reading;
  const { facts } = await visibleTicket(reading, ticketId);
  const [comment] = await query<{ visibility: CommentView['visibility']; removed: boolean }>(sql`
    select v.visibility,
      not exists (select 1 from read_model.comments c where c.id = v.id) as removed
    from read_model.past_comments v
    where v.id = ${commentId}::uuid and v.ticket_id = ${ticketId}::uuid
    limit 1`);
  const readable =
    comment &&
    (comment.visibility === 'public' || mayOnTicket(viewer, 'internal-notes.read', facts)) &&
    (!comment.removed || mayOnTicket(viewer, 'comment.moderate', facts));
  if (!readable) throw new DomainError('unknown_comment');
  const cursor = readCursor(page.cursor, CursorKey);
  const rows = await query<VersionRow>(sql`
    select v.body, v.from_ms, v.until_ms from read_model.past_comments v
    where v.id = ${commentId}::uuid and ${cursor ? sql`v.from_ms < ${cursor.key}::bigint` : always}
    order by v.from_ms desc
    limit ${page.limit + 1}`);
  const written = (ms: bigint) => new Date(Number(ms)).toISOString();
  return pageFrom(
    rows,
    page.limit,
    ({ body, from_ms, until_ms }) => ({
      body,
      from: written(from_ms),
      until: until_ms === null ? null : written(until_ms),
    }),
    ({ from_ms }) => ({ key: String(from_ms), id: commentId }),
  );
}
