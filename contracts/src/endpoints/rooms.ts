import { z } from 'zod';
import { MessageView, ReadRoomView } from '../room-views.ts';
import { Id, Instant, MessageBody, Reaction, RoomName } from '../values.ts';
import { PersonView } from '../views.ts';
import { CommandAnswer, endpoint, PageQuery, pageOf } from './endpoint.ts';
import { Pass } from './pass.ts';

const OneRoom = z.object({ id: Id });
const RoomPerson = z.object({ id: Id, userId: Id });
const OneMessage = z.object({ id: Id, messageId: Id });
const MessageReaction = z.object({ id: Id, messageId: Id, reaction: Reaction });

const roomCommand = { tag: 'chat', status: 200, response: CommandAnswer } as const;

/** Within one company, whose employees and admins alone it brings together; staff leave it out among themselves. */
const companyId = Id.nullable().default(null);

export const openRoom = endpoint({
  ...roomCommand,
  name: 'openRoom',
  method: 'POST',
  path: '/api/rooms',
  summary: 'Open a group, or the one direct room that two people have in a company',
  access: 'chat.open',
  body: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('direct'), participantIds: z.array(Id).length(1), companyId }),
    z.object({
      kind: z.literal('group'),
      name: RoomName,
      /** The opener takes part anyway. */
      participantIds: z.array(Id).max(99).default([]),
      companyId,
    }),
  ]),
  status: 201,
  errors: ['forbidden', 'not_found', 'company_required', 'unknown_user', 'user_deactivated', 'room_full'],
});

export const listRooms = endpoint({
  name: 'listRooms',
  method: 'GET',
  path: '/api/rooms',
  summary: 'Rooms that the caller takes part in, last written in first; of tickets those where anybody wrote',
  tag: 'chat',
  access: 'signed-in',
  query: PageQuery,
  status: 200,
  response: pageOf(ReadRoomView),
  errors: [],
});

export const countUnreadMessages = endpoint({
  name: 'countUnreadMessages',
  method: 'GET',
  path: '/api/rooms/unread',
  summary: 'How many messages the caller has not read, in how many rooms',
  tag: 'chat',
  access: 'signed-in',
  status: 200,
  response: z.object({ messages: z.number().int(), rooms: z.number().int() }),
  errors: [],
});

export const getRoom = endpoint({
  name: 'getRoom',
  method: 'GET',
  path: '/api/rooms/:id',
  summary: 'One room; the room of a ticket has the ticket’s id',
  tag: 'chat',
  access: 'chat.read',
  params: OneRoom,
  status: 200,
  response: ReadRoomView,
  errors: ['not_found'],
});

export const listMessages = endpoint({
  name: 'listMessages',
  method: 'GET',
  path: '/api/rooms/:id/messages',
  summary:
    'A part of a room’s timeline, oldest first: the newest, before or after a cursor, or around a message',
  tag: 'chat',
  access: 'chat.read',
  params: OneRoom,
  query: z.object({
    limit: PageQuery.shape.limit,
    before: z.string().max(500).optional(),
    after: z.string().max(500).optional(),
    /** A message's id. */
    around: Id.optional(),
  }),
  status: 200,
  response: z.object({
    items: z.array(MessageView),
    /** For `before`; `null` when nothing is older. */
    olderCursor: z.string().nullable(),
    /** For `after`; `null` when nothing is newer. */
    newerCursor: z.string().nullable(),
    /** Who wrote, caused, reacted, or is named. */
    people: z.array(PersonView),
    /** One for each file of these messages, for addresses that a browser opens by itself. */
    passes: z.array(z.object({ fileId: Id, pass: Pass })),
    /** When the passes end; ask again before. */
    passesUntil: Instant,
  }),
  errors: ['not_found', 'unknown_message', 'validation_failed'],
});

export const renameRoom = endpoint({
  ...roomCommand,
  name: 'renameRoom',
  method: 'PATCH',
  path: '/api/rooms/:id',
  summary: 'Rename a group',
  access: 'chat.write',
  params: OneRoom,
  body: z.object({ name: RoomName }),
  errors: ['forbidden', 'not_found', 'not_a_group', 'revision_conflict'],
});

export const joinRoom = endpoint({
  ...roomCommand,
  name: 'joinRoom',
  method: 'PUT',
  path: '/api/rooms/:id/participants/:userId',
  summary: 'Bring a person into a group; take part in the room of a ticket that one sees',
  access: 'chat.read',
  params: RoomPerson,
  errors: ['forbidden', 'not_found', 'not_a_group', 'room_full', 'unknown_user', 'user_deactivated'],
});

export const leaveRoom = endpoint({
  ...roomCommand,
  name: 'leaveRoom',
  method: 'DELETE',
  path: '/api/rooms/:id/participants/:userId',
  summary: 'Leave a room; who opened a group removes others from it',
  access: 'chat.read',
  params: RoomPerson,
  errors: ['forbidden', 'not_found', 'not_a_group'],
});

export const postMessage = endpoint({
  ...roomCommand,
  name: 'postMessage',
  method: 'POST',
  path: '/api/rooms/:id/messages',
  summary: 'Write in a room, or send files there; the room of a ticket has the ticket’s id',
  access: 'chat.write',
  params: OneRoom,
  body: z.object({
    body: MessageBody.default(''),
    replyToId: Id.nullable().default(null),
    /** Of one's own uploads; a message may be files alone. */
    fileIds: z.array(Id).max(10).default([]),
  }),
  status: 201,
  response: CommandAnswer.extend({ messageId: Id }),
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'empty_message',
    'unknown_message',
    'unknown_file',
  ],
});

export const editMessage = endpoint({
  ...roomCommand,
  name: 'editMessage',
  method: 'PATCH',
  path: '/api/rooms/:id/messages/:messageId',
  summary: 'Change the words of one’s own message',
  access: 'chat.own',
  params: OneMessage,
  body: z.object({ body: MessageBody }),
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'empty_message',
    'unknown_message',
  ],
});

export const removeMessage = endpoint({
  ...roomCommand,
  name: 'removeMessage',
  method: 'DELETE',
  path: '/api/rooms/:id/messages/:messageId',
  summary: 'Remove a message: one’s own, or in a ticket’s room any for project admins',
  access: 'chat.own',
  params: OneMessage,
  errors: ['forbidden', 'not_found', 'already_archived', 'project_archived', 'unknown_message'],
});

export const addReaction = endpoint({
  ...roomCommand,
  name: 'addReaction',
  method: 'PUT',
  path: '/api/rooms/:id/messages/:messageId/reactions/:reaction',
  summary: 'React to a message with one emoji',
  access: 'chat.write',
  params: MessageReaction,
  errors: [
    'forbidden',
    'not_found',
    'already_archived',
    'project_archived',
    'unknown_message',
    'too_many_reactions',
  ],
});

export const removeReaction = endpoint({
  ...roomCommand,
  name: 'removeReaction',
  method: 'DELETE',
  path: '/api/rooms/:id/messages/:messageId/reactions/:reaction',
  summary: 'Take one’s own reaction back',
  access: 'chat.write',
  params: MessageReaction,
  errors: ['forbidden', 'not_found', 'already_archived', 'project_archived', 'unknown_message'],
});

export const markRoomRead = endpoint({
  ...roomCommand,
  name: 'markRoomRead',
  method: 'PUT',
  path: '/api/rooms/:id/read',
  summary: 'Say up to which message one has read; the mark only goes forward',
  access: 'chat.read',
  params: OneRoom,
  body: z.object({ messageId: Id }),
  errors: ['not_found', 'unknown_message'],
});
