import { expect, test } from 'vitest';
import { filterOf, readCompanyTickets, writeCompanyTickets } from './company-tickets-address.ts';

const id = '59fbb0ed-a78b-8e67-a898-3fc8639c404a';
const filterAt = (params: URLSearchParams) => filterOf(id, readCompanyTickets(params), '2026-11-27');

test('an address brings back the filter that it was written for, what is as usual left out of it', () => {
  expect(writeCompanyTickets({ state: 'open', q: '', priority: null, overdue: false }).toString()).toBe('');
  const open = { companyId: id, archived: 'false', category: 'todo,in_progress' };
  expect(filterAt(new URLSearchParams())).toEqual(open);
  expect(filterAt(writeCompanyTickets({ priority: 4, overdue: true, q: 'mail' }))).toEqual({
    ...open,
    priority: '4',
    q: 'mail',
    // What is overdue is so at the reader's date.
    overdue: 'true',
    today: '2026-11-27',
  });
  expect(filterAt(writeCompanyTickets({ state: 'any' }))).toEqual({ companyId: id, archived: 'any' });
});

test('what makes no sense in an address counts as not said', () => {
  const nonsense = new URLSearchParams('state=sideways&priority=9&overdue=perhaps');
  expect(filterAt(nonsense)).toEqual(filterAt(new URLSearchParams()));
});
