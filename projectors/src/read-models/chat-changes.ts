import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { ChatChanges } from './chat.ts';
import type { ChatRows, MessageRow, ParticipantRow, RoomRow } from './chat-rows.ts';
import { instant } from './ticket-row.ts';

/** What of an event is told live. */
export type Told = {
  readonly message?: MessageRow;
  readonly readMark?: { readonly userId: string; readonly messageId: string };
  /** Whose unread counts are told. */
  readonly counted: readonly string[];
};

/**
 * Applies one event of `chat-{id}`, which the room has not seen yet.
 * @throws when it does not follow from what the room holds
 */
export function applyToRoom(rows: ChatRows, changes: ChatChanges, event: RecordedEvent): Told | undefined {
  const roomId = streamSubject(event.stream);
  const room = rows.rooms.get(roomId);
  if (event.type === 'ChatRoomOpened') {
    const opened = room ?? openedRoom(event);
    opened.opener_id = event.metadata.actorId;
    opened.revision = Number(event.revision);
    rows.rooms.set(roomId, opened);
    changes.rooms.add(opened);
    return undefined;
  }
  if (!room || room.revision < 0) {
    throw new Error(`${event.stream} begins with ${event.type} instead of ChatRoomOpened`);
  }
  room.revision = Number(event.revision);
  changes.rooms.add(room);
  const { actorId } = event.metadata;
  switch (event.type) {
    case 'ChatRoomRenamed':
      room.name = event.data.name;
      return undefined;
    case 'ParticipantJoined': {
      const { userId } = event.data;
      const participant = {
        room_id: roomId,
        user_id: userId,
        read_number: room.last_number,
        read_message_id: null,
        unread: 0,
      };
      inRoom(rows, roomId).set(userId, participant);
      keep(changes, participant);
      return undefined;
    }
    case 'ParticipantLeft': {
      const { userId } = event.data;
      inRoom(rows, roomId).delete(userId);
      changes.participants.delete(`${roomId} ${userId}`);
      changes.gone.set(`${roomId} ${userId}`, { room_id: roomId, user_id: userId });
      return undefined;
    }
    case 'MessagePosted':
      return post(rows, changes, room, event);
    case 'MessageEdited': {
      const message = known(rows, event.data.messageId);
      message.body = event.data.body;
      message.edited_at = instant(event.metadata.at);
      changes.messages.add(message);
      // The last message shows in everybody's list of rooms.
      const counted = room.last_message_id === message.id ? [...inRoom(rows, roomId).keys()] : [];
      return { message, counted };
    }
    case 'MessageRemoved':
      return remove(rows, changes, room, known(rows, event.data.messageId));
    case 'ReactionAdded':
    case 'ReactionRemoved': {
      const message = known(rows, event.data.messageId);
      message.reactions = reactionsAfter(message.reactions, event, actorId);
      changes.messages.add(message);
      return { message, counted: [] };
    }
    case 'RoomRead':
      return read(rows, changes, room, actorId, known(rows, event.data.messageId));
    default:
      throw new Error(`a room's stream has an event ${event.type}, which chat does not know`);
  }
}

function openedRoom(event: Extract<RecordedEvent, { type: 'ChatRoomOpened' }>): RoomRow {
  const { kind, name, companyId } = event.data;
  if (kind === 'ticket') throw new Error(`${event.stream} is the room of a ticket that is not there`);
  const at = instant(event.metadata.at);
  return {
    id: streamSubject(event.stream),
    kind,
    name,
    project_id: null,
    reporter_id: null,
    company_id: companyId,
    assignee_ids: [],
    opener_id: null,
    opened_at: at,
    active_at: at,
    active_position: String(event.position),
    last_number: 0,
    last_message_id: null,
    revision: -1,
    ticket_revision: -1,
  };
}

function post(
  rows: ChatRows,
  changes: ChatChanges,
  room: RoomRow,
  event: Extract<RecordedEvent, { type: 'MessagePosted' }>,
): Told {
  const { messageId, body, replyToId, files } = event.data;
  const { actorId, at } = event.metadata;
  room.last_number++;
  room.last_message_id = messageId;
  room.active_at = instant(at);
  room.active_position = String(event.position);
  const message: MessageRow = {
    id: messageId,
    room_id: room.id,
    position: String(event.position),
    number: room.last_number,
    author_id: actorId,
    body,
    reply_to_id: replyToId,
    files,
    reactions: [],
    event_type: null,
    details: null,
    posted_at: instant(at),
    edited_at: null,
    removed: false,
  };
  rows.messages.set(messageId, message);
  changes.messages.add(message);
  const participants = inRoom(rows, room.id);
  for (const participant of participants.values()) {
    if (participant.user_id === actorId) {
      participant.read_number = room.last_number;
      participant.read_message_id = messageId;
      participant.unread = 0;
    } else {
      participant.unread++;
    }
    keep(changes, participant);
  }
  return { message, counted: [...participants.keys()] };
}

/** Its place stays, without words; who has not read it yet does not wait for it any more. */
function remove(rows: ChatRows, changes: ChatChanges, room: RoomRow, message: MessageRow): Told {
  const number = message.number ?? 0;
  message.body = '';
  message.files = [];
  message.reactions = [];
  message.removed = true;
  changes.messages.add(message);
  rows.removedNumbers.get(room.id)?.push(number);
  const counted: string[] = [];
  for (const participant of inRoom(rows, room.id).values()) {
    const waiting = participant.read_number < number;
    if (waiting) {
      participant.unread--;
      keep(changes, participant);
    }
    if (waiting || room.last_message_id === message.id) counted.push(participant.user_id);
  }
  return { message, counted };
}

function read(
  rows: ChatRows,
  changes: ChatChanges,
  room: RoomRow,
  userId: string,
  message: MessageRow,
): Told | undefined {
  const participant = inRoom(rows, room.id).get(userId);
  const number = message.number ?? 0;
  if (!participant) return undefined;
  // Of what was there before they came nothing is unread.
  if (number >= participant.read_number) {
    const removed = rows.removedNumbers.get(room.id)?.filter((one) => one > number).length ?? 0;
    participant.read_number = number;
    participant.unread = room.last_number - number - removed;
    participant.read_message_id = message.id;
  }
  keep(changes, participant);
  return { readMark: { userId, messageId: message.id }, counted: [userId] };
}

function reactionsAfter(
  before: MessageRow['reactions'],
  event: Extract<RecordedEvent, { type: 'ReactionAdded' | 'ReactionRemoved' }>,
  userId: string,
): MessageRow['reactions'] {
  const { reaction } = event.data;
  const others = (before.find((one) => one.reaction === reaction)?.userIds ?? []).filter(
    (id) => id !== userId,
  );
  const userIds = event.type === 'ReactionAdded' ? [...others, userId] : others;
  if (!before.some((one) => one.reaction === reaction)) return [...before, { reaction, userIds }];
  return before
    .map((one) => (one.reaction === reaction ? { reaction, userIds } : one))
    .filter((one) => one.userIds.length > 0);
}

function inRoom(rows: ChatRows, roomId: string): Map<string, ParticipantRow> {
  const participants = rows.participants.get(roomId) ?? new Map<string, ParticipantRow>();
  rows.participants.set(roomId, participants);
  return participants;
}

function keep(changes: ChatChanges, participant: ParticipantRow): void {
  const key = `${participant.room_id} ${participant.user_id}`;
  changes.gone.delete(key);
  changes.participants.set(key, participant);
}

function known(rows: ChatRows, messageId: string): MessageRow {
  const message = rows.messages.get(messageId);
  if (!message) throw new Error(`there is no message ${messageId}`);
  return message;
}
