import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type BusMessage, meChannel, roomChannel } from '@ticketing/contracts/live.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Batch, Projection, Transaction } from '../engine/projection.ts';
import { applyToRoom, type Told } from './chat-changes.ts';
import {
  audienceOf,
  type ChatRows,
  loadChatRows,
  type MessageRow,
  messageColumns,
  messageViewOf,
  type ParticipantRow,
  participantColumns,
  type RoomRow,
  roomColumns,
  roomViewOf,
} from './chat-rows.ts';
import { chatIndexes, chatTableNames, chatTables } from './chat-tables.ts';
import { applyTicketToRoom } from './chat-tickets.ts';
import { changeMessage, sameCommandFollows } from './live-change.ts';
import { deleteRows, upsertRows } from './rows.ts';
import { isNextOf } from './ticket-row.ts';

/** Rooms, their people and what was said, with what happened to a ticket in its room's timeline. */
export const chat: Projection = {
  name: 'chat',
  version: 2,
  schema: 'read_model',
  ordering: 'key',
  tables: chatTables,
  indexes: chatIndexes,
  tableNames: chatTableNames,
  categories: new Set(['project', 'ticket', 'chat']),
  project: projectChat,
};

/** What a batch has changed so far. */
export type ChatChanges = {
  readonly rooms: Set<RoomRow>;
  readonly messages: Set<MessageRow>;
  readonly participants: Map<string, ParticipantRow>;
  readonly gone: Map<string, Pick<ParticipantRow, 'room_id' | 'user_id'>>;
};

async function projectChat(
  { events, live }: Batch,
  transaction: Transaction,
): Promise<readonly BusMessage[]> {
  const rows = await loadChatRows(transaction, events);
  const namesChanged = new Map<string, string>();
  const changes: ChatChanges = {
    rooms: new Set(),
    messages: new Set(),
    participants: new Map(),
    gone: new Map(),
  };
  const told: BusMessage[] = [];
  let peopleBefore: readonly string[] | undefined;

  for (const [index, event] of events.entries()) {
    const category = streamCategory(event.stream);
    if (category === 'project') {
      if (event.type !== 'BoardColumnAdded' && event.type !== 'BoardColumnChanged') continue;
      rows.columnNames.set(event.data.columnId, event.data.name);
      namesChanged.set(event.data.columnId, event.data.name);
      continue;
    }
    if (category === 'ticket') {
      const messages = applyTicketToRoom(rows, changes, event);
      if (live) told.push(...messages);
      continue;
    }
    const id = streamSubject(event.stream);
    const known = rows.rooms.get(id);
    if (isNextOf(known, event)) {
      peopleBefore ??= peopleOf(rows, id);
      const happened = applyToRoom(rows, changes, event);
      if (live && happened) told.push(...tellings(rows, event, happened));
    }
    if (peopleBefore && !sameCommandFollows(event, events[index + 1])) {
      if (live) told.push(...roomTellings(rows, event, peopleBefore));
      peopleBefore = undefined;
    }
  }

  const names = [...namesChanged].map(([id, name]) => ({ id, name }));
  await upsertRows(transaction, 'chat_columns', ['id', 'name'], ['id'], names);
  await upsertRows(transaction, 'chat_rooms', roomColumns, ['id'], [...changes.rooms]);
  await upsertRows(transaction, 'chat_messages', messageColumns, ['id'], [...changes.messages]);
  const key = ['room_id', 'user_id'];
  await upsertRows(transaction, 'chat_participants', participantColumns, key, [
    ...changes.participants.values(),
  ]);
  await deleteRows(transaction, 'chat_participants', key, [...changes.gone.values()]);
  return told;
}

const peopleOf = (rows: ChatRows, roomId: string): readonly string[] => [
  ...(rows.participants.get(roomId)?.keys() ?? []),
];

/** What is told of a message or a read mark: in the room, and to those whose unread counts it changes. */
function tellings(rows: ChatRows, event: RecordedEvent, { message, readMark, counted }: Told): BusMessage[] {
  const id = streamSubject(event.stream);
  const room = rows.rooms.get(id);
  if (!room) return [];
  const participants = rows.participants.get(id);
  const audience = audienceOf(room, peopleOf(rows, id));
  const told: BusMessage[] = [];
  if (message) {
    const row = messageViewOf(message);
    told.push(
      changeMessage(event, roomChannel(id), audience, { entity: 'message', id: row.id, roomId: id, row }),
    );
  }
  if (readMark) {
    const change = {
      entity: 'readMark',
      id: readMark.userId,
      roomId: id,
      row: { readTo: readMark.messageId },
    } as const;
    told.push(changeMessage(event, roomChannel(id), audience, change));
  }
  for (const userId of counted) {
    const unread = participants?.get(userId)?.unread;
    if (unread === undefined) continue;
    const row = { unread, message: message ? messageViewOf(message) : null };
    told.push(changeMessage(event, meChannel(userId), audience, { entity: 'roomUnread', id, row }));
  }
  return told;
}

/** After a command that opened or renamed a room, or by which people came or went. */
function roomTellings(rows: ChatRows, event: RecordedEvent, before: readonly string[]): BusMessage[] {
  const id = streamSubject(event.stream);
  const room = rows.rooms.get(id);
  const after = peopleOf(rows, id);
  const renamed = event.type === 'ChatRoomRenamed';
  const same = before.length === after.length && before.every((userId) => after.includes(userId));
  if (!room || (same && !renamed)) return [];
  const row = roomViewOf(room, rows.participants.get(id)?.values() ?? []);
  const change = { entity: 'room', id, row } as const;
  const audience = audienceOf(room, before, after);
  const left = before.filter((userId) => !after.includes(userId));
  return [
    changeMessage(event, roomChannel(id), audience, change),
    ...after.map((userId) => changeMessage(event, meChannel(userId), audience, change)),
    ...left.map((userId) =>
      changeMessage(
        event,
        meChannel(userId),
        { kind: 'person', userId, ticket: null, internal: false },
        { ...change, row: null },
      ),
    ),
  ];
}
