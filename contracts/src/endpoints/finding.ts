import { z } from 'zod';
import {
  DeadlineGroupView,
  SearchHitView,
  SearchKind,
  several,
  TicketActivityView,
  ticketFilters,
} from '../finding.ts';
import { CalendarDate, Id } from '../values.ts';
import { CardView } from '../views.ts';
import { endpoint, PageQuery, pageOf } from './endpoint.ts';

export const search = endpoint({
  name: 'search',
  method: 'GET',
  path: '/api/search',
  summary:
    'Tickets, comments and messages with all of these words, by their beginnings and parts, best first; with similar words when there are none',
  tag: 'search',
  access: 'signed-in',
  query: PageQuery.extend({
    /** A ticket's key (`OPS-12`) finds that ticket first. */
    q: z.string().max(200),
    kinds: several(SearchKind).optional(),
    projectId: Id.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  status: 200,
  response: pageOf(SearchHitView).extend({
    /** True when nothing had the words themselves and these are hits for similar ones. */
    similar: z.boolean(),
  }),
  errors: [],
});

export const getCalendar = endpoint({
  name: 'getCalendar',
  method: 'GET',
  path: '/api/calendar',
  summary:
    'Tickets whose days from start to due date touch a window of up to 100 days, the earliest first, 2,000 at most',
  tag: 'tickets',
  access: 'signed-in',
  query: z.object({ ...ticketFilters, from: CalendarDate, to: CalendarDate }),
  status: 200,
  response: z.object({
    items: z.array(CardView),
    /** True when there are more in this window than are shown. */
    more: z.boolean(),
  }),
  errors: [],
});

export const getDeadlines = endpoint({
  name: 'getDeadlines',
  method: 'GET',
  path: '/api/deadlines',
  summary:
    'Unfinished tickets by their due dates as seen on a day: overdue, that day, until Sunday of its week, later, without one',
  tag: 'tickets',
  access: 'signed-in',
  query: z.object({
    ...ticketFilters,
    today: CalendarDate,
    /** Of each group; the ticket list with `dueFrom` and `dueTo` goes on. */
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  status: 200,
  response: z.object({
    overdue: DeadlineGroupView,
    today: DeadlineGroupView,
    thisWeek: DeadlineGroupView,
    later: DeadlineGroupView,
    none: DeadlineGroupView,
  }),
  errors: [],
});

export const getProjectActivity = endpoint({
  name: 'getProjectActivity',
  method: 'GET',
  path: '/api/projects/:id/activity',
  summary: 'What happened to the project’s tickets that the caller may see, newest first',
  tag: 'projects',
  access: 'project.see',
  params: z.object({ id: Id }),
  query: PageQuery,
  status: 200,
  response: pageOf(TicketActivityView),
  errors: ['not_found'],
});

export const getCompanyActivity = endpoint({
  name: 'getCompanyActivity',
  method: 'GET',
  path: '/api/companies/:id/activity',
  summary: 'What happened to the company’s tickets that the caller may see, newest first',
  tag: 'companies',
  access: 'signed-in',
  params: z.object({ id: Id }),
  query: PageQuery,
  status: 200,
  response: pageOf(TicketActivityView),
  errors: ['not_found'],
});

export const getUserActivity = endpoint({
  name: 'getUserActivity',
  method: 'GET',
  path: '/api/users/:id/activity',
  summary: 'What a person did with tickets that the caller may see, newest first',
  tag: 'users',
  access: 'signed-in',
  params: z.object({ id: Id }),
  query: PageQuery,
  status: 200,
  response: pageOf(TicketActivityView),
  errors: ['not_found'],
});
