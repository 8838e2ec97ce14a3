import { z } from 'zod';
import { RoomKind } from './kinds.ts';
import { ContentType, FileName, FileSize, Id, Instant, Position, Revision } from './values.ts';
import { PersonView } from './views.ts';

/** A file of a message. Its content is at `/api/rooms/{roomId}/files/{id}`. */
export const MessageFileView = z.object({
  id: Id,
  name: FileName,
  contentType: ContentType,
  size: FileSize,
  /** A small picture of it is at `…/thumbnail`. */
  hasThumbnail: z.boolean(),
});
export type MessageFileView = z.infer<typeof MessageFileView>;

/** One entry of a room's timeline: what a person wrote, or what happened to the room's ticket. */
export const MessageView = z.object({
  id: Id,
  roomId: Id,
  /** `system`: told by the ticket itself, without words. */
  kind: z.enum(['message', 'system']),
  /** Who wrote it, or caused it. */
  authorId: Id,
  /** Markdown; empty of a removed message. */
  body: z.string(),
  replyToId: Id.nullable(),
  files: z.array(MessageFileView),
  reactions: z.array(z.object({ reaction: z.string(), userIds: z.array(Id) })),
  /** Of a system message: what happened, by the event's type and data, with column names of the time. */
  event: z.object({ type: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  removed: z.boolean(),
  at: Instant,
  editedAt: Instant.nullable(),
  /** Its place in the timeline. */
  position: Position,
});
export type MessageView = z.infer<typeof MessageView>;

/** A room as everybody in it sees it. */
export const RoomView = z.object({
  id: Id,
  kind: RoomKind,
  /** Of a group. */
  name: z.string().nullable(),
  /** The ticket's company, or the one within which people meet; `null` among staff. */
  companyId: Id.nullable(),
  /** Of a ticket's room. */
  projectId: Id.nullable(),
  /** `null` of a ticket's room before anybody is in it. */
  openerId: Id.nullable(),
  participants: z.array(
    z.object({
      userId: Id,
      /** The last message that they have read since they came. */
      readTo: Id.nullable(),
    }),
  ),
  openedAt: Instant,
  /** Of the last message; of the opening before there is one. */
  activeAt: Instant,
  /** `-1` of a ticket's room before anybody is in it. */
  revision: z.union([Revision, z.literal('-1')]),
});
export type RoomView = z.infer<typeof RoomView>;

/** A room as its reader sees it. */
export const ReadRoomView = RoomView.extend({
  /** Messages of others since the reader's mark; none for who only looks in. */
  unread: z.number().int(),
  lastMessage: MessageView.nullable(),
  /** Of a ticket's room. */
  ticket: z.object({ key: z.string(), title: z.string(), archived: z.boolean() }).nullable(),
  people: z.array(PersonView),
  /** What the reader may do here: `chat.write`, `chat.moderate`. */
  allowed: z.array(z.string()),
});
export type ReadRoomView = z.infer<typeof ReadRoomView>;
