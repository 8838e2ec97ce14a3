import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { describe, expect, it } from 'vitest';
import { columnState, ids, projectState, specification } from '../testing/given.ts';
import type { TicketCommand } from './commands.ts';
import { decideTicket } from './decide.ts';
import { ticketFold } from './evolve.ts';
import { rankAtEnd } from './rank.ts';

const column = (id: string, category: 'todo' | 'in_progress' | 'done', rank: string) =>
  columnState({ id, name: category, category, rank });
const project = projectState({
  columns: [
    column(ids.todo, 'todo', 'a'),
    column(ids.doing, 'in_progress', 'b'),
    column(ids.done, 'done', 'c'),
  ],
  tags: [{ id: ids.tag, name: 'network', colour: '#000000', memberIds: [] }],
  companyIds: [ids.company],
});

const { given } = specification({
  stream: `ticket-${ids.ticket}`,
  ...ticketFold,
  decide: (command: TicketCommand, state) => decideTicket(command, state, { ticketId: ids.ticket, project }),
});

const rank = rankAtEnd(1_000, ids.ticket);
const openTicket: Extract<TicketCommand, { type: 'OpenTicket' }> = {
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
  atMilliseconds: 1_000,
};
const opened: TicketEvent = {
  type: 'TicketOpened',
  data: {
    projectId: ids.project,
    number: 7,
    key: 'OPS-7',
    type: 'bug',
    title: 'Printer',
    description: '',
    priority: 2,
    urgency: 2,
    importance: 2,
    reporterId: ids.client,
    companyId: ids.company,
    columnId: ids.todo,
    rank,
    startDate: null,
    dueDate: null,
  },
};
const movedTo = (columnId: string, from: string = ids.todo): TicketEvent => ({
  type: 'TicketMoved',
  data: { columnId, rank, fromColumnId: from },
});
const archived: TicketEvent = { type: 'TicketArchived', data: { reason: 'manual', words: '' } };
const comment: TicketEvent = {
  type: 'CommentPosted',
  data: { commentId: ids.comment, body: 'Hello', visibility: 'public' },
};

describe('opening a ticket', () => {
  it('puts it at the end of the project’s first column', () => given().when(openTicket).thenHappens(opened));
  it('assigns and tags in the same step, each once', () =>
    given()
      .when({ ...openTicket, assigneeIds: [ids.agent, ids.agent], tagIds: [ids.tag] })
      .thenHappens(
        opened,
        { type: 'TicketAssigned', data: { userId: ids.agent } },
        { type: 'TicketTagged', data: { tagId: ids.tag } },
      ));
  it('does nothing when it is open already', () => given(opened).when(openTicket).thenHappens());
  it('refuses a company that has no part in the project', () =>
    given()
      .when({ ...openTicket, companyId: ids.unknown })
      .thenRefused('unknown_company'));
  it('refuses a column of another project', () =>
    given()
      .when({ ...openTicket, columnId: ids.unknown })
      .thenRefused('unknown_column'));
  it('refuses a tag of another project', () =>
    given()
      .when({ ...openTicket, tagIds: [ids.unknown] })
      .thenRefused('unknown_tag'));
  it('refuses a start after the due date', () =>
    given()
      .when({ ...openTicket, startDate: '2026-02-02', dueDate: '2026-02-01' })
      .thenRefused('schedule_inverted'));
});

describe('changing a ticket', () => {
  it('tells each kind of change by its own event', () =>
    given(opened)
      .when({
        type: 'ChangeTicket',
        title: 'Plotter',
        description: 'Big',
        ticketType: 'task',
        priority: 4,
        dueDate: '2026-02-01',
      })
      .thenHappens(
        { type: 'TicketRenamed', data: { title: 'Plotter' } },
        { type: 'TicketDescribed', data: { description: 'Big' } },
        { type: 'TicketTypeChanged', data: { type: 'task' } },
        { type: 'TicketPrioritised', data: { priority: 4, urgency: 2, importance: 2 } },
        { type: 'TicketScheduled', data: { startDate: null, dueDate: '2026-02-01' } },
      ));
  it('is silent about what is so already', () =>
    given(opened).when({ type: 'ChangeTicket', title: 'Printer', priority: 2 }).thenHappens());
  it('checks a new due date against the start that stays', () =>
    given(opened, { type: 'TicketScheduled', data: { startDate: '2026-03-01', dueDate: null } })
      .when({ type: 'ChangeTicket', dueDate: '2026-02-01' })
      .thenRefused('schedule_inverted'));
  it('refuses while the ticket is archived', () =>
    given(opened, archived).when({ type: 'ChangeTicket', title: 'x' }).thenRefused('already_archived'));
  it('refuses for a ticket that was never opened', () =>
    given().when({ type: 'ChangeTicket', title: 'x' }).thenRefused('not_found'));
});

describe('moving a ticket', () => {
  const move = {
    type: 'MoveTicket',
    columnId: ids.doing,
    after: undefined,
    before: undefined,
    atMilliseconds: 5_000,
  } as const;
  it('goes to the end of the column when no neighbour is named', () =>
    given(opened)
      .when(move)
      .thenHappens({
        type: 'TicketMoved',
        data: { columnId: ids.doing, rank: rankAtEnd(5_000, ids.ticket), fromColumnId: ids.todo },
      }));
  it('refuses a column that the project does not have', () =>
    given(opened)
      .when({ ...move, columnId: ids.unknown })
      .thenRefused('unknown_column'));
  it('remembers by which event it came into its column, whatever its place there', () => {
    const before = given(opened, movedTo(ids.done)).state;
    const after = given(opened, movedTo(ids.done), {
      type: 'TicketMoved',
      data: { columnId: ids.done, rank: 'gzz', fromColumnId: ids.done },
    }).state;
    expect(after?.enteredColumnBy).toBe(before?.enteredColumnBy);
    expect(after?.rank).toBe('gzz');
  });
});

describe('people and tags', () => {
  it('assigns once', () => {
    const assigned: TicketEvent = { type: 'TicketAssigned', data: { userId: ids.agent } };
    given(opened).when({ type: 'AssignTicket', userId: ids.agent }).thenHappens(assigned);
    given(opened, assigned).when({ type: 'AssignTicket', userId: ids.agent }).thenHappens();
    given(opened, assigned)
      .when({ type: 'UnassignTicket', userId: ids.agent })
      .thenHappens({ type: 'TicketUnassigned', data: { userId: ids.agent } });
    given(opened).when({ type: 'UnassignTicket', userId: ids.agent }).thenHappens();
  });
  it('tags with tags of the project', () => {
    const tagged: TicketEvent = { type: 'TicketTagged', data: { tagId: ids.tag } };
    given(opened).when({ type: 'TagTicket', tagId: ids.tag }).thenHappens(tagged);
    given(opened).when({ type: 'TagTicket', tagId: ids.unknown }).thenRefused('unknown_tag');
    given(opened, tagged)
      .when({ type: 'UntagTicket', tagId: ids.tag })
      .thenHappens({ type: 'TicketUntagged', data: { tagId: ids.tag } });
  });
});

describe('comments', () => {
  it('lets only its author change a comment', () => {
    const edit = { type: 'EditComment', commentId: ids.comment, body: 'Bye' } as const;
    given(opened, comment)
      .when({ ...edit, actorId: ids.agent })
      .thenHappens({ type: 'CommentEdited', data: { commentId: ids.comment, body: 'Bye' } });
    given(opened, comment)
      .when({ ...edit, actorId: ids.client })
      .thenRefused('forbidden');
    given(opened)
      .when({ ...edit, actorId: ids.agent })
      .thenRefused('unknown_comment');
  });
  it('lets its author and whoever moderates remove it', () => {
    const remove = { type: 'RemoveComment', commentId: ids.comment } as const;
    const removed: TicketEvent = { type: 'CommentRemoved', data: { commentId: ids.comment } };
    given(opened, comment)
      .when({ ...remove, actorId: ids.agent, moderates: false })
      .thenHappens(removed);
    given(opened, comment)
      .when({ ...remove, actorId: ids.client, moderates: true })
      .thenHappens(removed);
    given(opened, comment)
      .when({ ...remove, actorId: ids.client, moderates: false })
      .thenRefused('forbidden');
    given(opened, comment, removed)
      .when({ ...remove, actorId: ids.agent, moderates: false })
      .thenRefused('unknown_comment');
  });
});

describe('archiving', () => {
  it('archives and restores to where the ticket was', () => {
    given(opened).when({ type: 'ArchiveTicket', words: '' }).thenHappens(archived);
    given(opened)
      .when({ type: 'ArchiveTicket', words: 'Opened twice' })
      .thenHappens({ type: 'TicketArchived', data: { reason: 'manual', words: 'Opened twice' } });
    given(opened, archived).when({ type: 'ArchiveTicket', words: '' }).thenRefused('already_archived');
    given(opened, movedTo(ids.doing), archived)
      .when({ type: 'RestoreTicket', atMilliseconds: 9_000 })
      .thenHappens({ type: 'TicketRestored', data: { columnId: ids.doing, rank } });
    given(opened).when({ type: 'RestoreTicket', atMilliseconds: 9_000 }).thenRefused('not_archived');
  });

  it('archives by the saga only what is still done by the event that the saga saw', () => {
    const done = given(opened, movedTo(ids.done));
    const cause = done.state?.enteredColumnBy ?? '';
    const command = { type: 'ArchiveWhenStillDone', enteredColumnBy: cause } as const;
    done.when(command).thenHappens({ type: 'TicketArchived', data: { reason: 'done', words: '' } });
    given(opened, movedTo(ids.done), movedTo(ids.doing, ids.done)).when(command).thenHappens();
    given(opened, movedTo(ids.done), movedTo(ids.doing, ids.done), movedTo(ids.done, ids.doing))
      .when(command)
      .thenHappens();
    given(opened, movedTo(ids.done), archived).when(command).thenHappens();
  });
});
