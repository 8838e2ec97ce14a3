import { expect, test } from 'vitest';
import { isFiltering, noFilter, queryOf, readFilter, toggled, writeFilter } from './ticket-filter.ts';

test('a filter comes back from the address as it was written, and leaves the rest of it alone', () => {
  const filter = {
    ...toggled(toggled(noFilter, 'priority', '4'), 'assigneeId', 'me'),
    q: 'printer',
    overdue: true,
    dueTo: '2026-12-31',
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
