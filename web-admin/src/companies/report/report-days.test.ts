import { expect, test } from 'vitest';
import { everyDay } from './report-days.ts';

test('every day of the month is there, also those on which nothing was counted', () => {
  const from = new Date(2026, 1, 1).toISOString();
  const to = new Date(2026, 2, 1).toISOString();
  const third = new Date(2026, 1, 3).toISOString();
  const metrics = { tickets_created: 4, tickets_resolved: 2 };
  const days = everyDay(from, to, [{ bucket: third, metrics }]);
  expect(days).toHaveLength(28);
  expect(days[2]).toEqual({ day: third, opened: 4, resolved: 2 });
  expect(days.filter(({ opened }) => opened > 0)).toHaveLength(1);
});
