import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type BusMessage, meChannel, roomChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { ChatChanges } from './chat.ts';
import {
  audienceOf,
  type ChatRows,
  type MessageRow,
  messageViewOf,
  type RoomRow,
  roomViewOf,
} from './chat-rows.ts';
import { changeMessage } from './live-change.ts';
import { excluding, including, instant, isNextOf } from './ticket-row.ts';

/** Applies one event of `ticket-{id}` to the ticket's room: who sees it, and what it tells there. */
export function applyTicketToRoom(rows: ChatRows, changes: ChatChanges, event: RecordedEvent): BusMessage[] {
  const id = streamSubject(event.stream);
  const known = rows.rooms.get(id);
  if (!isNextOf(known && { revision: known.ticket_revision }, event)) return [];
  if (event.type === 'TicketOpened') {
    const room = roomOf(event);
    rows.rooms.set(id, room);
    changes.rooms.add(room);
    return [];
  }
  if (!known) throw new Error(`${event.stream} begins with ${event.type} instead of TicketOpened`);
  const room = known;
  const before = audienceOf(room, []);
  room.ticket_revision = Number(event.revision);
  changes.rooms.add(room);
  if (event.type === 'TicketAssigned') room.assignee_ids = including(room.assignee_ids, event.data.userId);
  if (event.type === 'TicketUnassigned') room.assignee_ids = excluding(room.assignee_ids, event.data.userId);
  if (event.type === 'TicketCompanyChanged') {
    room.company_id = event.data.companyId;
    room.reporter_id = event.data.reporterId;
  }
  const audience = audienceOf(room, []);

  const told: BusMessage[] = [];
  const message = messageOf(rows, room, event);
  if (message) {
    changes.messages.add(message);
    const row = messageViewOf(message);
    told.push(
      changeMessage(event, roomChannel(id), audience, { entity: 'message', id: row.id, roomId: id, row }),
    );
  }
  const leaves = event.type === 'TicketUnassigned' || event.type === 'TicketCompanyChanged';
  if (leaves && before.kind === 'ticket' && audience.kind === 'ticket') {
    // Who does not see the ticket any more is told that its room is gone.
    const around = { ...audience, before: before.before };
    const participants = [...(rows.participants.get(id)?.values() ?? [])];
    const change = { entity: 'room', id, row: roomViewOf(room, participants) } as const;
    told.push(changeMessage(event, roomChannel(id), around, change));
    for (const { user_id } of participants) {
      if (event.type === 'TicketUnassigned' && user_id !== event.data.userId) continue;
      told.push(changeMessage(event, meChannel(user_id), around, change));
    }
  }
  return told;
}

function roomOf(event: Extract<RecordedEvent, { type: 'TicketOpened' }>): RoomRow {
  const { projectId, reporterId, companyId } = event.data;
  const at = instant(event.metadata.at);
  return {
    id: streamSubject(event.stream),
    kind: 'ticket',
    name: null,
    project_id: projectId,
    reporter_id: reporterId,
    company_id: companyId,
    assignee_ids: [],
    opener_id: null,
    opened_at: at,
    active_at: at,
    active_position: String(event.position),
    last_number: 0,
    last_message_id: null,
    revision: -1,
    ticket_revision: 0,
  };
}

/** What the ticket tells in its room: status, people, dates. The words are made by the reader's language. */
function messageOf(rows: ChatRows, room: RoomRow, event: RecordedEvent): MessageRow | undefined {
  const details = detailsOf(rows.columnNames, event);
  if (!details) return undefined;
  return {
    id: event.id,
    room_id: room.id,
    position: String(event.position),
    number: null,
    author_id: event.metadata.actorId,
    body: '',
    reply_to_id: null,
    files: [],
    reactions: [],
    event_type: event.type,
    details,
    posted_at: instant(event.metadata.at),
    edited_at: null,
    removed: false,
  };
}

/** People are named by id and shown by today's name; a column may be gone by then, so its name is kept. */
function detailsOf(
  names: ReadonlyMap<string, string>,
  event: RecordedEvent,
): Record<string, unknown> | undefined {
  const nameOf = (columnId: string) => names.get(columnId) ?? null;
  switch (event.type) {
    case 'TicketMoved': {
      const { columnId, fromColumnId } = event.data;
      // Another place in the same column is no news.
      if (columnId === fromColumnId) return undefined;
      return { columnId, columnName: nameOf(columnId), fromColumnId, fromColumnName: nameOf(fromColumnId) };
    }
    case 'TicketAssigned':
    case 'TicketUnassigned':
      return { userId: event.data.userId };
    case 'TicketScheduled':
      return { startDate: event.data.startDate, dueDate: event.data.dueDate };
    case 'TicketArchived':
      return { reason: event.data.reason };
    case 'TicketRestored':
      return { columnId: event.data.columnId, columnName: nameOf(event.data.columnId) };
    default:
      return undefined;
  }
}
