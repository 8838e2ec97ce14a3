import type { ProjectEvent, TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { ColumnCategory, Role } from '@ticketing/contracts/kinds.ts';
import { newId } from '@ticketing/platform/ids.ts';

/** Events with everything filled in that a test does not care about. */
export const projectCreated = (key = 'WEB'): ProjectEvent => ({
  type: 'ProjectCreated',
  data: { key, name: `Project ${key}`, description: '' },
});

export const columnAdded = (
  columnId: string,
  name: string,
  category: ColumnCategory = 'todo',
  rank = 'a0',
): ProjectEvent => ({
  type: 'BoardColumnAdded',
  data: { columnId, name, colour: '#336699', category, rank },
});

export type Opened = Extract<TicketEvent, { type: 'TicketOpened' }>['data'];

export const ticketOpened = (
  given: Pick<Opened, 'projectId' | 'columnId'> & Partial<Opened>,
): Extract<TicketEvent, { type: 'TicketOpened' }> => ({
  type: 'TicketOpened',
  data: {
    number: 1,
    key: 'WEB-1',
    type: 'task',
    title: 'The printer is on fire',
    description: 'There is smoke.',
    priority: 2,
    urgency: 2,
    importance: 2,
    reporterId: newId(),
    companyId: null,
    rank: 'a0',
    startDate: null,
    dueDate: null,
    ...given,
  },
});

export const ticketMoved = (columnId: string, fromColumnId: string, rank = 'a1'): TicketEvent => ({
  type: 'TicketMoved',
  data: { columnId, fromColumnId, rank },
});

export const userRegistered = (username: string, displayName: string, staff = true) =>
  ({
    type: 'UserRegistered',
    data: { username, displayName, email: `${username}@example.com`, staff },
  }) as const;

export const roleGranted = (userId: string, role: Role) =>
  ({ type: 'RoleGranted', data: { userId, role } }) as const;
