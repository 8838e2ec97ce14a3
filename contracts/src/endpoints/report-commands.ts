import { z } from 'zod';
import { DashboardWidget, Metric, Stars } from '../kinds.ts';
import { HoursByPriority, ScoredMetric } from '../report-views.ts';
import { CalendarDate, Id, ReviewWords } from '../values.ts';
import { CommandAnswer, endpoint } from './endpoint.ts';

const OneProject = z.object({ id: Id });

export const changeServiceTargets = endpoint({
  name: 'changeServiceTargets',
  method: 'PUT',
  path: '/api/projects/:id/service-targets',
  summary: 'Set in what time tickets are to be answered and resolved, by priority',
  tag: 'reports',
  access: 'project.configure',
  params: OneProject,
  body: z.object({ firstResponseHours: HoursByPriority, resolutionHours: HoursByPriority }),
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found'],
});

export const changeScoring = endpoint({
  name: 'changeScoring',
  method: 'PUT',
  path: '/api/projects/:id/scoring',
  summary: 'Set how a score is made from the metrics; no metric at all brings the default back',
  tag: 'reports',
  access: 'project.configure',
  params: OneProject,
  body: z
    .object({ metrics: z.array(ScoredMetric).max(Metric.options.length) })
    .superRefine(({ metrics }, context) => {
      const seen = new Set<string>();
      for (const [index, { metric }] of metrics.entries()) {
        if (seen.has(metric)) {
          const message = 'name a metric once';
          context.addIssue({ code: 'custom', path: ['metrics', index, 'metric'], message });
        }
        seen.add(metric);
      }
      if (metrics.length > 0 && metrics.every(({ weight }) => weight === 0)) {
        const message = 'give at least one metric a weight';
        context.addIssue({ code: 'custom', path: ['metrics'], message });
      }
    }),
  status: 200,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found'],
});

export const reviewStaff = endpoint({
  name: 'reviewStaff',
  method: 'POST',
  path: '/api/projects/:id/reviews',
  summary: 'Say what the work of one of the staff was like; the project’s lead and its superadmins do',
  tag: 'reports',
  access: 'staff.review',
  params: OneProject,
  body: z
    .object({
      userId: Id,
      from: CalendarDate,
      to: CalendarDate,
      stars: Stars,
      words: ReviewWords.default(''),
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'use a day that is not before `from`' }),
  status: 201,
  response: CommandAnswer,
  errors: ['forbidden', 'not_found', 'unknown_user', 'review_of_oneself'],
});

export const arrangeDashboard = endpoint({
  name: 'arrangeDashboard',
  method: 'PUT',
  path: '/api/me/dashboard',
  summary: 'Arrange the widgets of one’s own dashboard; what is not named stands where it does by default',
  tag: 'dashboard',
  access: 'user.profile',
  body: z
    .object({
      widgets: z
        .array(z.object({ widget: DashboardWidget, shown: z.boolean().default(true) }))
        .max(DashboardWidget.options.length),
    })
    .superRefine(({ widgets }, context) => {
      const names = widgets.map(({ widget }) => widget);
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) === index) continue;
        const message = 'name a widget once';
        context.addIssue({ code: 'custom', path: ['widgets', index, 'widget'], message });
      }
    }),
  status: 200,
  response: CommandAnswer,
  errors: [],
});
