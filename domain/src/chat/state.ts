import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import type { RoomKind } from '@ticketing/contracts/kinds.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import {
  changedMessage,
  type MessageState,
  type Messages,
  messageIn,
  noMessages,
  withMessage,
} from './messages.ts';

export type Participant = {
  /** Brought in by what they are to the ticket, and not by themselves or another person. */
  readonly bySystem: boolean;
  /** The last message that they have read; nothing before it is unread. */
  readonly readTo: string | undefined;
};

/** What a room's events add up to, without a word of what was said. `undefined` before it is opened. */
export type RoomState = {
  readonly id: string;
  readonly kind: RoomKind;
  readonly name: string | null;
  readonly companyId: string | null;
  readonly openerId: string;
  readonly participants: ReadonlyMap<string, Participant>;
  /** They left a ticket's room by themselves: what they are to the ticket does not bring them back. */
  readonly gone: ReadonlySet<string>;
  /** The value that messages of an author share. */
  readonly authors: ReadonlyMap<string, MessageState>;
  readonly messages: Messages;
};

/** A ticket's room before anybody wrote: it is there as soon as the ticket is. */
export const emptyTicketRoom = (ticketId: string): RoomState => ({
  id: ticketId,
  kind: 'ticket',
  name: null,
  companyId: null,
  openerId: SYSTEM_ACTOR,
  participants: new Map(),
  gone: new Set(),
  authors: new Map(),
  messages: noMessages,
});

/** Folds one event into a room. Never throws: an event of another kind of stream leaves the state as it is. */
export function evolveRoom(state: RoomState | undefined, event: RecordedEvent): RoomState | undefined {
  if (event.type === 'ChatRoomOpened') {
    const { kind, name, companyId } = event.data;
    const id = streamSubject(event.stream);
    return { ...emptyTicketRoom(id), kind, name, companyId, openerId: event.metadata.actorId };
  }
  return state && change(state, event);
}

function change(room: RoomState, event: RecordedEvent): RoomState {
  const { actorId } = event.metadata;
  switch (event.type) {
    case 'ChatRoomRenamed':
      return { ...room, name: event.data.name };
    case 'ParticipantJoined': {
      const { userId } = event.data;
      const gone = new Set(room.gone);
      gone.delete(userId);
      const participant = { bySystem: actorId === SYSTEM_ACTOR, readTo: undefined };
      return { ...room, gone, participants: new Map(room.participants).set(userId, participant) };
    }
    case 'ParticipantLeft': {
      const { userId } = event.data;
      const participants = new Map(room.participants);
      participants.delete(userId);
      const gone = actorId === userId ? new Set(room.gone).add(userId) : room.gone;
      return { ...room, participants, gone };
    }
    case 'MessagePosted': {
      const author = room.authors.get(actorId) ?? { authorId: actorId, removed: false, reactions: [] };
      const { messageId } = event.data;
      const posted = {
        ...room,
        authors: room.authors.has(actorId) ? room.authors : new Map(room.authors).set(actorId, author),
        messages: withMessage(room.messages, messageId, author),
      };
      // Who answers has read what was there.
      return read(posted, actorId, messageId);
    }
    case 'MessageRemoved':
      return changed(room, event.data.messageId, (message) => ({ ...message, removed: true, reactions: [] }));
    case 'ReactionAdded': {
      const reaction = reactionOf(actorId, event.data.reaction);
      return changed(room, event.data.messageId, (message) =>
        message.reactions.includes(reaction)
          ? message
          : { ...message, reactions: [...message.reactions, reaction] },
      );
    }
    case 'ReactionRemoved': {
      const reaction = reactionOf(actorId, event.data.reaction);
      return changed(room, event.data.messageId, (message) => ({
        ...message,
        reactions: message.reactions.filter((other) => other !== reaction),
      }));
    }
    case 'RoomRead':
      return read(room, actorId, event.data.messageId);
    default:
      return room;
  }
}

export const reactionOf = (userId: string, reaction: string): string => `${userId} ${reaction}`;

function read(room: RoomState, userId: string, messageId: string): RoomState {
  const participant = room.participants.get(userId);
  if (!participant) return room;
  const participants = new Map(room.participants).set(userId, { ...participant, readTo: messageId });
  return { ...room, participants };
}

function changed(room: RoomState, id: string, of: (message: MessageState) => MessageState): RoomState {
  const message = messageIn(room.messages, id);
  if (!message) return room;
  return { ...room, messages: changedMessage(room.messages, id, of(message)) };
}

/** How `chat-{roomId}` is folded. A room grows without end, so only its latest commands are kept for their retries. */
export const roomFold = {
  initial: undefined as RoomState | undefined,
  evolve: evolveRoom,
  remembered: 1_000,
};
