import { expect, test } from 'vitest';
import type { MonthlyReport } from '../company-queries.ts';
import { isBetter, reportFigures } from './report-figures.ts';

const none = { 1: 0, 2: 0, 3: 0, 4: 0 };
const report = (more: Partial<MonthlyReport>): MonthlyReport => ({
  company: { id: 'c', name: 'C' },
  from: '2026-10-01T00:00:00.000Z',
  to: '2026-11-01T00:00:00.000Z',
  projectIds: null,
  opened: 0,
  resolved: 0,
  openAtStart: 0,
  openAtEnd: 0,
  backlogByPriority: none,
  metrics: {
    tickets_created: 0,
    tickets_resolved: 0,
    average_resolution_hours: null,
    average_rating: null,
    average_first_response_hours: null,
    sla_compliance: null,
    reopen_rate: null,
    ratings: 0,
    first_responses: 0,
    sla_verdicts: 0,
    reopened: 0,
  },
  satisfaction: { rating: null, ratings: 0, byStars: { ...none, 5: 0 } },
  ratings: [],
  topReporters: [],
  tickets: [],
  more: 0,
  people: [],
  ...more,
});
const figure = (name: string, now: MonthlyReport, before: MonthlyReport | undefined) => {
  const found = reportFigures(now, before).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no figure ${name}`);
  return found;
};

test('a figure stands beside the one of the month before', () => {
  const now = report({ resolved: 7, openAtEnd: 5 });
  const before = report({ resolved: 4, openAtEnd: 9 });
  expect(figure('resolved', now, before)).toMatchObject({ value: 7, before: 4, change: 3 });
  expect(isBetter(figure('resolved', now, before))).toBe(true);
  expect(isBetter(figure('openAtEnd', now, before))).toBe(true);
  expect(isBetter(figure('openAtEnd', before, now))).toBe(false);
});

test('what there is nothing to make of has no change, and neither has a month without one before', () => {
  const now = report({ opened: 3 });
  expect(figure('rating', now, report({}))).toMatchObject({ value: null, before: null, change: null });
  expect(figure('opened', now, undefined)).toMatchObject({ value: 3, before: null, change: null });
  expect(isBetter(figure('opened', now, report({ opened: 9 })))).toBeUndefined();
});
