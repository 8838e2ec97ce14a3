import { expect, test } from 'vitest';
import { byRank, placeByNeighbours, placeByRank } from './column-order.ts';

const item = (id: string, rank: string) => ({ id, rank });
const ids = (list: readonly { id: string }[]) => list.map((each) => each.id).join(' ');

test('capital ranks stand before small ones, as in byte order and unlike in any locale', () => {
  const sorted = [item('x', 'a0'), item('y', 'Zz'), item('z', 'a0V'), item('w', 'a0G')].sort(byRank);
  expect(ids(sorted)).toBe('y x w z');
});

test('equal ranks stand in the order of their ids', () => {
  expect(ids([item('2', 'a0'), item('10', 'a0'), item('1', 'a0')].sort(byRank))).toBe('1 10 2');
});

test('a placed item leaves its old place', () => {
  const list = [item('a', 'a1'), item('b', 'a2'), item('c', 'a3')];
  expect(ids(placeByRank(list, item('a', 'a25')))).toBe('b a c');
  expect(ids(placeByRank(list, item('d', 'a9')))).toBe('a b c d');
});

test('a neighbour before decides; without one the neighbour behind; without both the end', () => {
  const list = [item('a', 'a1'), item('b', 'a2'), item('c', 'a3')];
  expect(ids(placeByNeighbours(list, item('x', ''), 'a', 'b'))).toBe('a x b c');
  expect(ids(placeByNeighbours(list, item('x', ''), null, 'a'))).toBe('x a b c');
  expect(ids(placeByNeighbours(list, item('x', ''), 'gone', 'b'))).toBe('a x b c');
  expect(ids(placeByNeighbours(list, item('x', ''), 'gone', 'gone'))).toBe('a b c x');
  expect(ids(placeByNeighbours(list, item('a', ''), 'c', null))).toBe('b c a');
});
