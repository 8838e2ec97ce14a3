import {
  listOfPeriod,
  listOfPresent,
  periodFigures,
  presentFigures,
} from '@ticketing/contracts/counted-lists.ts';
import { expect, test } from 'vitest';
import {
  isFiltering,
  noFilter,
  queryOf,
  readFilter,
  toggled,
  withPeriod,
  writeFilter,
} from './ticket-filter.ts';

test('a filter comes back from the address as it was written, and leaves the rest of it alone', () => {
  const filter = {
    ...toggled(toggled(noFilter, 'priority', '4'), 'assigneeId', 'me'),
    q: 'printer',
    overdue: true,
    reopened: true,
    dueTo: '2026-12-31',
    periods: { rated: { from: '2026-10-01T00:00:00.000Z', to: '' } },
    openAt: '2026-11-01T00:00:00.000Z',
    archivedToo: true,
  };
  const address = writeFilter(new URLSearchParams('sort=due&type=bug'), filter);
  expect(address.get('sort')).toBe('due');
  expect(address.has('type')).toBe(false);
  expect(readFilter(address)).toEqual(filter);
  expect(writeFilter(address, noFilter).toString()).toBe('sort=due');
});

test('a value that is chosen twice is let go, and with the last one the filter', () => {
  const both = toggled(toggled(noFilter, 'type', 'bug'), 'type', 'task');
  expect(both.values.type).toEqual(['bug', 'task']);
  const none = toggled(toggled(both, 'type', 'bug'), 'type', 'task');
  expect(none).toEqual(noFilter);
  expect(isFiltering(none)).toBe(false);
});

test('what is asked for says the reader’s date only where it matters, and no date that is none', () => {
  expect(queryOf({ ...noFilter, dueFrom: 'tomorrow' }, '2026-11-27')).toEqual({});
  expect(queryOf({ ...toggled(noFilter, 'priority', '3'), overdue: true }, '2026-11-27')).toEqual({
    priority: '3',
    overdue: 'true',
    today: '2026-11-27',
  });
});

test('a period is asked for by the ends that it has, and is gone without any', () => {
  const from = '2026-10-01T00:00:00.000Z';
  const rated = withPeriod(noFilter, 'rated', { from, to: '' });
  expect(queryOf(rated, '2026-11-27')).toEqual({ ratedFrom: from });
  expect(isFiltering(rated)).toBe(true);
  expect(withPeriod(rated, 'rated', { from: '', to: '' })).toEqual(noFilter);
  expect(readFilter(new URLSearchParams('ratedFrom=yesterday'))).toEqual(noFilter);
});

test('the list behind every number is read from its address, and asked for as the number counts', () => {
  const period = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' };
  const about = { ...period, companyId: null, userId: '01a21d70-82da-7764-8fe3-a5e83f6bf887' };
  for (const figure of periodFigures) {
    const filters = listOfPeriod(figure, { ...about, stars: 5, target: 'missed' });
    const filter = readFilter(new URLSearchParams(filters));
    expect({ ...queryOf(filter, ''), archived: 'any' }).toEqual(filters);
    expect(filter.archivedToo).toBe(true);
  }
  for (const figure of presentFigures) {
    const filters = listOfPresent(figure, about);
    const { today: _, ...asked } = queryOf(readFilter(new URLSearchParams(filters)), 'today');
    expect(asked).toEqual(filters);
  }
});
