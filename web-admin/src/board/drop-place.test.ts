import { card } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { isAt, placeAmong } from './drop-place.ts';

const [a, b, c, d] = [card('a'), card('b'), card('c'), card('d')];
const column = [a, b, c, d];

test('between two cards that are shown', () => {
  expect(placeAmong('todo', column, [a, b, d], 2, 'c')).toEqual({
    columnId: 'todo',
    after: 'b',
    before: 'd',
  });
  expect(placeAmong('todo', column, [b, c, d], 0, 'a')).toEqual({
    columnId: 'todo',
    after: null,
    before: 'b',
  });
  expect(placeAmong('todo', column, [b, c, d], 3, 'a')).toEqual({
    columnId: 'todo',
    after: 'd',
    before: null,
  });
});

test('what is hidden keeps its order: the card goes right behind the shown one above it', () => {
  expect(placeAmong('todo', column, [a, d], 1, 'x')).toEqual({ columnId: 'todo', after: 'a', before: 'b' });
  expect(placeAmong('todo', column, [c], 0, 'x')).toEqual({ columnId: 'todo', after: 'b', before: 'c' });
  expect(placeAmong('todo', column, [c], 1, 'x')).toEqual({ columnId: 'todo', after: 'c', before: 'd' });
});

test('at the end where nothing is shown', () => {
  expect(placeAmong('todo', column, [], 0, 'x')).toEqual({ columnId: 'todo', after: 'd', before: null });
  expect(placeAmong('todo', [], [], 0, 'x')).toEqual({ columnId: 'todo', after: null, before: null });
});

test('a card that has no number yet is no neighbour', () => {
  const unsaved = card('new', { key: '' });
  expect(placeAmong('todo', [a, unsaved], [a, unsaved], 2, 'x')).toEqual({
    columnId: 'todo',
    after: 'a',
    before: null,
  });
  expect(placeAmong('todo', [unsaved], [unsaved], 1, 'x')).toEqual({
    columnId: 'todo',
    after: null,
    before: null,
  });
});

test('tells where a card stands already', () => {
  expect(isAt(column, 'b', { columnId: 'todo', after: 'a', before: 'c' })).toBe(true);
  expect(isAt(column, 'b', { columnId: 'todo', after: 'c', before: 'd' })).toBe(false);
  expect(isAt(column, 'x', { columnId: 'todo', after: null, before: 'a' })).toBe(false);
});
