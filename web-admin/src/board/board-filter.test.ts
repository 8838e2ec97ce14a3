import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import { filterColumns, noFilter } from './board-filter.ts';

// Only what the filter looks at.
const card = (key: string, title: string, assigneeIds: string[] = []) =>
  ({ id: key, key, title, assigneeIds }) as CardView;
const columns = [
  { id: 'todo', tickets: [card('OPS-1', 'Printer is jammed', ['nino']), card('OPS-12', 'ქსელი არ მუშაობს')] },
  { id: 'done', tickets: [card('OPS-2', 'New PRINTER')] },
] as BoardView['columns'];
const keys = (list: BoardView['columns']) => list.map((column) => column.tickets.map((ticket) => ticket.key));

test('words match titles and keys without regard to case', () => {
  expect(keys(filterColumns(columns, { ...noFilter, words: ' printer ' }))).toEqual([['OPS-1'], ['OPS-2']]);
  expect(keys(filterColumns(columns, { ...noFilter, words: 'ops-12' }))).toEqual([['OPS-12'], []]);
  expect(keys(filterColumns(columns, { ...noFilter, words: 'ქსელი' }))).toEqual([['OPS-12'], []]);
});

test('one person’s tickets are those that they are assigned to', () => {
  expect(keys(filterColumns(columns, { ...noFilter, assigneeId: 'nino' }))).toEqual([['OPS-1'], []]);
});

test('without a filter everything stays the same object', () => {
  expect(filterColumns(columns, noFilter)).toBe(columns);
});
