import * as finding from '@ticketing/contracts/endpoints/finding.ts';
import { getCompanyActivity, getProjectActivity, getUserActivity } from './activity/list-activity.ts';
import type { Answering } from './reading/answering.ts';
import { search } from './search/search.ts';
import { getCalendar } from './tickets/get-calendar.ts';
import { getDeadlines } from './tickets/get-deadlines.ts';

/** The reads that find things across projects. */
export function registerFinding(answer: Answering): void {
  const searched = ['access', 'board', 'search'] as const;
  answer(finding.search, searched, (reading, { query }) => search(reading, query));
  answer(finding.getCalendar, searched, (reading, { query }) => getCalendar(reading, query));
  answer(finding.getDeadlines, searched, (reading, { query }) => getDeadlines(reading, query));
  const happened = ['access', 'board', 'activity'] as const;
  answer(finding.getProjectActivity, happened, (reading, { params, query }) =>
    getProjectActivity(reading, params.id, query),
  );
  answer(finding.getCompanyActivity, happened, (reading, { params, query }) =>
    getCompanyActivity(reading, params.id, query),
  );
  // Whom the caller may know of is also asked of who commented.
  answer(finding.getUserActivity, [...happened, 'tickets'], (reading, { params, query }) =>
    getUserActivity(reading, params.id, query),
  );
}
