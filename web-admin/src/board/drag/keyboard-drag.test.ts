import { card } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import type { Lane } from '../board-lanes.ts';
import { nextCard, nextSpot } from './keyboard-drag.ts';

const lane = (id: string, ...columns: string[]): Lane => ({
  id,
  name: id,
  count: 0,
  cells: columns.map((cards, index) => ({
    id: `${id}|${index}`,
    laneId: id,
    columnId: String(index),
    cards: [...cards].map((name) => card(name)),
  })),
});
const grid = [lane('one', 'abc', '', 'd'), lane('two', 'e', 'f', '')];
const anywhere = () => true;
const spot = (cellId: string, index: number) => ({ cellId, index });
const from = (cardId: string, cellId: string, index: number) => ({
  card: card(cardId),
  spot: spot(cellId, index),
});

test('a lifted card goes up and down among the others and on into the next lane', () => {
  expect(nextSpot(grid, from('b', 'one|0', 1), 'ArrowUp', anywhere)).toEqual(spot('one|0', 0));
  expect(nextSpot(grid, from('b', 'one|0', 1), 'ArrowDown', anywhere)).toEqual(spot('one|0', 2));
  expect(nextSpot(grid, from('b', 'one|0', 2), 'ArrowDown', anywhere)).toEqual(spot('two|0', 0));
  expect(nextSpot(grid, from('e', 'two|0', 0), 'ArrowUp', anywhere)).toEqual(spot('one|0', 3));
  expect(nextSpot(grid, from('b', 'one|0', 0), 'ArrowUp', anywhere)).toEqual(spot('one|0', 0));
  expect(nextSpot(grid, from('b', 'one|0', 0), 'End', anywhere)).toEqual(spot('one|0', 2));
});

test('it goes left and right at its height, past columns that it may not enter', () => {
  expect(nextSpot(grid, from('b', 'one|0', 1), 'ArrowRight', anywhere)).toEqual(spot('one|1', 0));
  const notTheSecond = (_: number, column: number) => column !== 1;
  expect(nextSpot(grid, from('c', 'one|0', 2), 'ArrowRight', notTheSecond)).toEqual(spot('one|2', 1));
  expect(nextSpot(grid, from('d', 'one|2', 0), 'ArrowRight', anywhere)).toEqual(spot('one|2', 0));
});

test('arrows walk from card to card, past empty cells', () => {
  const walk = (cellId: string, cardId: string, key: string) => nextCard(grid, cellId, cardId, key)?.cardId;
  expect(walk('one|0', 'b', 'ArrowDown')).toBe('c');
  expect(walk('one|0', 'c', 'ArrowDown')).toBe('e');
  expect(walk('two|0', 'e', 'ArrowUp')).toBe('c');
  expect(walk('one|0', 'c', 'ArrowRight')).toBe('d');
  expect(walk('one|2', 'd', 'ArrowRight')).toBeUndefined();
  expect(walk('one|0', 'b', 'End')).toBe('c');
});
