import { isImage } from '@ticketing/contracts/content-types.ts';
import type { ChatEvent } from '@ticketing/contracts/events/event.ts';
import type { RoomKind } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
import type { MessageView, RoomView } from '@ticketing/contracts/room-views.ts';
import { sql } from '@ticketing/platform/sql.ts';

/** A row of `read_model.chat_rooms`. */
export type RoomRow = {
  id: string;
  kind: RoomKind;
  name: string | null;
  project_id: string | null;
  reporter_id: string | null;
  company_id: string | null;
  assignee_ids: string[];
  opener_id: string | null;
  opened_at: Date;
  active_at: Date;
  active_position: bigint;
  last_message_id: string | null;
  revision: bigint;
};

/** What is selected from `read_model.chat_rooms c`. */
export const roomColumns = sql`c.id, c.kind, c.name, c.project_id, c.reporter_id, c.company_id, c.assignee_ids,
  c.opener_id, c.opened_at, c.active_at, c.active_position, c.last_message_id, c.revision`;

export type ParticipantRow = {
  room_id: string;
  user_id: string;
  read_message_id: string | null;
  unread: number;
};

/** A file as its message names it. */
export type PostedFile = Extract<ChatEvent, { type: 'MessagePosted' }>['data']['files'][number];

/** A row of `read_model.chat_messages`. */
export type MessageRow = {
  id: string;
  room_id: string;
  position: bigint;
  number: number | null;
  author_id: string;
  body: string;
  reply_to_id: string | null;
  files: PostedFile[];
  reactions: MessageView['reactions'];
  event_type: string | null;
  details: Record<string, unknown> | null;
  posted_at: Date;
  edited_at: Date | null;
  removed: boolean;
};

/** What is selected from `read_model.chat_messages m`. */
export const messageColumns = sql`m.id, m.room_id, m.position, m.number, m.author_id, m.body, m.reply_to_id, m.files,
  m.reactions, m.event_type, m.details, m.posted_at, m.edited_at, m.removed`;

/** What a ticket's room is seen by; `undefined` of a room of people. */
export function ticketFactsOf(room: RoomRow): TicketFacts | undefined {
  const { project_id: projectId, reporter_id: reporterId, company_id: companyId } = room;
  if (projectId === null || reporterId === null) return undefined;
  return { projectId, reporterId, companyId, assigneeIds: room.assignee_ids };
}

export const roomViewOf = (room: RoomRow, participants: readonly ParticipantRow[]): RoomView => ({
  id: room.id,
  kind: room.kind,
  name: room.name,
  companyId: room.company_id,
  projectId: room.project_id,
  openerId: room.opener_id,
  participants: participants.map(({ user_id, read_message_id }) => ({
    userId: user_id,
    readTo: read_message_id,
  })),
  openedAt: room.opened_at.toISOString(),
  activeAt: room.active_at.toISOString(),
  revision: String(room.revision),
});

export const messageViewOf = (row: MessageRow): MessageView => ({
  id: row.id,
  roomId: row.room_id,
  kind: row.number === null ? 'system' : 'message',
  authorId: row.author_id,
  body: row.body,
  replyToId: row.reply_to_id,
  files: row.files.map(({ fileId, name, contentType, size }) => ({
    id: fileId,
    name,
    contentType,
    size,
    hasThumbnail: isImage(contentType),
  })),
  reactions: row.reactions,
  event: row.event_type === null ? null : { type: row.event_type, details: row.details ?? {} },
  removed: row.removed,
  at: row.posted_at.toISOString(),
  editedAt: row.edited_at?.toISOString() ?? null,
  position: String(row.position),
});
