import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import { columnState, ids, projectState, recorded, specification } from '../testing/given.ts';
import type { TicketCommand } from './commands.ts';
import { decideTicket } from './decide.ts';
import { ticketFold } from './evolve.ts';

const project = projectState({
  columns: [
    columnState({ id: ids.todo, name: 'To Do', category: 'todo', rank: 'a' }),
    columnState({ id: ids.done, name: 'Done', category: 'done', rank: 'b' }),
  ],
});
const { given } = specification({
  stream: `ticket-${ids.ticket}`,
  ...ticketFold,
  decide: (command: TicketCommand, state) => decideTicket(command, state, { ticketId: ids.ticket, project }),
});
const opened: TicketEvent = {
  type: 'TicketOpened',
  data: {
    projectId: ids.project,
    number: 1,
    key: 'OPS-1',
    type: 'task',
    title: 'Printer',
    description: '',
    priority: 2,
    urgency: 2,
    importance: 2,
    reporterId: ids.client,
    companyId: ids.company,
    columnId: ids.todo,
    rank: 'a',
    startDate: null,
    dueDate: '2026-03-10',
  },
};
const moved = (columnId: string, fromColumnId: string): TicketEvent => ({
  type: 'TicketMoved',
  data: { columnId, fromColumnId, rank: 'a' },
});
const proposed = (round: number): TicketEvent => ({ type: 'ResolutionProposed', data: { round } });
const archived: TicketEvent = { type: 'TicketArchived', data: { reason: 'done', words: '' } };
const tell = { type: 'TellDueSoon', dueDate: '2026-03-10' } as const;
const ask = { type: 'RemindOfReview', round: 1 } as const;

describe('the system’s reminders', () => {
  it('tell that a ticket is due soon while it is open and due on that day', () => {
    given(opened)
      .when(tell)
      .thenHappens({ type: 'TicketDueSoon', data: { dueDate: '2026-03-10' } });
    given(opened)
      .when({ ...tell, dueDate: '2026-03-11' })
      .thenHappens();
    given(opened, moved(ids.done, ids.todo)).when(tell).thenHappens();
    given(opened, archived).when(tell).thenHappens();
  });

  it('ask for a review that is awaited, of an archived ticket too, and of no other round', () => {
    const reminded: TicketEvent = { type: 'ReviewReminded', data: { round: 1 } };
    given(opened, proposed(1)).when(ask).thenHappens(reminded);
    given(opened, proposed(1), archived).when(ask).thenHappens(reminded);
    given(opened).when(ask).thenHappens();
    given(opened, proposed(1), { type: 'ResolutionAccepted', data: { round: 1, stars: 5, words: '' } })
      .when(ask)
      .thenHappens();
    given(opened, proposed(1), { type: 'ResolutionWithdrawn', data: { round: 1 } }, proposed(2))
      .when(ask)
      .thenHappens();
  });

  it('change nothing of the ticket', () => {
    const events = recorded(`ticket-${ids.ticket}`, [
      opened,
      { type: 'TicketDueSoon', data: { dueDate: '2026-03-10' } },
    ]);
    const [first] = events;
    expect(events.reduce(ticketFold.evolve, ticketFold.initial)).toEqual(
      first && ticketFold.evolve(undefined, first),
    );
  });
});
