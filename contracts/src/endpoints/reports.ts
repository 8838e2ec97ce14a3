import { z } from 'zod';
import { DashboardWidget } from '../kinds.ts';
import { HoursByPriority, KpiReport, ScoredMetric, ScoreView, StaffReviewView } from '../report-views.ts';
import { TimeZone } from '../time-zone.ts';
import { AsOf, Id } from '../values.ts';
import { PersonView } from '../views.ts';
import { endpoint, PageQuery, pageOf } from './endpoint.ts';

const OneProject = z.object({ id: Id });

/** From the first instant up to, and without, the second; the last 30 days unless told. */
const Period = z.object({ from: AsOf.optional(), to: AsOf.optional() });
const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  !(from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to));
const outOfOrder = { path: ['to'], message: 'use an instant after `from`' };

const kpiFields = {
  groupBy: z.enum(['none', 'person', 'company', 'project']).default('none'),
  bucket: z.enum(['none', 'day', 'week', 'month']).default('none'),
  timeZone: TimeZone.default('UTC'),
  companyId: Id.optional(),
  /** Only what this person is credited with. */
  userId: Id.optional(),
};

const KpiQuery = Period.extend(kpiFields).refine(inOrder, outOfOrder);
const ManyKpiQuery = Period.extend({ ...kpiFields, projectId: Id.optional() }).refine(inOrder, outOfOrder);
const reading = { method: 'GET', tag: 'reports', status: 200 } as const;

export const getProjectKpis = endpoint({
  ...reading,
  name: 'getProjectKpis',
  path: '/api/projects/:id/kpis',
  summary: 'Figures of a project in a period, as a whole or by person, company, day, week or month',
  access: 'reports.own',
  params: OneProject,
  query: KpiQuery,
  response: KpiReport,
  errors: ['forbidden', 'not_found'],
});

export const exportProjectKpis = endpoint({
  ...reading,
  name: 'exportProjectKpis',
  path: '/api/projects/:id/kpis/export',
  summary: 'The same as a table in CSV',
  access: 'reports.own',
  params: OneProject,
  query: KpiQuery,
  carries: 'download',
  response: z.string(),
  errors: ['forbidden', 'not_found'],
});

export const getKpis = endpoint({
  ...reading,
  name: 'getKpis',
  path: '/api/kpis',
  summary: 'Figures of every project on which the caller gets reports',
  access: 'reports.own',
  query: ManyKpiQuery,
  response: KpiReport,
  errors: ['forbidden', 'not_found'],
});

export const exportKpis = endpoint({
  ...reading,
  name: 'exportKpis',
  path: '/api/kpis/export',
  summary: 'The same as a table in CSV',
  access: 'reports.own',
  query: ManyKpiQuery,
  carries: 'download',
  response: z.string(),
  errors: ['forbidden', 'not_found'],
});

const Scoreboard = z.object({
  from: z.string(),
  to: z.string(),
  /** `own`: only the caller's own line, since that is all that they may be told. */
  scope: z.enum(['all', 'own']),
  items: z.array(ScoreView),
});

export const getScoreboard = endpoint({
  ...reading,
  name: 'getScoreboard',
  path: '/api/projects/:id/scoreboard',
  summary: 'How the staff of a project score in a period, and of what their scores are made',
  access: 'reports.own',
  params: OneProject,
  query: Period.refine(inOrder, outOfOrder),
  response: Scoreboard,
  errors: ['forbidden', 'not_found'],
});

export const exportScoreboard = endpoint({
  ...reading,
  name: 'exportScoreboard',
  path: '/api/projects/:id/scoreboard/export',
  summary: 'The same as a table in CSV',
  access: 'reports.own',
  params: OneProject,
  query: Period.refine(inOrder, outOfOrder),
  carries: 'download',
  response: z.string(),
  errors: ['forbidden', 'not_found'],
});

export const getServiceTargets = endpoint({
  ...reading,
  name: 'getServiceTargets',
  path: '/api/projects/:id/service-targets',
  summary: 'In what time tickets are to be answered and resolved, by priority',
  access: 'reports.own',
  params: OneProject,
  response: z.object({ firstResponseHours: HoursByPriority, resolutionHours: HoursByPriority }),
  errors: ['forbidden', 'not_found'],
});

export const getScoring = endpoint({
  ...reading,
  name: 'getScoring',
  path: '/api/projects/:id/scoring',
  summary: 'How a score is made from the metrics',
  access: 'reports.own',
  params: OneProject,
  response: z.object({ isDefault: z.boolean(), metrics: z.array(ScoredMetric) }),
  errors: ['forbidden', 'not_found'],
});

export const listStaffReviews = endpoint({
  ...reading,
  name: 'listStaffReviews',
  path: '/api/projects/:id/reviews',
  summary: 'Reviews of staff that the caller may read: all, or those of and by the caller, newest first',
  access: 'reports.own',
  params: OneProject,
  query: PageQuery.extend({ userId: Id.optional() }),
  response: pageOf(StaffReviewView).extend({ people: z.array(PersonView) }),
  errors: ['forbidden', 'not_found'],
});

export const getDashboard = endpoint({
  ...reading,
  name: 'getDashboard',
  path: '/api/me/dashboard',
  summary: 'The widgets of one’s own dashboard in their order',
  tag: 'dashboard',
  access: 'signed-in',
  response: z.object({ widgets: z.array(z.object({ widget: DashboardWidget, shown: z.boolean() })) }),
  errors: [],
});
