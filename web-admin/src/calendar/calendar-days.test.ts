import { expect, test } from 'vitest';
import { daysShown, mondayOf, monthsLater, turned } from './calendar-days.ts';

test('weeks begin on Monday', () => {
  expect(mondayOf('2026-11-27')).toBe('2026-11-23');
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
  expect(mondayOf('2026-11-30')).toBe('2026-11-30');
});

test('a month is shown in the weeks that it touches', () => {
  const november = daysShown('month', '2026-11-27');
  expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  const february = daysShown('month', '2027-02-10');
  expect([february[0], february.at(-1), february.length]).toEqual(['2027-02-01', '2027-02-28', 28]);
  expect(daysShown('week', '2026-11-27')).toHaveLength(7);
});

test('turning the page goes on by a week or a month, over the year’s end too', () => {
  expect(turned('week', '2026-12-28', 1)).toBe('2027-01-04');
  expect(turned('month', '2026-12-31', 1)).toBe('2027-01-01');
  expect(monthsLater('2027-01-15', -1)).toBe('2026-12-01');
});
