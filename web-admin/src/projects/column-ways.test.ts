import type { ColumnView } from '@ticketing/contracts/views.ts';
import { expect, test } from 'vitest';
import { toggledWay } from './column-ways.ts';

const column = (id: string, leadsTo: string[] | null = null): ColumnView => ({
  id,
  name: id,
  colour: '#000000',
  category: 'todo',
  rank: id,
  minimum: null,
  maximum: null,
  leadsTo,
});
const columns = [column('a'), column('b'), column('c')];

test('closing a way of a column that led everywhere leaves the others open', () => {
  expect(toggledWay(columns, column('a'), 'b')).toEqual(['c']);
});

test('closing the last way leads nowhere, and opening all of them leads everywhere', () => {
  expect(toggledWay(columns, column('a', ['c']), 'c')).toEqual([]);
  expect(toggledWay(columns, column('a', ['c']), 'b')).toBeNull();
});

test('ways to columns that are gone are forgotten', () => {
  expect(toggledWay(columns, column('a', ['gone']), 'b')).toEqual(['b']);
});
