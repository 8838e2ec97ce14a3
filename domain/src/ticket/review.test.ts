import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { describe, expect, it } from 'vitest';
import { columnState, ids, projectState, specification } from '../testing/given.ts';
import type { TicketCommand } from './commands.ts';
import { decideTicket } from './decide.ts';
import { ticketFold } from './evolve.ts';
import { rankAtEnd } from './rank.ts';

const closed = '01900000-0000-7000-8000-0000000000c1';
const column = (id: string, category: ColumnCategory, rank: string) =>
  columnState({ id, name: id, category, rank });
const project = projectState({
  columns: [
    column(ids.todo, 'todo', 'a'),
    column(ids.doing, 'in_progress', 'b'),
    column(ids.done, 'done', 'c'),
    column(closed, 'done', 'd'),
  ],
  companyIds: [ids.company],
});
const { given } = specification({
  stream: `ticket-${ids.ticket}`,
  ...ticketFold,
  decide: (command: TicketCommand, state) => decideTicket(command, state, { ticketId: ids.ticket, project }),
});

const atMilliseconds = 1_000;
const rank = rankAtEnd(atMilliseconds, ids.ticket);
const open = {
  type: 'OpenTicket',
  number: 7,
  ticketType: 'bug',
  title: 'Printer',
  description: '',
  priority: 2,
  urgency: 2,
  importance: 2,
  reporterId: ids.client,
  companyId: ids.company,
  columnId: undefined,
  startDate: null,
  dueDate: null,
  assigneeIds: [],
  tagIds: [],
  atMilliseconds,
} as const satisfies TicketCommand;
const openedIn = (columnId: string, companyId: string | null = ids.company): TicketEvent[] =>
  decideTicket({ ...open, columnId, companyId, unreviewed: true }, undefined, {
    ticketId: ids.ticket,
    project,
  }).slice();
const moveTo = (columnId: string): TicketCommand => ({
  type: 'MoveTicket',
  columnId,
  after: undefined,
  before: undefined,
  atMilliseconds: atMilliseconds + 1,
});
const movedTo = (columnId: string, fromColumnId: string): TicketEvent => ({
  type: 'TicketMoved',
  data: { columnId, rank: rankAtEnd(atMilliseconds + 1, ids.ticket), fromColumnId },
});
const proposed = (round: number): TicketEvent => ({ type: 'ResolutionProposed', data: { round } });
const withdrawn = (round: number): TicketEvent => ({ type: 'ResolutionWithdrawn', data: { round } });
const rejected: TicketEvent = { type: 'ResolutionRejected', data: { round: 1, reason: 'Still blank' } };
const accepted: TicketEvent = {
  type: 'ResolutionAccepted',
  data: { round: 1, stars: 4, words: 'Thank you' },
};
const accept = { type: 'AcceptResolution', stars: 4, words: 'Thank you' } as const;
const reject = { type: 'RejectResolution', reason: 'Still blank', atMilliseconds } as const;
const archived: TicketEvent = { type: 'TicketArchived', data: { reason: 'done', words: '' } };
const awaiting = [...openedIn(ids.todo), movedTo(ids.done, ids.todo), proposed(1)];

describe('the review of a resolution', () => {
  it('is asked for when a ticket with a company enters a done column', () => {
    given(...openedIn(ids.todo))
      .when(moveTo(ids.done))
      .thenHappens(movedTo(ids.done, ids.todo), proposed(1));
    given(...openedIn(ids.todo, null))
      .when(moveTo(ids.done))
      .thenHappens(movedTo(ids.done, ids.todo));
    const [, ...more] = decideTicket({ ...open, columnId: ids.done }, undefined, {
      ticketId: ids.ticket,
      project,
    });
    expect(more).toEqual([proposed(1)]);
  });

  it('is not asked for what an import tells of the past', () =>
    given(...openedIn(ids.todo))
      .when({ ...moveTo(ids.done), unreviewed: true } as TicketCommand)
      .thenHappens(movedTo(ids.done, ids.todo)));

  it('stands on the way from one done column to another, also when it was accepted', () => {
    given(...awaiting)
      .when(moveTo(closed))
      .thenHappens(movedTo(closed, ids.done));
    given(...awaiting, accepted)
      .when(moveTo(closed))
      .thenHappens(movedTo(closed, ids.done));
  });

  it('is taken back when the ticket goes back to work, and asked for anew with the next round', () => {
    given(...awaiting)
      .when(moveTo(ids.doing))
      .thenHappens(movedTo(ids.doing, ids.done), withdrawn(1));
    given(...awaiting, movedTo(ids.doing, ids.done), withdrawn(1))
      .when(moveTo(ids.done))
      .thenHappens(movedTo(ids.done, ids.doing), proposed(2));
    given(...awaiting, accepted, movedTo(ids.doing, ids.done))
      .when(moveTo(ids.done))
      .thenHappens(movedTo(ids.done, ids.doing), proposed(2));
  });

  it('is accepted with stars, once', () => {
    given(...awaiting)
      .when(accept)
      .thenHappens(accepted);
    given(...awaiting, accepted)
      .when(accept)
      .thenRefused('no_review_awaited');
    given(...openedIn(ids.todo))
      .when(accept)
      .thenRefused('no_review_awaited');
  });

  it('sends a rejected ticket to the first column in progress, out of the archive if it is there', () => {
    given(...awaiting)
      .when(reject)
      .thenHappens(rejected, {
        type: 'TicketMoved',
        data: { columnId: ids.doing, rank, fromColumnId: ids.done },
      });
    given(...awaiting, archived)
      .when(reject)
      .thenHappens(rejected, { type: 'TicketRestored', data: { columnId: ids.doing, rank } });
    given(...awaiting, archived)
      .when(accept)
      .thenHappens(accepted);
  });

  it('keeps every round', () => {
    const { state } = given(
      ...awaiting,
      rejected,
      movedTo(ids.doing, ids.done),
      movedTo(ids.done, ids.doing),
      proposed(2),
      { type: 'ResolutionAccepted', data: { round: 2, stars: 5, words: '' } },
    );
    expect(state?.reviews.map(({ round, state, stars, words }) => [round, state, stars, words])).toEqual([
      [1, 'rejected', null, 'Still blank'],
      [2, 'accepted', 5, ''],
    ]);
    expect(state?.reviews[0]?.answeredById).toBe(ids.agent);
  });
});
