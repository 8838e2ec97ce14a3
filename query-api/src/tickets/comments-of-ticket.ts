import type { CommentView } from '@ticketing/contracts/views.ts';
import { always, type Sql, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { heldAt } from '../past/at-instant.ts';
import { type Cursor, pageFrom, readCursor } from '../reading/cursor.ts';
import type { Query } from '../reading/snapshot.ts';

/** A row of `read_model.comments`. */
type CommentRow = {
  id: string;
  ticket_id: string;
  author_id: string;
  body: string;
  visibility: CommentView['visibility'];
  posted_at: Date;
  edited_at: Date | null;
};

/** Comments that a ticket is told with; the older ones are asked for by themselves. */
export const COMMENTS_WITH_TICKET = 200;

/** PostgreSQL knows no year 0. */
const CursorKey = z.iso.datetime().regex(/^(?!0000)/);

/** Comments as they are, or as they were at an instant (milliseconds since 1970); alias `v`. */
const commentsAt = (ms: number | undefined): Sql =>
  ms === undefined
    ? sql`read_model.comments v where true`
    : sql`read_model.past_comments v where ${heldAt(ms)}`;

/** A page of a ticket's comments, newest first, with internal notes only for those who may read them. */
export async function pageOfComments(
  query: Query,
  ticketId: string,
  withInternal: boolean,
  page: { readonly limit: number; readonly cursor?: string | undefined },
  ms?: number,
): Promise<{ items: CommentView[]; nextCursor: string | null }> {
  const cursor = readCursor(page.cursor, CursorKey);
  const rows = await query<CommentRow>(sql`
    select v.id, v.ticket_id, v.author_id, v.body, v.visibility, v.posted_at, v.edited_at
    from ${commentsAt(ms)} and v.ticket_id = ${ticketId}::uuid and (v.visibility = 'public' or ${withInternal})
      and ${cursor ? sql`(v.posted_at, v.id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)` : always}
    order by v.posted_at desc, v.id desc
    limit ${page.limit + 1}`);
  return pageFrom(rows, page.limit, commentViewOf, cursorOf);
}

const cursorOf = ({ posted_at, id }: CommentRow): Cursor => ({ key: posted_at.toISOString(), id });

/** The newest comments as a ticket shows them: the oldest of them first, and where those before go on. */
export async function newestComments(
  query: Query,
  ticketId: string,
  withInternal: boolean,
  ms?: number,
): Promise<{ comments: CommentView[]; olderComments: string | null }> {
  const page = { limit: COMMENTS_WITH_TICKET };
  const { items, nextCursor } = await pageOfComments(query, ticketId, withInternal, page, ms);
  return { comments: items.reverse(), olderComments: nextCursor };
}

export const authorsOf = (comments: readonly CommentView[]): string[] =>
  comments.map(({ authorId }) => authorId);

export const textsOf = (comments: readonly CommentView[]): string[] => comments.map(({ body }) => body);

const commentViewOf = (row: CommentRow): CommentView => ({
  id: row.id,
  ticketId: row.ticket_id,
  authorId: row.author_id,
  body: row.body,
  visibility: row.visibility,
  postedAt: row.posted_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
});
