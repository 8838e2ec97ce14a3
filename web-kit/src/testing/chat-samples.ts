import type { MessageView, ReadRoomView } from '@ticketing/contracts/room-views.ts';
import type { OutboxEntry, RoomIntent } from '../chat/outbox.ts';
import type { MessagePage } from '../chat/timeline.ts';
import type { ChangeFrame } from '../live-channels.ts';
import { frame, nino } from './samples.ts';

/** A message at a position; its id is `m` and the position unless told. */
export const message = (position: string, over: Partial<MessageView> = {}): MessageView => ({
  id: `m${position}`,
  roomId: 'room',
  kind: 'message',
  authorId: 'nino',
  body: `Words ${position}`,
  replyToId: null,
  files: [],
  reactions: [],
  event: null,
  removed: false,
  at: '2026-03-01T10:00:00.000Z',
  editedAt: null,
  position,
  ...over,
});

export const page = (items: readonly MessageView[], over: Partial<MessagePage> = {}): MessagePage => ({
  items: [...items],
  olderCursor: null,
  newerCursor: null,
  people: [nino],
  passes: [],
  passesUntil: '2026-03-01T10:20:00.000Z',
  ...over,
});

export const told = (position: string, row: MessageView, commandId = `c${position}`): ChangeFrame =>
  frame(position, commandId, { entity: 'message', id: row.id, roomId: 'room', row }, 'room:room');

export const sending = (
  commandId: string,
  intent: RoomIntent,
  over: Partial<OutboxEntry> = {},
): OutboxEntry => ({
  commandId,
  roomId: 'room',
  userId: 'nino',
  at: '2026-03-01T11:00:00.000Z',
  intent,
  ...over,
});

export const room = (over: Partial<ReadRoomView> = {}): ReadRoomView => ({
  id: 'room',
  kind: 'group',
  name: 'Room',
  companyId: null,
  projectId: null,
  openerId: 'nino',
  participants: [{ userId: 'nino', readTo: null }],
  openedAt: '2026-03-01T09:00:00.000Z',
  activeAt: '2026-03-01T10:00:00.000Z',
  revision: '1',
  unread: 0,
  lastMessage: null,
  ticket: null,
  people: [nino],
  allowed: ['chat.write'],
  ...over,
});
