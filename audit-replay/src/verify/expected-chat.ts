import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamCategory, streamSubject } from '@ticketing/contracts/streams.ts';
import type { Row, Value } from './difference.ts';
import { type ExpectedReadModel, instantValue, keyOf } from './expected-read-model.ts';
import { shortenedText } from './shortened-text.ts';

type Message = {
  readonly roomId: string;
  readonly authorId: string;
  readonly position: string;
  /** Of a person's message, counted from 1 in its room; `undefined` of what a ticket tells. */
  readonly number: number | undefined;
  readonly told: { readonly type: string; readonly details: Value } | undefined;
  readonly replyToId: string | null;
  readonly files: readonly Value[];
  readonly at: string;
  body: string;
  editedAt: string | null;
  removed: boolean;
  /** Reaction → who reacted so, both in the order in which they came. */
  readonly reactions: Map<string, Set<string>>;
};

type Participant = { joinedAfter: number; readTo: string | null; passed: number };

type Room = {
  readonly kind: string;
  name: string | null;
  companyId: string | null;
  ticket: { readonly projectId: string; readonly reporterId: string } | undefined;
  readonly assigneeIds: string[];
  openerId: string | null;
  readonly openedAt: string;
  activeAt: string;
  activePosition: string;
  /** Ids of what people wrote, in their order. */
  readonly said: string[];
  readonly participants: Map<string, Participant>;
  revision: string;
  ticketRevision: string;
};

/** Rooms and their timelines; what is unread is counted anew from the messages themselves. */
export function expectedChat(): ExpectedReadModel {
  const rooms = new Map<string, Room>();
  const messages = new Map<string, Message>();
  const columns = new Map<string, string>();
  return {
    name: 'chat',
    schema: 'read_model',
    apply(event) {
      const id = streamSubject(event.stream);
      const category = streamCategory(event.stream);
      if (event.type === 'BoardColumnAdded' || event.type === 'BoardColumnChanged') {
        columns.set(event.data.columnId, event.data.name);
      } else if (category === 'ticket') {
        applyTicket(rooms, messages, columns, id, event);
      } else if (category === 'chat') {
        applyChat(rooms, messages, id, event);
      }
    },
    tables: [
      {
        name: 'chat_rooms',
        keyColumns: ['id'],
        columns: [
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
        ],
        keys: () => rooms.keys(),
        row: (id) => roomRow(id, rooms.get(id)),
      },
      {
        name: 'chat_participants',
        keyColumns: ['room_id', 'user_id'],
        columns: ['room_id', 'user_id', 'read_number', 'read_message_id', 'unread'],
        *keys() {
          for (const [id, { participants }] of rooms) {
            for (const userId of participants.keys()) yield keyOf(id, userId);
          }
        },
        row(key) {
          const [roomId = '', userId = ''] = key.split('/');
          const room = rooms.get(roomId);
          const participant = room?.participants.get(userId);
          if (!room || !participant) return undefined;
          const number = Math.max(participant.joinedAfter, participant.passed);
          const unread = room.said.slice(number).filter((id) => !messages.get(id)?.removed).length;
          return {
            room_id: roomId,
            user_id: userId,
            read_number: number,
            read_message_id: participant.readTo,
            unread,
          };
        },
      },
      {
        name: 'chat_messages',
        keyColumns: ['id'],
        columns: [
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
        ],
        longTexts: ['body'],
        keys: () => messages.keys(),
        row: (id) => messageRow(id, messages.get(id)),
      },
      {
        name: 'chat_columns',
        keyColumns: ['id'],
        columns: ['id', 'name'],
        keys: () => columns.keys(),
        row(id) {
          const name = columns.get(id);
          return name === undefined ? undefined : { id, name };
        },
      },
    ],
  };
}

function applyTicket(
  rooms: Map<string, Room>,
  messages: Map<string, Message>,
  columns: ReadonlyMap<string, string>,
  id: string,
  event: RecordedEvent,
): void {
  if (event.type === 'TicketOpened') {
    const { projectId, reporterId, companyId } = event.data;
    rooms.set(id, {
      ...opened('ticket', companyId, event),
      ticket: { projectId, reporterId },
      ticketRevision: '0',
    });
    return;
  }
  const room = rooms.get(id);
  if (!room) return;
  room.ticketRevision = String(event.revision);
  if (event.type === 'TicketAssigned' && !room.assigneeIds.includes(event.data.userId)) {
    room.assigneeIds.push(event.data.userId);
  }
  if (event.type === 'TicketCompanyChanged') {
    const { companyId, reporterId } = event.data;
    if (room.ticket) room.ticket = { ...room.ticket, reporterId };
    room.companyId = companyId;
  }
  if (event.type === 'TicketUnassigned') {
    const index = room.assigneeIds.indexOf(event.data.userId);
    if (index >= 0) room.assigneeIds.splice(index, 1);
  }
  const details = toldBy(columns, event);
  if (!details) return;
  messages.set(event.id, {
    roomId: id,
    authorId: event.metadata.actorId,
    position: String(event.position),
    number: undefined,
    told: { type: event.type, details },
    replyToId: null,
    files: [],
    at: instantValue(event.metadata.at),
    body: '',
    editedAt: null,
    removed: false,
    reactions: new Map(),
  });
}

/** What a ticket's event tells in its room; `undefined` of what it keeps to itself. */
function toldBy(columns: ReadonlyMap<string, string>, event: RecordedEvent): Value | undefined {
  const name = (id: string) => columns.get(id) ?? null;
  switch (event.type) {
    case 'TicketMoved': {
      const { columnId, fromColumnId } = event.data;
      if (columnId === fromColumnId) return undefined;
      return { columnId, columnName: name(columnId), fromColumnId, fromColumnName: name(fromColumnId) };
    }
    case 'TicketAssigned':
    case 'TicketUnassigned':
      return { userId: event.data.userId };
    case 'TicketScheduled':
      return { startDate: event.data.startDate, dueDate: event.data.dueDate };
    case 'TicketArchived':
      return { reason: event.data.reason };
    case 'TicketRestored':
      return { columnId: event.data.columnId, columnName: name(event.data.columnId) };
    default:
      return undefined;
  }
}

function applyChat(
  rooms: Map<string, Room>,
  messages: Map<string, Message>,
  id: string,
  event: RecordedEvent,
): void {
  const { actorId, at } = event.metadata;
  if (event.type === 'ChatRoomOpened') {
    const { kind, name, companyId } = event.data;
    const room = rooms.get(id) ?? opened(kind, companyId, event);
    rooms.set(id, { ...room, name, openerId: actorId, revision: String(event.revision) });
    return;
  }
  const room = rooms.get(id);
  if (!room) return;
  room.revision = String(event.revision);
  const message = 'messageId' in event.data ? messages.get(event.data.messageId) : undefined;
  switch (event.type) {
    case 'ChatRoomRenamed':
      room.name = event.data.name;
      return;
    case 'ParticipantJoined':
      room.participants.set(event.data.userId, { joinedAfter: room.said.length, readTo: null, passed: 0 });
      return;
    case 'ParticipantLeft':
      room.participants.delete(event.data.userId);
      return;
    case 'MessagePosted': {
      const { messageId, body, replyToId, files } = event.data;
      room.said.push(messageId);
      room.activeAt = instantValue(at);
      room.activePosition = String(event.position);
      messages.set(messageId, {
        roomId: id,
        authorId: actorId,
        position: String(event.position),
        number: room.said.length,
        told: undefined,
        replyToId,
        files,
        at: instantValue(at),
        body: shortenedText(body),
        editedAt: null,
        removed: false,
        reactions: new Map(),
      });
      pass(room, actorId, messageId, room.said.length);
      return;
    }
    case 'RoomRead':
      if (message?.number) pass(room, actorId, event.data.messageId, message.number);
      return;
    case 'MessageEdited':
      if (!message) return;
      message.body = shortenedText(event.data.body);
      message.editedAt = instantValue(at);
      return;
    case 'MessageRemoved':
      if (message) message.removed = true;
      return;
    case 'ReactionAdded': {
      const who = message?.reactions.get(event.data.reaction) ?? new Set<string>();
      message?.reactions.set(event.data.reaction, who.add(actorId));
      return;
    }
    case 'ReactionRemoved': {
      const who = message?.reactions.get(event.data.reaction);
      who?.delete(actorId);
      if (who?.size === 0) message?.reactions.delete(event.data.reaction);
      return;
    }
    default:
      return;
  }
}

/** A mark before the time when they came says nothing. */
function pass(room: Room, userId: string, messageId: string, number: number): void {
  const participant = room.participants.get(userId);
  if (!participant || number < participant.joinedAfter || number < participant.passed) return;
  participant.passed = number;
  participant.readTo = messageId;
}

function opened(kind: string, companyId: string | null, event: RecordedEvent): Room {
  const at = instantValue(event.metadata.at);
  return {
    kind,
    name: null,
    companyId,
    ticket: undefined,
    assigneeIds: [],
    openerId: null,
    openedAt: at,
    activeAt: at,
    activePosition: String(event.position),
    said: [],
    participants: new Map(),
    revision: '-1',
    ticketRevision: '-1',
  };
}

function roomRow(id: string, room: Room | undefined): Row | undefined {
  if (!room) return undefined;
  return {
    id,
    kind: room.kind,
    name: room.name,
    project_id: room.ticket?.projectId ?? null,
    reporter_id: room.ticket?.reporterId ?? null,
    company_id: room.companyId,
    assignee_ids: room.assigneeIds,
    opener_id: room.openerId,
    opened_at: room.openedAt,
    active_at: room.activeAt,
    active_position: room.activePosition,
    last_number: room.said.length,
    last_message_id: room.said.at(-1) ?? null,
    revision: room.revision,
    ticket_revision: room.ticketRevision,
  };
}

function messageRow(id: string, message: Message | undefined): Row | undefined {
  if (!message) return undefined;
  const { removed, reactions } = message;
  const shown = [...reactions].map(([reaction, userIds]) => ({ reaction, userIds: [...userIds] }));
  return {
    id,
    room_id: message.roomId,
    position: message.position,
    number: message.number ?? null,
    author_id: message.authorId,
    body: removed ? '' : message.body,
    reply_to_id: message.replyToId,
    files: removed ? [] : message.files,
    reactions: removed ? [] : shown,
    event_type: message.told?.type ?? null,
    details: message.told?.details ?? null,
    posted_at: message.at,
    edited_at: message.editedAt,
    removed,
  };
}
