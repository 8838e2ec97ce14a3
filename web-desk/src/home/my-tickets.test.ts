import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { describe, expect, it } from 'vitest';
import { myTickets, type Viewer } from './my-tickets.ts';

const card = (id: string, changedAt: string, over: Partial<CardView> = {}): CardView => ({
  id,
  projectId: 'p',
  key: `OPS-${id}`,
  number: 1,
  type: 'task',
  title: id,
  priority: 2,
  urgency: 2,
  importance: 2,
  columnId: 'c',
  rank: 'a0',
  reporterId: 'u',
  companyId: null,
  assigneeIds: [],
  tagIds: [],
  startDate: null,
  dueDate: null,
  commentCount: 0,
  archived: false,
  parentId: null,
  subtaskCount: 0,
  subtasksDone: 0,
  review: null,
  openedAt: changedAt,
  changedAt,
  revision: '0',
  ...over,
});

const board = (columns: ReadonlyArray<['todo' | 'in_progress' | 'done', CardView[]]>): BoardView => ({
  project: {
    id: 'p',
    key: 'OPS',
    name: 'Office',
    description: '',
    columns: [],
    tags: [],
    companyIds: [],
    leadId: null,
    dueDateBeforeDone: false,
    limitsEnforced: false,
    archived: false,
    role: null,
    revision: '0',
  },
  columns: columns.map(([category, tickets], index) => ({
    id: `c${index}`,
    name: category,
    colour: '#000000',
    category,
    rank: `a${index}`,
    minimum: null,
    maximum: null,
    leadsTo: null,
    tickets,
  })),
  people: [],
  companies: [],
  allowed: [],
});

const ids = (cards: readonly CardView[]) => cards.map(({ id }) => id);
const viewer: Viewer = { id: 'u', companies: [{ id: 'k', name: 'Kolkheti', relation: 'user' }] };

describe('my tickets', () => {
  it('are open until they stand in a done column, newest change first over all projects', () => {
    const { open, resolved } = myTickets(
      [
        board([
          ['todo', [card('1', '2026-03-01T10:00:00Z')]],
          ['done', [card('2', '2026-03-01T09:00:00Z')]],
        ]),
        board([['in_progress', [card('3', '2026-03-01T15:00:00+04:00')]]]),
      ],
      viewer,
      false,
    );
    expect(ids(open)).toEqual(['3', '1']);
    expect(ids(resolved)).toEqual(['2']);
  });

  it('wait for a word of whoever reported them or works where they belong, and of nobody else', () => {
    const done: Array<['done', CardView[]]> = [
      [
        'done',
        [
          card('mine', '2026-03-01T10:00:00Z', { review: 'awaiting' }),
          card('colleague’s', '2026-03-01T09:00:00Z', {
            review: 'awaiting',
            reporterId: 'v',
            companyId: 'k',
          }),
          card('a stranger’s', '2026-03-01T08:00:00Z', {
            review: 'awaiting',
            reporterId: 'w',
            companyId: 'x',
          }),
          card('answered', '2026-03-01T07:00:00Z', { review: 'accepted' }),
        ],
      ],
    ];
    const seen = myTickets([board(done)], viewer, false);
    expect(ids(seen.waiting)).toEqual(['mine', 'colleague’s']);
    expect(ids(seen.resolved)).toEqual(['a stranger’s', 'answered']);
    const worker = { ...board(done), project: { ...board(done).project, role: 'admin' as const } };
    expect(myTickets([worker], viewer, false).waiting).toEqual([]);
  });

  it('can be those that one reported oneself, and tell whether there are others', () => {
    const boards = [
      board([
        ['todo', [card('1', '2026-03-02T09:00:00Z'), card('2', '2026-03-01T09:00:00Z', { reporterId: 'v' })]],
      ]),
    ];
    expect(ids(myTickets(boards, viewer, true).open)).toEqual(['1']);
    expect(ids(myTickets(boards, viewer, false).open)).toEqual(['1', '2']);
    expect(myTickets(boards, viewer, true).others).toBe(true);
    expect(myTickets([board([['todo', [card('1', '2026-03-02T09:00:00Z')]]])], viewer, true).others).toBe(
      false,
    );
  });

  it('leave out what has no number yet', () => {
    const { open } = myTickets(
      [board([['todo', [card('new', '2026-03-02T09:00:00Z', { key: '' })]]])],
      viewer,
      false,
    );
    expect(open).toEqual([]);
  });
});
