import * as finding from '@ticketing/contracts/endpoints/finding.ts';
import { listTickets as listTicketsEndpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import { getCompanyActivity, getProjectActivity, getUserActivity } from '../activity/list-activity.ts';
import { getBoard } from '../projects/get-board.ts';
import type { Reading } from '../reading/reader.ts';
import { search } from '../search/search.ts';
import { getCalendar } from '../tickets/get-calendar.ts';
import { getDeadlines } from '../tickets/get-deadlines.ts';
import { getTicketHistory } from '../tickets/get-ticket-history.ts';
import { listTickets } from '../tickets/list-tickets.ts';
import { filled } from './filled-models.ts';

type PlannedRead = (reading: Reading) => Promise<unknown>;

const tickets =
  (query: Record<string, string>): PlannedRead =>
  (reading) =>
    listTickets(reading, listTicketsEndpoint.query.parse(query));
const found =
  (q: string): PlannedRead =>
  (reading) =>
    search(reading, finding.search.query.parse({ q }));
const page = { limit: 50 };
const { projectId, companyId, columnId, today } = filled;

/**
 * Reads whose plans are looked at, by what they answer. A read is one line here: it may scan no large table and sort
 * no large part of one, for a superuser, for staff of a few projects and for a client.
 */
export const plannedReads: Readonly<Record<string, PlannedRead>> = {
  'the newest changes': tickets({}),
  'the newest changes, counted': tickets({ count: 'true' }),
  'the newest tickets': tickets({ sort: 'opened', archived: 'any' }),
  'tickets by priority': tickets({ sort: 'priority' }),
  'tickets by due date': tickets({ sort: 'due' }),
  'tickets by due date, latest first': tickets({ sort: 'due', direction: 'desc' }),
  'tickets by title': tickets({ sort: 'title', archived: 'any' }),
  'a project’s tickets by number': tickets({ sort: 'number', projectId, archived: 'any' }),
  'a column’s tickets by rank': tickets({ sort: 'rank', projectId, columnId }),
  'a project’s unfinished tickets': tickets({ projectId, category: 'todo,in_progress' }),
  'a company’s tickets': tickets({ companyId }),
  'tickets of a tag': tickets({ tagId: columnId, archived: 'any' }),
  'my tickets': tickets({ assigneeId: 'me' }),
  'overdue tickets': tickets({ overdue: 'true', today, sort: 'due' }),
  'tickets with a rare word': tickets({ q: 'v4003', archived: 'any' }),
  'tickets with a word that all have': tickets({ q: 'common', archived: 'any' }),
  'a rare word': found('w4321'),
  'a word that all have': found('common'),
  'a misspelled word': found('commmon'),
  'a key': found('P4-4003'),
  'a month': (reading) =>
    getCalendar(reading, finding.getCalendar.query.parse({ from: '2026-06-01', to: '2026-06-30' })),
  deadlines: (reading) => getDeadlines(reading, finding.getDeadlines.query.parse({ today })),
  'a person’s activity': (reading) => getUserActivity(reading, reading.viewer.userId, page),
};

/** The same of a project and a company, for those who see them. */
export const plannedInside: Readonly<Record<string, PlannedRead>> = {
  'a board': (reading) => getBoard(reading, projectId),
  'a project’s activity': (reading) => getProjectActivity(reading, projectId, page),
  'a company’s activity': (reading) => getCompanyActivity(reading, companyId, page),
  'a ticket’s history': (reading) => getTicketHistory(reading, filled.ticketId, page),
};
