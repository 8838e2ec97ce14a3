import { expect, test } from 'vitest';
import { bucketFor, daysFrom, daysOf, instantsOf, lengthOf, previousOf, todayHere } from './period.ts';

const today = '2026-03-10';

test.each([
  ['7d', '2026-03-04', '2026-03-10'],
  ['30d', '2026-02-09', '2026-03-10'],
  ['90d', '2025-12-11', '2026-03-10'],
  ['this-month', '2026-03-01', '2026-03-10'],
  ['last-month', '2026-02-01', '2026-02-28'],
  ['this-year', '2026-01-01', '2026-03-10'],
] as const)('%s on the 10th of March is from %s to %s', (preset, first, last) => {
  expect(daysOf(preset, today)).toEqual({ first, last });
});

test('last month in January is December of the year before', () => {
  expect(daysOf('last-month', '2026-01-31')).toEqual({ first: '2025-12-01', last: '2025-12-31' });
});

test('a whole month is compared with the month before, other days with as many before them', () => {
  expect(previousOf({ first: '2026-03-01', last: '2026-03-31' })).toEqual({
    first: '2026-02-01',
    last: '2026-02-28',
  });
  expect(previousOf({ first: '2026-03-01', last: '2026-03-10' })).toEqual({
    first: '2026-02-19',
    last: '2026-02-28',
  });
});

test('a period ends with its last day', () => {
  const { from, to } = instantsOf({ first: '2026-06-01', last: '2026-06-01' });
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  expect(todayHere(new Date(from))).toBe('2026-06-01');
  expect(todayHere(new Date(to))).toBe('2026-06-02');
});

test.each([
  [7, 'day'],
  [45, 'day'],
  [90, 'week'],
  [365, 'month'],
] as const)('%s days are shown by %s', (length, bucket) => {
  const first = '2026-01-01';
  const last = new Date(Date.parse(first) + (length - 1) * 86_400_000).toISOString().slice(0, 10);
  expect(lengthOf({ first, last })).toBe(length);
  expect(bucketFor({ first, last })).toBe(bucket);
});

test.each([
  ['2026-03-10', '2026-03-09'],
  ['2026-02-30', '2026-03-09'],
  ['x', '2026-03-09'],
  [null, '2026-03-09'],
])('%s to %s is no period', (first, last) => {
  expect(daysFrom(first, last)).toBeUndefined();
});
