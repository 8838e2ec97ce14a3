import { isImage } from '@ticketing/contracts/content-types.ts';
import type { AttachmentView } from '@ticketing/contracts/views.ts';
import { always, type Sql, sql } from '@ticketing/platform/sql.ts';
import type { Query } from '../reading/snapshot.ts';

/** A row of `read_model.attachments`. */
export type AttachmentRow = {
  file_id: string;
  ticket_id: string;
  name: string;
  content_type: string;
  size: bigint;
  digest: string;
  comment_id: string | null;
  visibility: AttachmentView['visibility'];
  added_by: string;
  added_at: Date;
};

/** What is asked of a ticket's attachments. */
export type Asked = {
  readonly ticketId: string;
  /** Whether the caller may read internal notes, and so what came with them. */
  readonly notes: boolean;
  /** As of this instant of business time; now, unless told. */
  readonly at?: string | undefined;
  readonly fileId?: string;
};

/** Attachments in the order in which they came. A file that was attached again counts as it was the last time. */
export async function attachmentRows(query: Query, asked: Asked): Promise<AttachmentRow[]> {
  const { ticketId, notes, fileId } = asked;
  const rows = await query<AttachmentRow>(sql`
    select distinct on (a.file_id) a.file_id, a.ticket_id, a.name, a.content_type, a.size, a.digest, a.comment_id,
      a.visibility, a.added_by, a.added_at
    from read_model.attachments a
    where a.ticket_id = ${ticketId} and ${heldAt(asked.at)}
      and (a.visibility = 'public' or ${notes})
      and ${fileId === undefined ? always : sql`a.file_id = ${fileId}::uuid`}
    order by a.file_id, a.added_revision desc`);
  return rows.toSorted(
    (one, other) =>
      one.added_at.getTime() - other.added_at.getTime() || (one.file_id < other.file_id ? -1 : 1),
  );
}

/** What the events with a time not after the instant say, folded in their order. */
const heldAt = (at: string | undefined): Sql =>
  at === undefined
    ? sql`a.removed_revision is null`
    : sql`(a.added_at <= ${at}::timestamptz and (a.removed_at is null or a.removed_at > ${at}::timestamptz))`;

export const attachmentViewOf = (row: AttachmentRow): AttachmentView => ({
  id: row.file_id,
  ticketId: row.ticket_id,
  name: row.name,
  contentType: row.content_type,
  size: Number(row.size),
  hasThumbnail: isImage(row.content_type),
  commentId: row.comment_id,
  visibility: row.visibility,
  addedById: row.added_by,
  addedAt: row.added_at.toISOString(),
});
