import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { describe, it } from 'vitest';
import { columnState, ids, projectState, specification } from '../testing/given.ts';
import type { TicketCommand } from './commands.ts';
import { decideTicket, type TicketDecisionFacts } from './decide.ts';
import { ticketFold } from './evolve.ts';
import { rankAtEnd } from './rank.ts';

const review = '01900000-0000-7000-8000-0000000000c2';
const columns = [
  columnState({ id: ids.todo, name: 'To Do', category: 'todo', rank: 'a', leadsTo: [ids.doing] }),
  columnState({ id: ids.doing, name: 'Doing', category: 'in_progress', rank: 'b', maximum: 2 }),
  columnState({ id: ids.done, name: 'Done', category: 'done', rank: 'c' }),
];
const project = projectState({ columns, companyIds: [ids.company] });

const given = (facts: Omit<TicketDecisionFacts, 'ticketId'>, ...events: readonly TicketEvent[]) =>
  specification({
    stream: `ticket-${ids.ticket}`,
    ...ticketFold,
    decide: (command: TicketCommand, state) =>
      decideTicket(command, state, { ticketId: ids.ticket, ...facts }),
  }).given(...events);

const opened = (
  columnId: string,
  dueDate: string | null = null,
  companyId: string | null = null,
): TicketEvent => ({
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
    companyId,
    columnId,
    rank: 'a5',
    startDate: null,
    dueDate,
  },
});
const atMilliseconds = 1_000;
const move = (columnId: string) =>
  ({ type: 'MoveTicket', columnId, after: undefined, before: undefined, atMilliseconds }) as const;
const moved = (columnId: string, fromColumnId: string): TicketEvent => ({
  type: 'TicketMoved',
  data: { columnId, rank: rankAtEnd(atMilliseconds, ids.ticket), fromColumnId },
});
const open = {
  type: 'OpenTicket',
  number: 1,
  ticketType: 'task',
  title: 'Printer',
  description: '',
  priority: 2,
  urgency: 2,
  importance: 2,
  reporterId: ids.client,
  companyId: null,
  columnId: undefined,
  startDate: null,
  dueDate: null,
  assigneeIds: [],
  tagIds: [],
  atMilliseconds,
} as const satisfies TicketCommand;

describe('where a column leads', () => {
  it('is where its tickets may go, and another place inside it always is', () => {
    given({ project }, opened(ids.todo)).when(move(ids.done)).thenRefused('transition_not_allowed');
    given({ project }, opened(ids.todo)).when(move(ids.doing)).thenHappens(moved(ids.doing, ids.todo));
    given({ project }, opened(ids.todo)).when(move(ids.todo)).thenHappens(moved(ids.todo, ids.todo));
    given({ project }, opened(ids.doing)).when(move(ids.todo)).thenHappens(moved(ids.todo, ids.doing));
  });

  it('binds a ticket whose own column was removed by the column in which it is shown', () => {
    const without = projectState({ columns, removedColumns: { [review]: ids.todo } });
    given({ project: without }, opened(review)).when(move(ids.done)).thenRefused('transition_not_allowed');
    given({ project: without }, opened(review)).when(move(ids.todo)).thenHappens(moved(ids.todo, review));
  });
});

describe('a full column', () => {
  const enforced = projectState({ columns, limitsEnforced: true });

  it('refuses one more when the project enforces its limits, and only then', () => {
    const full = { project: enforced, ticketsInColumn: 2 };
    given(full, opened(ids.todo)).when(move(ids.doing)).thenRefused('column_full');
    given({ project: enforced, ticketsInColumn: 1 }, opened(ids.todo))
      .when(move(ids.doing))
      .thenHappens(moved(ids.doing, ids.todo));
    given({ project, ticketsInColumn: 2 }, opened(ids.todo))
      .when(move(ids.doing))
      .thenHappens(moved(ids.doing, ids.todo));
    given(full)
      .when({ ...open, columnId: ids.doing })
      .thenRefused('column_full');
  });

  it('lets its own tickets move inside it', () =>
    given({ project: enforced, ticketsInColumn: 2 }, opened(ids.doing))
      .when(move(ids.doing))
      .thenHappens(moved(ids.doing, ids.doing)));
});

describe('a due date before done', () => {
  const strict = { project: projectState({ columns, dueDateBeforeDone: true }) };

  it('is asked for when a ticket is moved or opened into a done column', () => {
    given(strict, opened(ids.doing)).when(move(ids.done)).thenRefused('due_date_required');
    given(strict, opened(ids.doing, '2026-03-01'))
      .when(move(ids.done))
      .thenHappens(moved(ids.done, ids.doing));
    given(strict)
      .when({ ...open, columnId: ids.done })
      .thenRefused('due_date_required');
  });

  it('is not taken away from a done ticket, and asks nothing of one that has none for long', () => {
    given(strict, opened(ids.done, '2026-03-01'))
      .when({ type: 'ChangeTicket', dueDate: null })
      .thenRefused('due_date_required');
    given(strict, opened(ids.done))
      .when({ type: 'ChangeTicket', startDate: '2026-02-01' })
      .thenHappens({ type: 'TicketScheduled', data: { startDate: '2026-02-01', dueDate: null } });
    given(strict, opened(ids.doing, '2026-03-01'))
      .when({ type: 'ChangeTicket', dueDate: null })
      .thenHappens({ type: 'TicketScheduled', data: { startDate: null, dueDate: null } });
  });
});

describe('a ticket whose column was removed', () => {
  const without = projectState({
    columns,
    removedColumns: { [review]: ids.doing },
    limitsEnforced: true,
    dueDateBeforeDone: true,
  });
  const leave = { type: 'LeaveRemovedColumn', atMilliseconds } as const;
  const archived: TicketEvent = { type: 'TicketArchived', data: { reason: 'manual', words: '' } };

  it('leaves it for the end of the other, whatever the rules of the board, archived or not', () => {
    given({ project: without, ticketsInColumn: 9 }, opened(review))
      .when(leave)
      .thenHappens(moved(ids.doing, review));
    given({ project: without }, opened(review), archived).when(leave).thenHappens(moved(ids.doing, review));
    given({ project: without }, opened(ids.doing)).when(leave).thenHappens();
  });

  it('is restored to where its column’s tickets went', () =>
    given({ project: without }, opened(review), archived)
      .when({ type: 'RestoreTicket', atMilliseconds })
      .thenHappens({
        type: 'TicketRestored',
        data: { columnId: ids.doing, rank: rankAtEnd(atMilliseconds, ids.ticket) },
      }));

  it('asks for no review by going to a done column, and takes one back by going to work', () => {
    const proposed: TicketEvent = { type: 'ResolutionProposed', data: { round: 1 } };
    const toDone = projectState({
      columns,
      companyIds: [ids.company],
      removedColumns: { [review]: ids.done },
    });
    given({ project: toDone }, opened(review, null, ids.company))
      .when(leave)
      .thenHappens(moved(ids.done, review));
    given({ project: without }, opened(review, null, ids.company), proposed)
      .when(leave)
      .thenHappens(moved(ids.doing, review), { type: 'ResolutionWithdrawn', data: { round: 1 } });
  });
});

describe('a ticket of an archived project', () => {
  const away = {
    project: projectState({ columns, archived: true, removedColumns: { [review]: ids.doing } }),
  };

  it('is left as it is by people', () => {
    given(away, opened(ids.todo)).when(move(ids.doing)).thenRefused('project_archived');
    given(away, opened(ids.todo))
      .when({ type: 'ChangeTicket', title: 'Other' })
      .thenRefused('project_archived');
    given(away, opened(ids.todo), { type: 'TicketArchived', data: { reason: 'done', words: '' } })
      .when({ type: 'RestoreTicket', atMilliseconds })
      .thenRefused('project_archived');
    given(away).when(open).thenRefused('project_archived');
  });

  it('is left alone by the system, without an error', () => {
    const ticket = given(away, opened(ids.done));
    const enteredColumnBy = ticket.state?.enteredColumnBy ?? '';
    ticket.when({ type: 'ArchiveWhenStillDone', enteredColumnBy }).thenHappens();
    given(away, opened(review)).when({ type: 'LeaveRemovedColumn', atMilliseconds }).thenHappens();
  });
});
