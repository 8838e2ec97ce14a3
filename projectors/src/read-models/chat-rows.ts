import { isImage } from '@ticketing/contracts/content-types.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { RoomKind } from '@ticketing/contracts/kinds.ts';
import type { Audience } from '@ticketing/contracts/live.ts';
import type { MessageView, RoomView } from '@ticketing/contracts/room-views.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import { rowsById } from './rows.ts';

type PostedFile = Extract<RecordedEvent, { type: 'MessagePosted' }>['data']['files'][number];

/** Rows of `chat`; changed in place while a batch is folded. */
export type RoomRow = {
  id: string;
  kind: RoomKind;
  name: string | null;
  project_id: string | null;
  reporter_id: string | null;
  company_id: string | null;
  assignee_ids: string[];
  opener_id: string | null;
  /** ISO 8601. */
  opened_at: string;
  active_at: string;
  active_position: string;
  last_number: number;
  last_message_id: string | null;
  revision: number;
  ticket_revision: number;
};

export type ParticipantRow = {
  room_id: string;
  user_id: string;
  read_number: number;
  read_message_id: string | null;
  unread: number;
};

export type MessageRow = {
  id: string;
  room_id: string;
  position: string;
  number: number | null;
  author_id: string;
  body: string;
  reply_to_id: string | null;
  files: PostedFile[];
  reactions: { reaction: string; userIds: string[] }[];
  event_type: string | null;
  details: Record<string, unknown> | null;
  posted_at: string;
  edited_at: string | null;
  removed: boolean;
};

export const roomColumns = [
  'id',
  'kind',
  'name',
  'project_id',
  'reporter_id',
  'company_id',
  'assignee_ids',
  'opener_id',
  'opened_at',
  'active_at',
  'active_position',
  'last_number',
  'last_message_id',
  'revision',
  'ticket_revision',
] as const satisfies readonly (keyof RoomRow)[];

export const participantColumns = [
  'room_id',
  'user_id',
  'read_number',
  'read_message_id',
  'unread',
] as const satisfies readonly (keyof ParticipantRow)[];

export const messageColumns = [
  'id',
  'room_id',
  'position',
  'number',
  'author_id',
  'body',
  'reply_to_id',
  'files',
  'reactions',
  'event_type',
  'details',
  'posted_at',
  'edited_at',
  'removed',
] as const satisfies readonly (keyof MessageRow)[];

/** Room id → user id → how far they have read. */
export type Participants = Map<string, Map<string, ParticipantRow>>;

export type ChatRows = {
  readonly rooms: Map<string, RoomRow>;
  readonly participants: Participants;
  readonly messages: Map<string, MessageRow>;
  /** Numbers of removed messages that somebody has not passed, of rooms that somebody reads in this batch. */
  readonly removedNumbers: Map<string, number[]>;
  readonly columnNames: Map<string, string>;
};

/** Everything that a batch changes or asks for, as it stands before. The driver reads times as Date, int8 as bigint. */
export async function loadChatRows(
  transaction: Transaction,
  events: readonly RecordedEvent[],
): Promise<ChatRows> {
  const roomIds = new Set<string>();
  const messageIds = new Set<string>();
  const columnIds = new Set<string>();
  const readRoomIds = new Set<string>();
  for (const event of events) {
    if (event.stream.startsWith('project-')) continue;
    roomIds.add(streamSubject(event.stream));
    if ('columnId' in event.data) columnIds.add(event.data.columnId);
    if ('fromColumnId' in event.data) columnIds.add(event.data.fromColumnId);
    if ('messageId' in event.data) messageIds.add(event.data.messageId);
    if (event.type === 'RoomRead') readRoomIds.add(streamSubject(event.stream));
  }
  type Named = { id: string; name: string };
  const named = await rowsById<Named>(transaction, 'chat_columns', ['id', 'name'], [...columnIds]);
  return {
    rooms: await loadRooms(transaction, [...roomIds]),
    participants: await loadParticipants(transaction, [...roomIds]),
    messages: await loadMessages(transaction, [...messageIds]),
    removedNumbers: await loadRemovedNumbers(transaction, [...readRoomIds]),
    columnNames: new Map([...named.values()].map(({ id, name }) => [id, name])),
  };
}

async function loadRooms(transaction: Transaction, ids: readonly string[]): Promise<Map<string, RoomRow>> {
  type Stored = Omit<
    RoomRow,
    'opened_at' | 'active_at' | 'active_position' | 'revision' | 'ticket_revision'
  > & {
    opened_at: Date;
    active_at: Date;
    active_position: bigint;
    revision: bigint;
    ticket_revision: bigint;
  };
  const stored = await rowsById<Stored>(transaction, 'chat_rooms', roomColumns, ids);
  return new Map(
    [...stored.values()].map((row) => [
      row.id,
      {
        ...row,
        opened_at: row.opened_at.toISOString(),
        active_at: row.active_at.toISOString(),
        active_position: String(row.active_position),
        revision: Number(row.revision),
        ticket_revision: Number(row.ticket_revision),
      },
    ]),
  );
}

async function loadParticipants(transaction: Transaction, roomIds: readonly string[]): Promise<Participants> {
  const participants: Participants = new Map();
  if (roomIds.length === 0) return participants;
  const found = await transaction.query<ParticipantRow>({
    name: 'chat_participants_of_rooms',
    text: `select ${participantColumns.join(', ')} from chat_participants
           where room_id = any($1::uuid[]) order by room_id, user_id`,
    values: [roomIds],
  });
  for (const row of found.rows) {
    const ofRoom = participants.get(row.room_id) ?? new Map<string, ParticipantRow>();
    participants.set(row.room_id, ofRoom.set(row.user_id, row));
  }
  return participants;
}

async function loadMessages(
  transaction: Transaction,
  ids: readonly string[],
): Promise<Map<string, MessageRow>> {
  type Stored = Omit<MessageRow, 'position' | 'posted_at' | 'edited_at'> & {
    position: bigint;
    posted_at: Date;
    edited_at: Date | null;
  };
  const stored = await rowsById<Stored>(transaction, 'chat_messages', messageColumns, ids);
  return new Map(
    [...stored.values()].map((row) => [
      row.id,
      {
        ...row,
        position: String(row.position),
        posted_at: row.posted_at.toISOString(),
        edited_at: row.edited_at?.toISOString() ?? null,
      },
    ]),
  );
}

async function loadRemovedNumbers(
  transaction: Transaction,
  roomIds: readonly string[],
): Promise<Map<string, number[]>> {
  const numbers = new Map<string, number[]>(roomIds.map((id) => [id, []]));
  if (roomIds.length === 0) return numbers;
  const found = await transaction.query<{ room_id: string; number: number }>({
    name: 'chat_removed_numbers',
    text: `select m.room_id, m.number from chat_messages as m
           where m.removed and m.room_id = any($1::uuid[])
             and m.number > (select min(p.read_number) from chat_participants as p where p.room_id = m.room_id)`,
    values: [roomIds],
  });
  for (const { room_id, number } of found.rows) numbers.get(room_id)?.push(number);
  return numbers;
}

/** Who hears of what happens in a room; the facts of a ticket's room are the ticket's. */
export function audienceOf(
  room: RoomRow,
  before: readonly string[],
  after: readonly string[] = before,
): Audience {
  const { project_id: projectId, reporter_id: reporterId, company_id: companyId } = room;
  if (projectId === null || reporterId === null) {
    return { kind: 'room', companyId, before: [...before], after: [...after] };
  }
  const facts = { projectId, reporterId, companyId, assigneeIds: room.assignee_ids };
  return { kind: 'ticket', before: facts, after: facts, internal: false };
}

export const roomViewOf = (room: RoomRow, participants: Iterable<ParticipantRow>): RoomView => ({
  id: room.id,
  kind: room.kind,
  name: room.name,
  companyId: room.company_id,
  projectId: room.project_id,
  openerId: room.opener_id,
  participants: [...participants].map(({ user_id, read_message_id }) => ({
    userId: user_id,
    readTo: read_message_id,
  })),
  openedAt: room.opened_at,
  activeAt: room.active_at,
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
  at: row.posted_at,
  editedAt: row.edited_at,
  position: row.position,
});
