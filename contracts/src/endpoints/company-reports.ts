import { z } from 'zod';
import { Today } from '../finding.ts';
import { HealthGrade, Level, Stars } from '../kinds.ts';
import { Month } from '../report-mailing.ts';
import { MetricValues } from '../report-views.ts';
import { AsOf, Id, Instant } from '../values.ts';
import { PersonView } from '../views.ts';
import { endpoint } from './endpoint.ts';

const OneCompany = z.object({ id: Id });
const Period = z
  .object({ from: AsOf.optional(), to: AsOf.optional() })
  .refine(({ from, to }) => !(from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)), {
    path: ['to'],
    message: 'use an instant after `from`',
  });
const about = { method: 'GET', tag: 'reports', params: OneCompany, status: 200 } as const;
const Count = z.number().int();
/** The projects whose tickets are counted; `null` when it is all that the caller sees. A list of them asks for the same. */
const CountedProjects = z.array(Id).nullable();
const ByPriority = z.object({ 1: Count, 2: Count, 3: Count, 4: Count });

const Satisfaction = z.object({
  /** Mean of the stars given; `null` without any. */
  rating: z.number().nullable(),
  ratings: Count,
  byStars: z.object({ 1: Count, 2: Count, 3: Count, 4: Count, 5: Count }),
});

export const getCompanySatisfaction = endpoint({
  ...about,
  name: 'getCompanySatisfaction',
  path: '/api/companies/:id/satisfaction',
  summary: 'How content a company was with the resolutions of its tickets in a period',
  access: 'reports.satisfaction',
  query: Period,
  response: Satisfaction.extend({ from: Instant, to: Instant }),
  errors: ['forbidden', 'not_found'],
});

export const getCompanyStatistics = endpoint({
  ...about,
  name: 'getCompanyStatistics',
  path: '/api/companies/:id/statistics',
  summary: 'Figures of a company’s tickets in a period, and how many are open now',
  access: 'reports.totals',
  query: Period,
  response: z.object({
    from: Instant,
    to: Instant,
    projectIds: CountedProjects,
    open: Count,
    openByPriority: ByPriority,
    metrics: MetricValues,
    satisfaction: Satisfaction,
  }),
  errors: ['forbidden', 'not_found'],
});

export const getCompanyHealth = endpoint({
  ...about,
  name: 'getCompanyHealth',
  path: '/api/companies/:id/health',
  summary: 'How a company fares now',
  access: 'reports.totals',
  query: z.object({ today: Today }),
  response: z.object({
    projectIds: CountedProjects,
    open: Count,
    overdue: Count,
    critical: Count,
    unanswered: Count,
    awaitingReview: Count,
    rating: z.number().nullable(),
    ratings: Count,
    /** `null` when there is nothing to judge by: neither an open ticket nor a rating of the last 90 days. */
    grade: HealthGrade.nullable(),
  }),
  errors: ['forbidden', 'not_found'],
});

export const getMonthlyReport = endpoint({
  ...about,
  name: 'getMonthlyReport',
  path: '/api/companies/:id/monthly-report',
  summary: 'A company’s month: tickets opened, resolved and left, averages, ratings with their words',
  access: 'reports.totals',
  query: z.object({
    month: Month,
    /** Hours that the month’s midnight is ahead of UTC. */
    utcOffsetHours: z.coerce.number().min(-14).max(14).multipleOf(0.25).default(0),
  }),
  response: z.object({
    company: z.object({ id: Id, name: z.string() }),
    from: Instant,
    to: Instant,
    projectIds: CountedProjects,
    opened: Count,
    resolved: Count,
    openAtStart: Count,
    openAtEnd: Count,
    backlogByPriority: ByPriority,
    metrics: MetricValues,
    satisfaction: Satisfaction,
    ratings: z.array(
      z.object({
        ticketId: Id,
        key: z.string(),
        title: z.string(),
        stars: Stars,
        words: z.string(),
        ratedById: Id,
        ratedAt: Instant,
      }),
    ),
    topReporters: z.array(z.object({ person: PersonView, opened: Count })),
    /** What was opened, resolved or left open in the month, by number; `more` tells how many are not in the list. */
    tickets: z.array(
      z.object({
        id: Id,
        key: z.string(),
        title: z.string(),
        priority: Level,
        openedAt: Instant,
        resolvedAt: Instant.nullable(),
        firstResponseAt: Instant.nullable(),
      }),
    ),
    more: Count,
    people: z.array(PersonView),
  }),
  errors: ['forbidden', 'not_found'],
});
