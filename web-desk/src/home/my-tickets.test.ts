import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { describe, expect, it } from 'vitest';
import { myTickets } from './my-tickets.ts';

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
      [],
    );
    expect(ids(open)).toEqual(['3', '1']);
    expect(ids(resolved)).toEqual(['2']);
  });

  it('have the archived ones that were loaded among the resolved', () => {
    const { resolved } = myTickets(
      [board([['done', [card('2', '2026-03-01T09:00:00Z')]]])],
      [card('1', '2026-03-02T09:00:00Z', { archived: true })],
    );
    expect(ids(resolved)).toEqual(['1', '2']);
  });

  it('stand once, where the live board has them, when an older answer still says archived', () => {
    const { open, resolved } = myTickets(
      [board([['todo', [card('1', '2026-03-02T09:00:00Z')]]])],
      [card('1', '2026-03-01T09:00:00Z', { archived: true })],
    );
    expect(ids(open)).toEqual(['1']);
    expect(ids(resolved)).toEqual([]);
  });

  it('leave out what has no number yet', () => {
    const { open } = myTickets([board([['todo', [card('new', '2026-03-02T09:00:00Z', { key: '' })]]])], []);
    expect(open).toEqual([]);
  });
});
