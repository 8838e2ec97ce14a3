import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import { LinkName } from '@ticketing/contracts/kinds.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnState, ids, projectState, recorded, specification } from '../testing/given.ts';
import type { TicketCommand } from './commands.ts';
import { decideTicket } from './decide.ts';
import { LINKS_AT_MOST, PARENTS_AT_MOST, SUBTASKS_AT_MOST } from './decide-structure.ts';
import { ticketFold } from './evolve.ts';
import { placeSubtask } from './place-subtask.ts';
import { inOrder, rankAtEnd, rankBetween } from './rank.ts';
import { storedLink } from './structure.ts';

const project = projectState({
  columns: [columnState({ id: ids.todo, name: 'To do', category: 'todo', rank: 'a' })],
});
const { given } = specification({
  stream: `ticket-${ids.ticket}`,
  ...ticketFold,
  decide: (command: TicketCommand, state) => decideTicket(command, state, { ticketId: ids.ticket, project }),
});
const numbered = (number: number) => `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const other = numbered(0x100);
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
    companyId: null,
    columnId: ids.todo,
    rank: rankAtEnd(1_000, ids.ticket),
    startDate: null,
    dueDate: null,
  },
};
const archived: TicketEvent = { type: 'TicketArchived', data: { reason: 'manual', words: '' } };
const under = (parentId: string | null): TicketEvent => ({ type: 'TicketParentChanged', data: { parentId } });
const ancestor = (id: string, more: object = {}) => ({
  id,
  projectId: ids.project,
  archived: false,
  ...more,
});
const putUnder = (...line: ReturnType<typeof ancestor>[]): TicketCommand => ({
  type: 'ChangeParent',
  parent: { parentId: line[0]?.id ?? other, line },
});

describe('a parent', () => {
  it('is set, changed and taken away, and set once when it is asked for twice', () => {
    given(opened)
      .when(putUnder(ancestor(other)))
      .thenHappens(under(other));
    given(opened, under(other))
      .when(putUnder(ancestor(other)))
      .thenHappens();
    given(opened, under(other)).when({ type: 'ChangeParent', parent: null }).thenHappens(under(null));
    given(opened).when({ type: 'ChangeParent', parent: null }).thenHappens();
  });
  it('is never the ticket itself, nor one that stands under it', () => {
    given(opened)
      .when(putUnder(ancestor(ids.ticket)))
      .thenRefused('parent_cycle');
    given(opened)
      .when(putUnder(ancestor(other), ancestor(ids.ticket)))
      .thenRefused('parent_cycle');
  });
  it('is a ticket of the same project that is there and not archived', () => {
    given(opened).when(putUnder()).thenRefused('unknown_parent');
    given(opened)
      .when(putUnder(ancestor(other, { projectId: ids.unknown })))
      .thenRefused('unknown_parent');
    given(opened)
      .when(putUnder(ancestor(other, { archived: true })))
      .thenRefused('parent_archived');
    given(opened, archived)
      .when(putUnder(ancestor(other)))
      .thenRefused('already_archived');
  });
  it('stands at most twenty deep', () => {
    const line = Array.from({ length: PARENTS_AT_MOST + 1 }, (_, at) => ancestor(numbered(0x200 + at)));
    given(opened)
      .when(putUnder(...line))
      .thenRefused('parent_too_deep');
    given(opened)
      .when(putUnder(...line.slice(1)))
      .thenHappens(under(numbered(0x201)));
  });
  it('that closed a circle is left, also by an archived ticket, unless another one came since', () => {
    const leave: TicketCommand = { type: 'LeaveCycle', parentId: other };
    given(opened, under(other)).when(leave).thenHappens(under(null));
    given(opened, under(other), archived).when(leave).thenHappens(under(null));
    given(opened, under(ids.unknown)).when(leave).thenHappens();
  });
});

describe('a link', () => {
  const blocks = (ticketId = other): TicketEvent => ({
    type: 'TicketLinked',
    data: { link: 'blocks', ticketId },
  });
  const command = (more: object = {}): TicketCommand => ({
    type: 'LinkTickets',
    link: 'blocks',
    otherId: other,
    otherArchived: false,
    ...more,
  });
  it('is made once and taken away once', () => {
    given(opened).when(command()).thenHappens(blocks());
    given(opened, blocks()).when(command()).thenHappens();
    given(opened, blocks())
      .when(command({ link: 'causes' }))
      .thenHappens({ type: 'TicketLinked', data: { link: 'causes', ticketId: other } });
    const unlink = command({ type: 'UnlinkTickets' });
    given(opened, blocks())
      .when(unlink)
      .thenHappens({ type: 'TicketUnlinked', data: { link: 'blocks', ticketId: other } });
    given(opened).when(unlink).thenHappens();
  });
  it('is not of a ticket to itself, nor of an archived one', () => {
    given(opened)
      .when(command({ otherId: ids.ticket }))
      .thenRefused('link_to_itself');
    given(opened)
      .when(command({ otherArchived: true }))
      .thenRefused('already_archived');
    given(opened, archived).when(command()).thenRefused('already_archived');
  });
  it('is refused where there are as many as there may be', () => {
    const many = Array.from({ length: LINKS_AT_MOST }, (_, at) => blocks(numbered(0x200 + at)));
    given(opened, ...many)
      .when(command())
      .thenRefused('too_many_links');
    given(opened, ...many.slice(1))
      .when(command())
      .thenHappens(blocks());
  });
  it('is stored the same from either end', () => {
    const inverse = {
      blocks: 'blocked_by',
      causes: 'caused_by',
      duplicates: 'duplicated_by',
      blocked_by: 'blocks',
      caused_by: 'causes',
      duplicated_by: 'duplicates',
      relates_to: 'relates_to',
    } as const;
    for (const link of LinkName.options) {
      for (const [one, two] of [
        [ids.ticket, other],
        [other, ids.ticket],
      ] as const) {
        expect(storedLink(one, link, two)).toEqual(storedLink(two, inverse[link], one));
      }
    }
    expect(storedLink(other, 'blocked_by', ids.ticket)).toEqual({
      ownerId: ids.ticket,
      link: 'blocks',
      otherId: other,
    });
    expect(storedLink(other, 'relates_to', ids.ticket).ownerId).toBe(ids.ticket);
  });
});

describe('a subtask', () => {
  const [one, two, three] = [numbered(0x301), numbered(0x302), numbered(0x303)] as const;
  const rank = rankBetween(null, null, one);
  const added = (subtaskId: string, at = rank): TicketEvent => ({
    type: 'SubtaskAdded',
    data: { subtaskId, title: 'Paper', assigneeId: null, rank: at },
  });
  const add = (subtaskId: string): TicketCommand => ({
    type: 'AddSubtask',
    subtaskId,
    title: 'Paper',
    assigneeId: null,
  });
  it('is added at the end', () => {
    given(opened).when(add(one)).thenHappens(added(one));
    given(opened, added(one))
      .when(add(two))
      .thenHappens(added(two, rankBetween(rank, null, two)));
    given(opened, added(one)).when(add(one)).thenHappens();
  });
  it('is renamed and given to somebody, keeping what is not said', () => {
    const changed = (title: string, assigneeId: string | null): TicketEvent => ({
      type: 'SubtaskChanged',
      data: { subtaskId: one, title, assigneeId },
    });
    const change = (more: object): TicketCommand => ({ type: 'ChangeSubtask', subtaskId: one, ...more });
    given(opened, added(one))
      .when(change({ title: 'Toner' }))
      .thenHappens(changed('Toner', null));
    given(opened, added(one), changed('Toner', ids.agent))
      .when(change({ assigneeId: null }))
      .thenHappens(changed('Toner', null));
    given(opened, added(one), changed('Toner', ids.agent))
      .when(change({ title: 'Toner' }))
      .thenHappens();
  });
  it('is completed once and reopened once', () => {
    const completed: TicketEvent = { type: 'SubtaskCompleted', data: { subtaskId: one } };
    const reopened: TicketEvent = { type: 'SubtaskReopened', data: { subtaskId: one } };
    const [complete, reopen] = (['CompleteSubtask', 'ReopenSubtask'] as const).map(
      (type): TicketCommand => ({ type, subtaskId: one }),
    ) as [TicketCommand, TicketCommand]; // one for each name
    given(opened, added(one)).when(complete).thenHappens(completed);
    given(opened, added(one), completed).when(complete).thenHappens();
    given(opened, added(one), completed).when(reopen).thenHappens(reopened);
    given(opened, added(one)).when(reopen).thenHappens();
  });
  it('that is not there, or not any more, is unknown', () => {
    const removed: TicketEvent = { type: 'SubtaskRemoved', data: { subtaskId: one } };
    given(opened, added(one)).when({ type: 'RemoveSubtask', subtaskId: one }).thenHappens(removed);
    for (const type of [
      'ChangeSubtask',
      'CompleteSubtask',
      'ReopenSubtask',
      'RemoveSubtask',
      'MoveSubtask',
    ] as const) {
      given(opened, added(one), removed).when({ type, subtaskId: one }).thenRefused('unknown_subtask');
    }
  });
  it('is refused where there are as many as there may be, and on an archived ticket', () => {
    const many = Array.from({ length: SUBTASKS_AT_MOST }, (_, at) => added(numbered(0x400 + at)));
    given(opened, ...many)
      .when(add(one))
      .thenRefused('too_many_subtasks');
    given(opened, archived).when(add(one)).thenRefused('already_archived');
  });
  it('moves between two others, and stays where it stands already', () => {
    const [second, third] = [
      rankBetween(rank, null, two),
      rankBetween(rankBetween(rank, null, two), null, three),
    ];
    const there = given(opened, added(one), added(two, second), added(three, third));
    there.when({ type: 'MoveSubtask', subtaskId: three, after: one, before: two }).thenHappens({
      type: 'SubtaskMoved',
      data: { subtaskId: three, rank: rankBetween(rank, second, three) },
    });
    there.when({ type: 'MoveSubtask', subtaskId: three }).thenHappens();
    there.when({ type: 'MoveSubtask', subtaskId: two, after: one }).thenHappens();
  });
  it('finds a place wherever it is moved, whatever the ranks and the neighbours', () => {
    const ranks = ['a0', 'a1', 'a1V', rank];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ranks), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 9 }),
        fc.option(fc.nat({ max: 9 })),
        fc.option(fc.nat({ max: 9 })),
        (given, which, after, before) => {
          const subtasks = given
            .map((at, index) => ({ id: numbered(0x500 + index), rank: at }))
            .sort(inOrder);
          const moved = subtasks[which % subtasks.length]?.id ?? '';
          const named = (index: number | null) => (index === null ? undefined : subtasks[index]?.id);
          const changes = placeSubtask(subtasks, moved, named(after), named(before));
          const places = new Map([...subtasks, ...changes].map(({ id, rank: at }) => [id, at]));
          const now = [...places].map(([id, at]) => ({ id, rank: at })).sort(inOrder);
          const others = subtasks.filter(({ id }) => id !== moved);
          // The others keep their order.
          expect(now.filter(({ id }) => id !== moved).map(({ id }) => id)).toEqual(
            others.map(({ id }) => id),
          );
          const [above, below] = [named(after), named(before)].map((id) =>
            others.findIndex((one) => one.id === id),
          );
          const place = now.findIndex(({ id }) => id === moved);
          const expected =
            (above ?? -1) >= 0 ? (above ?? 0) + 1 : (below ?? -1) >= 0 ? (below ?? 0) : others.length;
          expect(place).toBe(expected);
        },
      ),
    );
  });
});

describe('followers', () => {
  const followed: TicketEvent = { type: 'TicketFollowed', data: { userId: ids.agent } };
  const unfollowed: TicketEvent = { type: 'TicketUnfollowed', data: { userId: ids.agent } };
  it('follow once and stop once', () => {
    given(opened).when({ type: 'FollowTicket', userId: ids.agent }).thenHappens(followed);
    given(opened, followed).when({ type: 'FollowTicket', userId: ids.agent }).thenHappens();
    given(opened, followed).when({ type: 'UnfollowTicket', userId: ids.agent }).thenHappens(unfollowed);
    given(opened).when({ type: 'UnfollowTicket', userId: ids.agent }).thenHappens();
  });
});

it('folds what there is nothing of, as an import may write it, without a trace', () => {
  const stray: TicketEvent[] = [
    { type: 'SubtaskCompleted', data: { subtaskId: other } },
    { type: 'SubtaskMoved', data: { subtaskId: other, rank: 'a0' } },
    { type: 'SubtaskRemoved', data: { subtaskId: other } },
    { type: 'TicketUnlinked', data: { link: 'blocks', ticketId: other } },
    { type: 'TicketUnfollowed', data: { userId: other } },
  ];
  const [first, ...rest] = recorded(`ticket-${ids.ticket}`, [opened, ...stray]);
  const before = first && ticketFold.evolve(undefined, first);
  expect(rest.reduce(ticketFold.evolve, before)).toEqual(before);
});
