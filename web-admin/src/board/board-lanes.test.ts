import { card, board as sample } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { keepSame, lanesOf } from './board-lanes.ts';

const base = sample();
const [todo, doing] = base.columns;
if (!todo || !doing) throw new Error('the sample has two columns');
const board = {
  ...base,
  people: [
    { id: 'zura', username: 'zura', displayName: 'Zura', staff: true, active: true },
    { id: 'ana', username: 'ana', displayName: 'Ana', staff: true, active: true },
  ],
  columns: [
    {
      ...todo,
      tickets: [card('a', { assigneeIds: ['zura', 'ana'], priority: 4 }), card('b', { parentId: 'a' })],
    },
    { ...doing, tickets: [card('c', { assigneeIds: ['zura'], priority: 1 })] },
  ],
} as typeof base;
const shape = (grouping: Parameters<typeof lanesOf>[2]) =>
  lanesOf(board, board.columns, grouping).map((lane) => [
    lane.name ?? lane.id,
    ...lane.cells.map((cell) => cell.cards.map(({ id }) => id).join('')),
  ]);

test('without a grouping there is one lane whose cells are the columns', () => {
  expect(shape(null)).toEqual([['all', 'ab', 'c']]);
});

test('by person, by alphabet, nobody last; a card of two people lies in both their lanes', () => {
  expect(shape('assignee')).toEqual([
    ['Ana', 'a', ''],
    ['Zura', 'a', 'c'],
    ['none', 'b', ''],
  ]);
});

test('by priority from critical down, and by the ticket above', () => {
  expect(shape('priority').map(([name]) => name)).toEqual(['4', '3', '2', '1']);
  expect(shape('parent').map(([name]) => name)).toEqual(['OPS-a Ticket a', 'none']);
});

test('by company, also those that a card can be given to, for whoever may give it', () => {
  const served = {
    ...board,
    companies: [
      { id: 'beta', name: 'Beta' },
      { id: 'acme', name: 'Acme' },
    ],
    project: { ...board.project, companyIds: ['beta', 'acme'] },
    columns: [
      { ...todo, tickets: [card('a', { companyId: 'beta' })] },
      { ...doing, tickets: [] },
    ],
  };
  const lanes = (allowed: readonly string[]) =>
    lanesOf({ ...served, allowed: [...allowed] }, served.columns, 'company').map(({ id, name, count }) => [
      id,
      name,
      count,
    ]);
  expect(lanes(['ticket.move', 'ticket.company'])).toEqual([
    ['acme', 'Acme', 0],
    ['beta', 'Beta', 1],
    ['none', undefined, 0],
  ]);
  expect(lanes(['ticket.move'])).toEqual([['beta', 'Beta', 1]]);
});

test('cells whose cards are as before stay the same', () => {
  const first = lanesOf(board, board.columns, 'priority');
  const known = new Map(first.flatMap((lane) => lane.cells.map((cell) => [cell.id, cell])));
  const again = keepSame(known, lanesOf(board, board.columns, 'priority'));
  expect(again[0]?.cells[0]).toBe(first[0]?.cells[0]);
  expect(again[2]?.cells[1]).toBe(first[2]?.cells[1]);
});
