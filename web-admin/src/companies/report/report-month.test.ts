import { expect, test } from 'vitest';
import { monthOf, monthsFrom, readMonth } from './report-month.ts';

test('months are counted over the turn of the year', () => {
  expect(monthsFrom('2026-01', -1)).toBe('2025-12');
  expect(monthsFrom('2025-12', 1)).toBe('2026-01');
  expect(monthsFrom('2026-03', -14)).toBe('2025-01');
});

test('without a month in the address, or with one that has not begun, it is the last that is over', () => {
  const now = new Date(2026, 10, 27);
  expect(monthOf(now)).toBe('2026-11');
  for (const text of [null, '', '2026-13', '0000-01', 'May', '2026-12']) {
    expect(readMonth(text, now)).toBe('2026-10');
  }
  expect(readMonth('2026-11', now)).toBe('2026-11');
  expect(readMonth('2019-02', now)).toBe('2019-02');
});
