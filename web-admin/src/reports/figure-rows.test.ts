import { noMetrics } from '@ticketing/contracts/scoring.ts';
import { expect, test } from 'vitest';
import { type FigureRow, sortingFrom, sortingText, sortRows } from './figure-rows.ts';

const row = (name: string | null, resolved: number, rating: number | null): FigureRow => ({
  id: name,
  name,
  metrics: { ...noMetrics, tickets_resolved: resolved, average_rating: rating },
  before: undefined,
});
const rows = [row('Ana', 3, 4), row(null, 5, null), row('Bo', 5, 2), row('Zed', 1, null)];
const sorted = (text: string) => sortRows(rows, sortingFrom(text)).map(({ name }) => name);

test('rows are sorted by a metric, and by name where it is equal', () => {
  expect(sorted('-tickets_resolved')).toEqual(['Bo', null, 'Ana', 'Zed']);
  expect(sorted('tickets_resolved')).toEqual(['Zed', 'Ana', 'Bo', null]);
});

test('what has no value stands last either way', () => {
  expect(sorted('average_rating')).toEqual(['Bo', 'Ana', 'Zed', null]);
  expect(sorted('-average_rating')).toEqual(['Ana', 'Bo', 'Zed', null]);
});

test('an address that makes no sense sorts by the most resolved', () => {
  expect(sortingText(sortingFrom('nonsense'))).toBe('-tickets_resolved');
  expect(sortingText(sortingFrom(null))).toBe('-tickets_resolved');
  expect(sortingText(sortingFrom('name'))).toBe('name');
});
