import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { expect, test } from 'vitest';
import { type Notifications, patchNotifications, unreadNow } from './notifications.ts';

const told = (id: string, position: string, readAt: string | null = null): NotificationView => ({
  id,
  kind: 'assigned',
  projectId: null,
  projectName: null,
  ticketId: null,
  ticketKey: null,
  ticketTitle: null,
  roomId: null,
  roomName: null,
  actorId: 'nino',
  actorName: 'Nino',
  details: {},
  at: '2026-11-27T10:00:00Z',
  position,
  readAt,
});
const list = (...items: NotificationView[]): Notifications => ({
  pages: [{ items, nextCursor: null, position: '9' }],
  pageParams: [undefined],
});
const frame = (row: NotificationView) => ({
  channel: 'me:me',
  position: row.position,
  actorId: 'nino',
  commandId: 'command',
  change: { entity: 'notification', id: row.id, row } as const,
});
const ids = (notifications: Notifications) => notifications.pages[0]?.items.map(({ id }) => id);

test('what is new stands in front, and what grew, as unread messages of a room do, comes up', () => {
  const before = list(told('b', '5'), told('a', '3'));
  expect(ids(patchNotifications(before, frame(told('c', '7')), false))).toEqual(['c', 'b', 'a']);
  expect(ids(patchNotifications(before, frame(told('a', '8')), false))).toEqual(['a', 'b']);
});

test('what was read leaves the list of what is not', () => {
  const before = list(told('b', '5'), told('a', '3'));
  expect(ids(patchNotifications(before, frame(told('b', '5', '2026-11-27T11:00:00Z')), true))).toEqual(['a']);
});

test('all that came up to a position is read, what came later is not', () => {
  const change = { entity: 'inbox', id: 'me', row: { unread: 1, readUpTo: '4' } } as const;
  const inbox = { channel: 'me:me', position: '6', actorId: 'me', commandId: 'command', change };
  const before = list(told('b', '5'), told('a', '3'));
  const after = patchNotifications(before, inbox, false).pages[0]?.items;
  expect(after?.map(({ readAt }) => readAt !== null)).toEqual([false, true]);
  expect(ids(patchNotifications(before, inbox, true))).toEqual(['b']);
});

test('a count holds what was told while it was on its way, and nothing that it has itself', () => {
  const inbox = (position: string, unread: number) => ({
    channel: 'me:me',
    position,
    actorId: 'me',
    commandId: 'command',
    change: { entity: 'inbox', id: 'me', row: { unread, readUpTo: null } } as const,
  });
  const recent = [inbox('8', 5), inbox('11', 6), frame(told('a', '12'))];
  expect(unreadNow(3, '10', recent)).toBe(6);
  expect(unreadNow(3, '11', recent)).toBe(3);
});
