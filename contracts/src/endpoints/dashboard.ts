import { z } from 'zod';
import { TicketActivityView, Today } from '../finding.ts';
import { HealthGrade } from '../kinds.ts';
import { Id } from '../values.ts';
import { CardView, ColumnView, PersonView } from '../views.ts';
import { endpoint, PageQuery, pageOf } from './endpoint.ts';

const Widget = z.object({ companyId: Id.optional() });
/** What is overdue is decided by the caller's date. */
const Dated = Widget.extend({ today: Today });
const Limited = Widget.extend({ limit: z.coerce.number().int().min(1).max(50).default(10) });
const widget = { method: 'GET', tag: 'dashboard', access: 'signed-in', status: 200, errors: [] } as const;
const Count = z.number().int();

export const getCompanyHealthWidget = endpoint({
  ...widget,
  name: 'getCompanyHealthWidget',
  path: '/api/dashboard/company-health',
  summary: 'How companies fare, of whose tickets the caller gets figures, the ones in most trouble first',
  query: Dated,
  response: z.object({
    items: z.array(
      z.object({
        companyId: Id,
        companyName: z.string(),
        /** The projects whose tickets are counted; `null` when it is all that the caller sees. */
        projectIds: z.array(Id).nullable(),
        open: Count,
        overdue: Count,
        critical: Count,
        unanswered: Count,
        awaitingReview: Count,
        /** Mean of the stars of the last 90 days. */
        rating: z.number().nullable(),
        ratings: Count,
        /** `null` when there is nothing to judge by: neither an open ticket nor a rating of the last 90 days. */
        grade: HealthGrade.nullable(),
      }),
    ),
  }),
});

export const getAttentionWidget = endpoint({
  ...widget,
  name: 'getAttentionWidget',
  path: '/api/dashboard/attention',
  summary: 'Tickets that need somebody, with the reasons, the ones with most reasons first',
  query: Limited.extend({ today: Today }),
  response: z.object({
    items: z.array(
      z.object({
        ticket: CardView,
        reasons: z.array(z.enum(['overdue', 'unassigned', 'critical', 'unanswered', 'awaiting_review'])),
      }),
    ),
  }),
});

export const getNewestWidget = endpoint({
  ...widget,
  name: 'getNewestWidget',
  path: '/api/dashboard/newest',
  summary: 'Tickets that the caller may see, the ones opened last first',
  query: Limited,
  response: z.object({ items: z.array(CardView) }),
});

export const getActivityWidget = endpoint({
  ...widget,
  name: 'getActivityWidget',
  path: '/api/dashboard/activity',
  summary: 'What happened to tickets of all projects that the caller may see, newest first',
  query: PageQuery.extend({ companyId: Id.optional() }),
  response: pageOf(TicketActivityView),
});

export const getWorkloadWidget = endpoint({
  ...widget,
  name: 'getWorkloadWidget',
  path: '/api/dashboard/workload',
  summary: 'Open tickets of each assignee by priority; one’s own where one gets no figures of the project',
  query: Widget,
  response: z.object({
    items: z.array(
      z.object({
        person: PersonView,
        open: Count,
        byPriority: z.object({ 1: Count, 2: Count, 3: Count, 4: Count }),
      }),
    ),
    unassigned: Count,
    /** The projects whose tickets are counted, of others than the caller; `null` when it is all that they see. */
    projectIds: z.array(Id).nullable(),
  }),
});

export const getPipelineWidget = endpoint({
  ...widget,
  name: 'getPipelineWidget',
  path: '/api/dashboard/pipeline',
  summary: 'How many tickets that the caller may see stand in each column of each project',
  query: Widget,
  response: z.object({
    items: z.array(
      z.object({
        projectId: Id,
        projectKey: z.string(),
        projectName: z.string(),
        columns: z.array(
          ColumnView.pick({ id: true, name: true, colour: true, category: true }).extend({ tickets: Count }),
        ),
      }),
    ),
  }),
});
