import { expect, test } from 'vitest';
import { filterOf, readCompanyTickets, ticketsOf } from './company-tickets-address.ts';

const id = '59fbb0ed-a78b-8e67-a898-3fc8639c404a';
const filterAt = (address: string) =>
  filterOf(id, readCompanyTickets(new URL(address, 'http://app.test').searchParams));

test('a figure’s address brings back the filter that counted it', () => {
  expect(ticketsOf(id, { state: 'open' })).toBe(`/companies/${id}/tickets`);
  expect(filterAt(ticketsOf(id, {}))).toEqual({
    companyId: id,
    archived: 'false',
    category: 'todo,in_progress',
  });
  expect(filterAt(ticketsOf(id, { priority: 4 }))).toMatchObject({ priority: '4' });
  expect(filterAt(ticketsOf(id, { overdue: true, today: '2026-11-27' }))).toMatchObject({
    overdue: 'true',
    today: '2026-11-27',
  });
  const opened = { openedFrom: '2026-10-01T00:00:00.000Z', openedTo: '2026-11-01T00:00:00.000Z' };
  expect(filterAt(ticketsOf(id, { state: 'any', ...opened }))).toEqual({
    companyId: id,
    archived: 'any',
    ...opened,
  });
});

test('what makes no sense in an address counts as not said', () => {
  expect(filterAt('/?state=sideways&priority=9&openedFrom=yesterday&today=today')).toEqual(filterAt('/'));
});
