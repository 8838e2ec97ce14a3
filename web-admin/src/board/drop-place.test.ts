import type { BoardView, CardView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import { dropPlace, isSamePlace, withDragged } from './drop-place.ts';

// Only what the places are made of; a whole card would say nothing more.
const card = (id: string, key = `OPS-${id}`) => ({ id, key }) as CardView;
const column = (id: string, ids: string[]) =>
  ({ id, name: id, tickets: ids.map((each) => card(each)) }) as BoardView['columns'][number];
const columns = [column('todo', ['a', 'b', 'c', 'd']), column('done', ['x'])];
const ids = (list: BoardView['columns']) =>
  list.map((each) => each.tickets.map((ticket) => ticket.id).join(''));

test('dropped on a card further down it goes behind that card', () => {
  expect(dropPlace(columns, 'a', 'c')).toEqual({ columnId: 'todo', after: 'c', before: 'd' });
});

test('dropped on a card further up it goes in front of that card', () => {
  expect(dropPlace(columns, 'd', 'b')).toEqual({ columnId: 'todo', after: 'a', before: 'b' });
});

test('dropped on a card of another column it takes that card’s place', () => {
  expect(dropPlace(columns, 'a', 'x')).toEqual({ columnId: 'done', after: null, before: 'x' });
});

test('dropped on the free part of a column it goes to its end', () => {
  expect(dropPlace(columns, 'a', 'done')).toEqual({ columnId: 'done', after: 'x', before: null });
  expect(dropPlace(columns, 'a', 'todo')).toEqual({ columnId: 'todo', after: 'd', before: null });
  expect(dropPlace([column('empty', []), ...columns], 'a', 'empty')).toEqual({
    columnId: 'empty',
    after: null,
    before: null,
  });
});

test('dropped where it was it moves nowhere', () => {
  for (const over of ['b']) {
    const place = dropPlace(columns, 'b', over);
    expect(place && isSamePlace(columns, 'b', place)).toBe(true);
  }
  const end = dropPlace(columns, 'd', 'todo');
  expect(end && isSamePlace(columns, 'd', end)).toBe(true);
  const other = dropPlace(columns, 'a', 'done');
  expect(other && isSamePlace(columns, 'a', other)).toBe(false);
});

test('a card without a number yet is nobody’s neighbour', () => {
  const withGhost = [{ ...column('todo', ['a', 'b']), tickets: [card('a'), card('ghost', ''), card('b')] }];
  expect(dropPlace(withGhost, 'a', 'b')).toEqual({ columnId: 'todo', after: 'b', before: null });
  expect(dropPlace(withGhost, 'b', 'a')).toEqual({ columnId: 'todo', after: null, before: 'a' });
});

test('while it is dragged a card shows in one place only', () => {
  const shown = withDragged(columns, card('a'), { columnId: 'done', after: 'x', before: null });
  expect(ids(shown)).toEqual(['bcd', 'xa']);
});
