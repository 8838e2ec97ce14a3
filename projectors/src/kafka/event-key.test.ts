import { belongingIn, KeyUnknown, keyOf, lookedUpId } from '@ticketing/contracts/event-key.ts';
import type { DomainEvent } from '@ticketing/contracts/events/event.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { describe, expect, it } from 'vitest';
import { createScriptedLog } from '../testing/scripted-log.ts';
import {
  columnAdded,
  roleGranted,
  ticketMoved,
  ticketOpened,
  userRegistered,
} from '../testing/ticket-events.ts';

const projectId = newId();
const scripted = createScriptedLog();
const recorded = (stream: string, event: DomainEvent) => {
  const [one] = scripted.append(stream, event);
  if (!one) throw new Error('nothing was appended');
  return one;
};
const nowhere = () => undefined;

describe('the key of an event', () => {
  it('is the project for a project, its roles, its numbers and its tickets', () => {
    const ticketId = newId();
    const opened = recorded(`ticket-${ticketId}`, ticketOpened({ projectId, columnId: newId() }));
    const belonging = belongingIn(opened);
    expect(belonging).toEqual({ id: ticketId, projectId });
    const projectOf = (id: string) => (id === belonging?.id ? belonging.projectId : undefined);
    const moved = recorded(`ticket-${ticketId}`, ticketMoved(newId(), newId()));
    expect(lookedUpId(moved)).toBe(ticketId);
    for (const event of [
      opened,
      moved,
      recorded(`chat-${ticketId}`, { type: 'RoomRead', data: { messageId: newId() } }),
      recorded(`project-${projectId}`, columnAdded(newId(), 'To do')),
      recorded(`roles-${projectId}`, roleGranted(newId(), 'admin')),
      recorded(`numbers-${projectId}`, { type: 'TicketNumberTaken', data: { ticketId } }),
    ]) {
      expect(keyOf(event, projectOf), event.stream).toBe(projectId);
    }
  });

  it('is their own for people, their inboxes, companies, contacts, rooms without a ticket and reserved names', () => {
    const id = newId();
    const own: [string, DomainEvent][] = [
      [`user-${id}`, userRegistered('ann', 'Ann')],
      [`inbox-${id}`, { type: 'NotificationRead', data: { notificationId: newId() } }],
      [`company-${id}`, { type: 'CompanyUserAssigned', data: { userId: newId() } }],
      [`contact-${id}`, { type: 'ContactRemoved', data: {} }],
      [`chat-${id}`, { type: 'ParticipantJoined', data: { userId: newId() } }],
      [`username-${id}`, { type: 'UsernameReserved', data: { userId: newId() } }],
      [`projectkey-${id}`, { type: 'ProjectKeyReserved', data: { projectId } }],
    ];
    for (const [stream, event] of own) expect(keyOf(recorded(stream, event), nowhere), stream).toBe(id);
  });

  it('is not guessed for a ticket that was never opened', () => {
    const orphan = recorded(`ticket-${newId()}`, ticketMoved(newId(), newId()));
    expect(() => keyOf(orphan, nowhere)).toThrow(KeyUnknown);
  });
});
