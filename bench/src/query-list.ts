/** Whom and what the queries are about, in a database that was generated. */
export type Subject = {
  readonly projectId: string;
  readonly columnId: string;
  readonly companyId: string;
  readonly ticketId: string;
  readonly personId: string;
  /** The generator's last day. */
  readonly today: string;
};

/**
 * Every query that is measured, by what it answers: one line each, its path under `/api`. Each is asked by a
 * superuser, who sees everything, by staff of a few projects, and by a client; who may not ask is left out.
 */
export const queries: Readonly<Record<string, (of: Subject) => string>> = {
  'the newest changes': () => '/tickets',
  'the newest changes, counted': () => '/tickets?count=true&archived=any',
  'tickets by due date': () => '/tickets?sort=due',
  'tickets by title': () => '/tickets?sort=title&archived=any',
  'a project’s tickets by number': ({ projectId }) =>
    `/tickets?projectId=${projectId}&sort=number&archived=any`,
  'a column’s tickets by rank': ({ projectId, columnId }) =>
    `/tickets?projectId=${projectId}&columnId=${columnId}&sort=rank`,
  'a company’s tickets': ({ companyId }) => `/tickets?companyId=${companyId}&archived=any`,
  'my tickets': () => '/tickets?assigneeId=me',
  'overdue tickets': ({ today }) => `/tickets?overdue=true&today=${today}&sort=due`,
  'tickets with two words': () => '/tickets?q=printer%20batumi&archived=any',
  'a board': ({ projectId }) => `/projects/${projectId}/board`,
  'a ticket': ({ ticketId }) => `/tickets/${ticketId}`,
  'a ticket’s history': ({ ticketId }) => `/tickets/${ticketId}/history`,
  'search: a frequent word': () => '/search?q=printer',
  'search: the beginning of a Georgian word': () => `/search?q=${encodeURIComponent('პრინ')}`,
  'search: three words': () => '/search?q=printer%20third%20floor',
  'search: a misspelled word': () => '/search?q=pritner',
  'search: a key': () => '/search?q=GAA1-17',
  'the calendar of a month': ({ today }) => `/calendar?from=${today.slice(0, 8)}01&to=${today.slice(0, 8)}28`,
  deadlines: ({ today }) => `/deadlines?today=${today}`,
  'a project’s activity': ({ projectId }) => `/projects/${projectId}/activity`,
  'a company’s activity': ({ companyId }) => `/companies/${companyId}/activity`,
  'a person’s activity': ({ personId }) => `/users/${personId}/activity`,
  'comments of a ticket': ({ ticketId }) => `/tickets/${ticketId}/comments`,
  'the dashboard: companies by their health': () => '/dashboard/company-health',
  'the dashboard: what needs somebody': () => '/dashboard/attention',
  'the dashboard: the newest tickets': () => '/dashboard/newest',
  'the dashboard: the last activity': () => '/dashboard/activity',
  'the dashboard: open tickets by assignee': () => '/dashboard/workload',
  'the dashboard: tickets by column': () => '/dashboard/pipeline',
  'the figures of a month of a project': ({ projectId, today }) =>
    `/projects/${projectId}/kpis?${monthTo(today)}`,
  'the figures of a month of all projects by person': ({ today }) => `/kpis?groupBy=person&${monthTo(today)}`,
  'the scores of a project': ({ projectId, today }) => `/projects/${projectId}/scoreboard?${monthTo(today)}`,
  'reviews of staff': ({ projectId }) => `/projects/${projectId}/reviews`,
  'how content a company is': ({ companyId, today }) =>
    `/companies/${companyId}/satisfaction?${monthTo(today)}`,
  'the figures of a company': ({ companyId, today }) =>
    `/companies/${companyId}/statistics?${monthTo(today)}`,
  'the health of a company': ({ companyId }) => `/companies/${companyId}/health`,
  'a month of a company': ({ companyId, today }) =>
    `/companies/${companyId}/monthly-report?month=${today.slice(0, 7)}`,
  notifications: () => '/notifications',
  'how many notifications are unread': () => '/notifications/unread',
  'my rooms': () => '/rooms',
  'how many messages are unread': () => '/rooms/unread',
  'the messages of a ticket’s room': ({ ticketId }) => `/rooms/${ticketId}/messages`,
  'contacts of a project': ({ projectId }) => `/projects/${projectId}/contacts`,
};

/** The 30 days before. */
function monthTo(today: string): string {
  const to = new Date(`${today}T00:00:00.000Z`);
  return `from=${new Date(to.getTime() - 30 * 86_400_000).toISOString()}&to=${to.toISOString()}`;
}
