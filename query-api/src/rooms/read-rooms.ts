import type { ReadRoomView } from '@ticketing/contracts/room-views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';
import {
  type MessageRow,
  messageColumns,
  messageViewOf,
  type ParticipantRow,
  type RoomRow,
  roomViewOf,
} from './room-row.ts';
import { allowedInRoom } from './visible-rooms.ts';

type TicketRow = { id: string; key: string; title: string; archived: boolean };

/** Rooms that the reader sees, each with its people, its last message and what the reader has not read. */
export async function readRooms(
  { query, viewer }: Reading,
  rooms: readonly RoomRow[],
): Promise<ReadRoomView[]> {
  if (rooms.length === 0) return [];
  const ids = rooms.map(({ id }) => id);
  const participants = await query<ParticipantRow>(sql`
    select room_id, user_id, read_message_id, unread from read_model.chat_participants
    where room_id = any(${ids}::uuid[]) order by room_id, user_id`);
  const lastMessages = await query<MessageRow>(sql`
    select ${messageColumns} from read_model.chat_messages m
    where m.id = any(${rooms.flatMap(({ last_message_id }) => last_message_id ?? [])}::uuid[])`);
  const tickets = await query<TicketRow>(sql`
    select id, key, title, archived from read_model.cards where id = any(${ids}::uuid[])`);
  const people = await peopleById(query, [
    ...participants.map(({ user_id }) => user_id),
    ...lastMessages.map(({ author_id }) => author_id),
  ]);

  return rooms.map((room) => {
    const inIt = participants.filter(({ room_id }) => room_id === room.id);
    const last = lastMessages.find(({ id }) => id === room.last_message_id);
    const ticket = tickets.find(({ id }) => id === room.id);
    const named = new Set([...inIt.map(({ user_id }) => user_id), ...(last ? [last.author_id] : [])]);
    return {
      ...roomViewOf(room, inIt),
      unread: inIt.find(({ user_id }) => user_id === viewer.userId)?.unread ?? 0,
      lastMessage: last ? messageViewOf(last) : null,
      ticket: ticket ? { key: ticket.key, title: ticket.title, archived: ticket.archived } : null,
      people: people.filter(({ id }) => named.has(id)),
      allowed: allowedInRoom(viewer, room, ticket?.archived ?? false),
    };
  });
}
