import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ChatEvent } from '@ticketing/contracts/events/event.ts';
import type { RoomCommand } from './commands.ts';
import { isLater, type MessageState, messageIn } from './messages.ts';
import { emptyTicketRoom, type RoomState, reactionOf } from './state.ts';

/** What a decision needs to know besides the room: the ticket that it is the room of, if it is. */
export type RoomDecisionFacts = {
  readonly ticket:
    | {
        readonly id: string;
        /** Why nothing is said there any more: the ticket is archived, or its project was put away. */
        readonly closed: 'already_archived' | 'project_archived' | undefined;
      }
    | undefined;
};

/** Every participant hears of every message, so a group has an end. */
export const MOST_PARTICIPANTS = 100;
/** Different reactions to one message. */
export const MOST_REACTIONS = 20;

/**
 * What happens in a room when it is commanded so. Asking for what is already so is no event and no error.
 * @throws DomainError when the command cannot be carried out
 */
export function decideRoom(
  command: RoomCommand,
  room: RoomState | undefined,
  { ticket }: RoomDecisionFacts,
): readonly ChatEvent[] {
  if (command.type === 'OpenRoom') return room ? [] : open(command);
  if (room) return decideIn(command, room, ticket?.closed);
  if (!ticket) throw new DomainError('not_found');
  const events = decideIn(command, emptyTicketRoom(ticket.id), ticket.closed);
  const opened = { kind: 'ticket', name: null, ticketId: ticket.id, companyId: null } as const;
  return events.length === 0 ? [] : [{ type: 'ChatRoomOpened', data: opened }, ...events];
}

function open(command: Extract<RoomCommand, { type: 'OpenRoom' }>): readonly ChatEvent[] {
  const { kind, name, companyId } = command;
  const participantIds = [...new Set(command.participantIds)];
  if (participantIds.length > MOST_PARTICIPANTS) throw new DomainError('room_full');
  return [
    { type: 'ChatRoomOpened', data: { kind, name, ticketId: null, companyId } },
    ...participantIds.map(joined),
  ];
}

function decideIn(
  command: Exclude<RoomCommand, { type: 'OpenRoom' }>,
  room: RoomState,
  closed: 'already_archived' | 'project_archived' | undefined,
): readonly ChatEvent[] {
  switch (command.type) {
    case 'RenameRoom':
      if (room.kind !== 'group') throw new DomainError('not_a_group');
      return command.name === room.name ? [] : [{ type: 'ChatRoomRenamed', data: { name: command.name } }];
    case 'JoinRoom':
      return join(command, room);
    case 'LeaveRoom':
      return leave(command, room);
    case 'SettleTicketRoom':
      return settle(command, room);
    case 'ReadRoom':
      return read(command, room);
    case 'PostMessage':
    case 'EditMessage':
    case 'RemoveMessage':
    case 'AddReaction':
    case 'RemoveReaction':
      if (closed) throw new DomainError(closed);
      return decideOnMessage(command, room);
    default:
      return command satisfies never;
  }
}

function decideOnMessage(
  command: Extract<
    RoomCommand,
    { type: 'PostMessage' | 'EditMessage' | 'RemoveMessage' | 'AddReaction' | 'RemoveReaction' }
  >,
  room: RoomState,
): readonly ChatEvent[] {
  switch (command.type) {
    case 'PostMessage':
      return post(command, room);
    case 'EditMessage': {
      const { messageId, body, actorId } = command;
      const { authorId } = present(room, messageId);
      if (authorId !== actorId) throw new DomainError('forbidden', 'Only its author changes a message');
      if (!shows(body)) throw new DomainError('empty_message');
      return [{ type: 'MessageEdited', data: { messageId, body } }];
    }
    case 'RemoveMessage': {
      const { messageId, actorId, moderates } = command;
      const message = messageIn(room.messages, messageId);
      if (!message) throw new DomainError('unknown_message');
      if (message.authorId !== actorId && !moderates) {
        throw new DomainError(
          'forbidden',
          'Only its author and, in a ticket’s room, project admins remove a message',
        );
      }
      return message.removed ? [] : [{ type: 'MessageRemoved', data: { messageId } }];
    }
    case 'AddReaction': {
      const { messageId, reaction, actorId } = command;
      const { reactions } = present(room, messageId);
      if (reactions.includes(reactionOf(actorId, reaction))) return [];
      const different = new Set(reactions.map((one) => one.slice(one.indexOf(' ') + 1))).add(reaction);
      if (different.size > MOST_REACTIONS) throw new DomainError('too_many_reactions');
      return [{ type: 'ReactionAdded', data: { messageId, reaction } }];
    }
    case 'RemoveReaction': {
      const { messageId, reaction, actorId } = command;
      const { reactions } = present(room, messageId);
      if (!reactions.includes(reactionOf(actorId, reaction))) return [];
      return [{ type: 'ReactionRemoved', data: { messageId, reaction } }];
    }
    default:
      return command satisfies never;
  }
}

function join(
  { userId, actorId }: Extract<RoomCommand, { type: 'JoinRoom' | 'LeaveRoom' }>,
  room: RoomState,
): readonly ChatEvent[] {
  if (room.kind === 'direct') throw new DomainError('not_a_group');
  if (room.kind === 'ticket' && userId !== actorId) {
    throw new DomainError('forbidden', 'People join a ticket’s room by themselves or by what they are to it');
  }
  if (room.participants.has(userId)) return [];
  if (room.kind === 'group' && room.participants.size >= MOST_PARTICIPANTS)
    throw new DomainError('room_full');
  return [joined(userId)];
}

function leave(
  { userId, actorId }: Extract<RoomCommand, { type: 'JoinRoom' | 'LeaveRoom' }>,
  room: RoomState,
): readonly ChatEvent[] {
  if (room.kind === 'direct') throw new DomainError('not_a_group');
  if (userId !== actorId && (room.kind === 'ticket' || actorId !== room.openerId)) {
    throw new DomainError('forbidden', 'People leave by themselves; only who opened a group removes others');
  }
  return room.participants.has(userId) ? [left(userId)] : [];
}

function settle(
  { concernedIds, strangerIds = [] }: Extract<RoomCommand, { type: 'SettleTicketRoom' }>,
  room: RoomState,
): readonly ChatEvent[] {
  const concerned = new Set(concernedIds);
  const strangers = new Set(strangerIds);
  const coming = [...concerned].filter((id) => !room.participants.has(id) && !room.gone.has(id));
  const going = [...room.participants]
    .filter(([id, { bySystem }]) => !concerned.has(id) && (bySystem || strangers.has(id)))
    .map(([id]) => id);
  return [...coming.map(joined), ...going.map(left)];
}

function post(command: Extract<RoomCommand, { type: 'PostMessage' }>, room: RoomState): readonly ChatEvent[] {
  const { messageId, authorId, body, replyToId, files } = command;
  if (messageIn(room.messages, messageId)) return [];
  if (!shows(body) && files.length === 0) throw new DomainError('empty_message');
  if (replyToId !== null) present(room, replyToId);
  const posted: ChatEvent = {
    type: 'MessagePosted',
    data: { messageId, body, replyToId, files: [...files] },
  };
  // In a ticket's room whoever writes takes part from then on; in the others nobody else can write.
  return room.participants.has(authorId) ? [posted] : [joined(authorId), posted];
}

function read(
  { messageId, userId }: Extract<RoomCommand, { type: 'ReadRoom' }>,
  room: RoomState,
): readonly ChatEvent[] {
  if (!messageIn(room.messages, messageId)) throw new DomainError('unknown_message');
  const participant = room.participants.get(userId);
  // Who only looks in has no mark.
  if (!participant) return [];
  const { readTo } = participant;
  if (readTo !== undefined && !isLater(room.messages, readTo, messageId)) return [];
  return [{ type: 'RoomRead', data: { messageId } }];
}

/** @throws DomainError `unknown_message` for one that was never there or was removed */
function present(room: RoomState, messageId: string): MessageState {
  const message = messageIn(room.messages, messageId);
  if (!message || message.removed) throw new DomainError('unknown_message');
  return message;
}

/** Blanks and marks without width alone say nothing. */
const shows = (body: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(body);

const joined = (userId: string): ChatEvent => ({ type: 'ParticipantJoined', data: { userId } });
const left = (userId: string): ChatEvent => ({ type: 'ParticipantLeft', data: { userId } });
