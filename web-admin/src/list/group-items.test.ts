import { card } from '@ticketing/web-kit/testing/samples.ts';
import { expect, test } from 'vitest';
import { noFilter } from '../filter/ticket-filter.ts';
import { type GroupRows, groupItems, headsOf } from './group-items.ts';

const group = (id: string) => ({ id, name: id, filter: noFilter });
const rows = (ids: readonly string[], hasMore = false): GroupRows => ({
  tickets: ids.map((id) => card(id)),
  count: undefined,
  hasMore,
  loadingMore: false,
});
const keys = (items: ReturnType<typeof groupItems>) => items.map(({ key }) => key);

test('a group is its head, its rows and what reads on; one that is folded is its head only', () => {
  const known = new Map([
    ['nino', rows(['a', 'b'], true)],
    ['luka', rows(['b'])],
  ]);
  expect(keys(groupItems([group('nino'), group('luka')], known, new Set(['luka'])))).toEqual([
    'head nino',
    'nino a',
    'nino b',
    'more nino',
    'head luka',
  ]);
});

test('a group without tickets is not there, and one that has not been read has the shape of its rows', () => {
  const items = groupItems([group('none'), group('nino')], new Map([['none', rows([])]]), new Set());
  expect(keys(items)).toEqual(['head nino', 'wait nino']);
});

test('every line knows where the head of its group stands', () => {
  const known = new Map([
    ['nino', rows(['a', 'b'])],
    ['luka', rows(['c'])],
  ]);
  expect(headsOf(groupItems([group('nino'), group('luka')], known, new Set()))).toEqual([0, 0, 0, 3, 3]);
});
