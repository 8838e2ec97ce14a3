import type { BoardView } from '@ticketing/contracts/views.ts';
import { card } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { type BoardFilter, filterColumns, noFilter, readFilter, writeFilter } from './board-filter.ts';

const columns = [
  {
    id: 'todo',
    category: 'todo',
    tickets: [
      card('1', { title: 'Printer is jammed', assigneeIds: ['nino'], priority: 4, dueDate: '2001-01-01' }),
      card('12', { title: 'ქსელი არ მუშაობს', type: 'bug', tagIds: ['net'] }),
    ],
  },
  { id: 'done', category: 'done', tickets: [card('2', { title: 'New PRINTER', dueDate: '2001-01-01' })] },
] as unknown as BoardView['columns'];
const found = (over: Partial<BoardFilter>) =>
  filterColumns(columns, { ...noFilter, ...over }, 'nino').map((column) =>
    column.tickets.map((ticket) => ticket.key),
  );

test('words match titles and keys without regard to case', () => {
  expect(found({ words: ' printer ' })).toEqual([['OPS-1'], ['OPS-2']]);
  expect(found({ words: 'ops-12' })).toEqual([['OPS-12'], []]);
  expect(found({ words: 'ქსელი' })).toEqual([['OPS-12'], []]);
});

test('of several values of a field any will do, of several fields all must hold', () => {
  expect(found({ types: ['bug', 'epic'] })).toEqual([['OPS-12'], []]);
  expect(found({ priorities: ['4', '2'] })).toEqual([['OPS-1', 'OPS-12'], ['OPS-2']]);
  expect(found({ priorities: ['4'], types: ['bug'] })).toEqual([[], []]);
});

test('people, companies and tags are found by who has them, and by nobody having them', () => {
  expect(found({ assignees: ['nino'] })).toEqual([['OPS-1'], []]);
  expect(found({ assignees: ['none'] })).toEqual([['OPS-12'], ['OPS-2']]);
  expect(found({ tags: ['net', 'none'] })).toEqual([['OPS-1', 'OPS-12'], ['OPS-2']]);
  expect(found({ mine: true })).toEqual([['OPS-1'], []]);
});

test('what is done is not overdue any more', () => {
  expect(found({ due: ['overdue'] })).toEqual([['OPS-1'], []]);
  expect(found({ due: ['none'] })).toEqual([['OPS-12'], []]);
});

test('without a filter everything stays the same object', () => {
  expect(filterColumns(columns, noFilter, 'nino')).toBe(columns);
});

test('an address says the filter and keeps what else it says; nonsense in it is left out', () => {
  const filter = { ...noFilter, words: 'a b', types: ['bug'], assignees: ['nino', 'none'], mine: true };
  const params = writeFilter(new URLSearchParams('at=2026&tag=old'), filter);
  expect(params.get('at')).toBe('2026');
  expect(params.has('tag')).toBe(false);
  expect(readFilter(params)).toEqual(filter);
  expect(readFilter(new URLSearchParams('type=sofa,bug&priority=9&due=never'))).toEqual({
    ...noFilter,
    types: ['bug'],
  });
});
