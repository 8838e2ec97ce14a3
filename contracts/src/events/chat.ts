import { z } from 'zod';
import { RoomKind } from '../kinds.ts';
import { ContentType, Digest, FileName, FileSize, Id, MessageBody, Reaction, RoomName } from '../values.ts';

/** A file that was sent with a message. */
const MessageFile = z.object({
  fileId: Id,
  name: FileName,
  contentType: ContentType,
  size: FileSize,
  digest: Digest,
});

/** Events of `chat-{roomId}`. The room of a ticket has the ticket's id; two people have one direct room in a company. */
export const chatEvents = {
  ChatRoomOpened: z.object({
    kind: RoomKind,
    /** Of a group; the others are named for who or what they are about. */
    name: RoomName.nullable(),
    /** Of a ticket's room; `null` otherwise. */
    ticketId: Id.nullable(),
    /** The company within which its people meet; `null` for a room of staff alone, and for a ticket's. */
    companyId: Id.nullable(),
  }),
  ChatRoomRenamed: z.object({ name: RoomName }),
  ParticipantJoined: z.object({ userId: Id }),
  ParticipantLeft: z.object({ userId: Id }),
  MessagePosted: z.object({
    messageId: Id,
    body: MessageBody,
    replyToId: Id.nullable(),
    files: z.array(MessageFile).max(10),
  }),
  MessageEdited: z.object({ messageId: Id, body: MessageBody }),
  MessageRemoved: z.object({ messageId: Id }),
  ReactionAdded: z.object({ messageId: Id, reaction: Reaction }),
  ReactionRemoved: z.object({ messageId: Id, reaction: Reaction }),
  /** The actor has read up to and with this message. */
  RoomRead: z.object({ messageId: Id }),
} as const;
