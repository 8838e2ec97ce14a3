import type { NotificationView } from '@ticketing/contracts/notifications.ts';
import { describe, expect, it } from 'vitest';
import { notificationAddress } from './notification-words.ts';

const told = (over: Partial<NotificationView>): NotificationView => ({
  id: 'n',
  kind: 'commented',
  projectId: 'p',
  projectName: 'Office',
  ticketId: 't',
  ticketKey: 'OPS-1',
  ticketTitle: 'Printer',
  roomId: null,
  roomName: null,
  actorId: 'a',
  actorName: 'Ana',
  details: {},
  at: '2026-03-01T10:00:00Z',
  position: '1',
  readAt: null,
  ...over,
});

describe('what is new', () => {
  it('leads to the ticket, to its chat, or to the room', () => {
    expect(notificationAddress(told({}))).toBe('/tickets/t');
    expect(notificationAddress(told({ kind: 'chat', roomId: 't' }))).toBe('/tickets/t?talk=chat');
    expect(notificationAddress(told({ kind: 'chat', ticketId: null, roomId: 'r' }))).toBe('/rooms/r');
    expect(notificationAddress(told({ kind: 'invited', ticketId: null }))).toBe('/');
  });
});
