import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type {
  countUnreadNotifications as countEndpoint,
  listNotifications as listEndpoint,
} from '@ticketing/contracts/endpoints/notifications.ts';
import type { NotificationKind } from '@ticketing/contracts/kinds.ts';
import { type NotificationView, UNREAD_COUNTED } from '@ticketing/contracts/notifications.ts';
import { allOf, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { visibleNotifications } from './visible-notifications.ts';

/** A position that fits PostgreSQL's bigint. */
const CursorKey = z.string().regex(/^\d{1,18}$/);

type NotificationRow = {
  id: string;
  kind: NotificationKind;
  project_id: string | null;
  project_name: string | null;
  ticket_id: string | null;
  ticket_key: string | null;
  ticket_title: string | null;
  room_id: string | null;
  room_name: string | null;
  actor_id: string;
  actor_name: string | null;
  details: Record<string, unknown>;
  column_name: string | null;
  from_column_name: string | null;
  at: Date;
  position: bigint;
  read_at: Date | null;
};

/** What the caller was told, the newest first, with the names of today. */
export async function listNotifications(
  { query, viewer }: Reading,
  asked: QueryOf<typeof listEndpoint>,
): Promise<ResponseOf<typeof listEndpoint>> {
  const cursor = readCursor(asked.cursor, CursorKey);
  const conditions = [visibleNotifications(viewer)];
  if (asked.unread === 'true') conditions.push(sql`n.read_at is null`);
  if (cursor) conditions.push(sql`(n.position, n.id) < (${cursor.key}::bigint, ${cursor.id}::uuid)`);
  const rows = await query<NotificationRow>(sql`
    select n.id, n.kind, n.project_id, n.ticket_id, c.key as ticket_key, c.title as ticket_title, n.room_id,
      m.name as room_name, n.actor_id, n.details, n.at, n.position, n.read_at, actor.name as actor_name,
      project.name as project_name, to_column.name as column_name, from_column.name as from_column_name
    from read_model.notifications n
    left join read_model.inbox_tickets c on c.id = n.ticket_id
    left join read_model.inbox_rooms m on m.id = n.room_id
    left join read_model.inbox_names actor on actor.id = n.actor_id
    left join read_model.inbox_names project on project.id = n.project_id
    left join read_model.inbox_names to_column on to_column.id = (n.details ->> 'columnId')::uuid
    left join read_model.inbox_names from_column on from_column.id = (n.details ->> 'fromColumnId')::uuid
    where ${allOf(conditions)}
    order by n.position desc, n.id desc
    limit ${asked.limit + 1}`);
  return pageFrom(rows, asked.limit, notificationViewOf, ({ position, id }) => ({
    key: String(position),
    id,
  }));
}

/** Counting stops where the answer would be “many” anyway. */
export async function countUnreadNotifications({
  query,
  viewer,
}: Reading): Promise<ResponseOf<typeof countEndpoint>> {
  const [row] = await query<{ unread: bigint }>(sql`
    select count(*) as unread from (
      select 1 from read_model.notifications n
      where ${visibleNotifications(viewer)} and n.read_at is null
      limit ${UNREAD_COUNTED}) as unread`);
  return { unread: Number(row?.unread ?? 0) };
}

function notificationViewOf(row: NotificationRow): NotificationView {
  const columns =
    'columnId' in row.details ? { columnName: row.column_name, fromColumnName: row.from_column_name } : {};
  return {
    id: row.id,
    kind: row.kind,
    projectId: row.project_id,
    projectName: row.project_name,
    ticketId: row.ticket_id,
    ticketKey: row.ticket_key,
    ticketTitle: row.ticket_title,
    roomId: row.room_id,
    roomName: row.room_name,
    actorId: row.actor_id,
    actorName: row.actor_name,
    details: { ...row.details, ...columns },
    at: row.at.toISOString(),
    position: String(row.position),
    readAt: row.read_at?.toISOString() ?? null,
  };
}
