import type { Look } from './look.ts';

/** The pages of the admin app without a session. */
export const adminWaysIn: readonly Look[] = [
  { name: 'sign in', at: '/login', shown: '#password' },
  { name: 'forgotten password', at: '/forgot-password', shown: 'form input' },
  { name: 'a new password', at: '/reset-password#token=none', shown: '.way-in-more, form' },
  { name: 'an invitation that is none', at: '/accept-invitation#token=none', shown: 'main, .way-in' },
];

const settings = ['general', 'columns', 'tags', 'roles', 'companies', 'contacts', 'policies'] as const;

/** Each page of web-admin/src/app.tsx, with far too much on it. */
export const adminPages: readonly Look[] = [
  {
    name: 'board as the first page',
    at: ({ bare }) => `/projects/${bare.key}`,
    shown: '.columns[data-scrolls] .column',
    first: true,
  },
  { name: 'dashboard', at: '/', shown: '.widget' },
  { name: 'projects', at: '/projects', shown: '.project-list, .rows' },
  { name: 'board', at: ({ full }) => `/projects/${full.key}`, shown: '.columns .card' },
  {
    name: 'board in lanes of people',
    at: ({ full }) => `/projects/${full.key}?group=assignee`,
    shown: '.lanes .card',
  },
  {
    name: 'board of a filter',
    at: ({ full }) => `/projects/${full.key}?type=bug,task&priority=1,2,3&q=ბარათი`,
    shown: '.filter-chips .chip',
  },
  {
    name: 'board in the past',
    at: ({ full, before }) => `/projects/${full.key}?at=${before}`,
    shown: '.in-the-past .past-line',
  },
  { name: 'list', at: ({ full }) => `/projects/${full.key}/list`, shown: '.list-row' },
  { name: 'all tickets', at: '/all', shown: '.list-row' },
  {
    name: 'list in groups',
    at: ({ full }) => `/projects/${full.key}/list?group=assignee`,
    shown: '.list-row',
  },
  { name: 'calendar', at: ({ full }) => `/projects/${full.key}/calendar`, shown: '.day-chip, .day-more' },
  {
    name: 'week',
    at: ({ full }) => `/projects/${full.key}/calendar?view=week`,
    shown: '.day-chip, .day-more',
  },
  { name: 'deadlines', at: ({ full }) => `/projects/${full.key}/deadlines`, shown: '.deadlines' },
  { name: 'archive', at: ({ full }) => `/projects/${full.key}/archive`, shown: '.list-row' },
  { name: 'ticket', at: ({ ticket }) => `/tickets/${ticket.key}`, shown: '.ticket-page .comment' },
  {
    name: 'ticket to be reviewed',
    at: ({ asked }) => `/tickets/${asked.key}`,
    shown: '.ticket-page .fields',
  },
  { name: 'archived ticket', at: ({ closed }) => `/tickets/${closed.key}`, shown: '.ticket-page .fields' },
  { name: 'no such ticket', at: '/tickets/OPS-99999', shown: '.empty-state' },
  { name: 'search', at: '/search?q=ბუღალტრის', shown: '.hit' },
  { name: 'search for nothing', at: '/search?q=zzzzqqqq', shown: '.empty-state, .muted' },
  { name: 'notifications', at: '/inbox', shown: '.inbox-page' },
  { name: 'chats', at: '/chat', shown: '.room-list' },
  { name: 'chat', at: ({ roomId }) => `/chat/${roomId}`, shown: '.talk-rows' },
  { name: 'chat of a ticket', at: ({ ticket }) => `/chat/${ticket.id}`, shown: '.talk-rows' },
  { name: 'companies', at: '/companies', shown: '.companies-table' },
  { name: 'company', at: ({ companyId }) => `/companies/${companyId}`, shown: '.overview .figure' },
  {
    name: 'company tickets',
    at: ({ companyId }) => `/companies/${companyId}/tickets`,
    shown: '.ticket-line',
  },
  { name: 'company people', at: ({ companyId }) => `/companies/${companyId}/people`, shown: '.two-panels' },
  { name: 'monthly report', at: ({ companyId }) => `/companies/${companyId}/report`, shown: '.report-sheet' },
  { name: 'company settings', at: ({ companyId }) => `/companies/${companyId}/settings`, shown: '.settings' },
  { name: 'people', at: '/people', shown: '.rows .row' },
  { name: 'person', at: ({ personId }) => `/people/${personId}`, shown: '.person-facts' },
  { name: 'figures', at: '/reports?project=OPS', shown: '.metric-tile' },
  {
    name: 'counted tickets',
    at: '/reports/tickets?project=OPS&metric=tickets_resolved',
    shown: '.counted-line, .empty-state',
  },
  { name: 'scoreboard', at: '/reports/scoreboard?project=OPS', shown: '.score-row' },
  { name: 'scoring', at: '/reports/scoring?project=OPS', shown: '.scoring' },
  { name: 'reviews', at: '/reports/reviews?project=OPS', shown: '.report' },
  { name: 'operations', at: '/operations', shown: '.operations' },
  { name: 'mails', at: '/operations/mails', shown: '.operations' },
  { name: 'account', at: '/settings/account', shown: '.settings form' },
  { name: 'appearance', at: '/settings/appearance', shown: '.looks' },
  { name: 'notification settings', at: '/settings/notifications', shown: '.matrix' },
  ...settings.map(
    (tab): Look => ({
      name: `project settings: ${tab}`,
      at: ({ full }) => `/projects/${full.key}/settings/${tab}`,
      shown: '.settings-part > *',
    }),
  ),
];

/** Pages on which there is nothing yet. */
export const adminEmptyPages: readonly Look[] = [
  ...['', '/list', '/calendar', '/deadlines', '/archive', '/settings/tags', '/settings/contacts'].map(
    (path): Look => ({
      name: `a project without tickets${path}`,
      at: ({ bare }) => `/projects/${bare.key}${path}`,
      shown: path.startsWith('/settings') ? '.settings-part > *' : '.board-page .project-bar',
    }),
  ),
  {
    name: 'a company without anything',
    at: ({ idleCompanyId }) => `/companies/${idleCompanyId}`,
    shown: '.overview',
  },
  ...(['tickets', 'people', 'report'] as const).map(
    (path): Look => ({
      name: `a company without ${path}`,
      at: ({ idleCompanyId }) => `/companies/${idleCompanyId}/${path}`,
      shown: '.company-head ~ *',
    }),
  ),
];

/** What staff see who have just come. */
export const adminNewcomerPages: readonly Look[] = [
  { name: 'dashboard', at: '/', shown: '.empty-state' },
  { name: 'projects', at: '/projects', shown: '.page' },
  { name: 'all tickets', at: '/all', shown: '.empty-state, .list-wait' },
  { name: 'notifications', at: '/inbox', shown: '.empty-state' },
  { name: 'chats', at: '/chat', shown: '.rooms' },
  { name: 'companies', at: '/companies', shown: '.page' },
  { name: 'people', at: '/people', shown: '.page' },
  { name: 'figures', at: '/reports', shown: '.board-page .report-scroll, .empty-state' },
].map((look) => ({ ...look, name: `${look.name} of a newcomer` }));
