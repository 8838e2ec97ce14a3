import * as companyReports from '@ticketing/contracts/endpoints/company-reports.ts';
import * as finding from '@ticketing/contracts/endpoints/finding.ts';
import * as reports from '@ticketing/contracts/endpoints/reports.ts';
import { listTickets as listTicketsEndpoint } from '@ticketing/contracts/endpoints/tickets.ts';
import { getCompanyActivity, getProjectActivity, getUserActivity } from '../activity/list-activity.ts';
import {
  getCompanyHealth,
  getCompanySatisfaction,
  getCompanyStatistics,
} from '../companies/company-reports.ts';
import { getMonthlyReport } from '../companies/get-monthly-report.ts';
import { listContacts } from '../contacts/list-contacts.ts';
import { activityWidget } from '../dashboard/activity-widget.ts';
import {
  attentionWidget,
  companyHealthWidget,
  newestWidget,
  pipelineWidget,
  workloadWidget,
} from '../dashboard/widgets.ts';
import { getNotificationPreferences } from '../notifications/get-notification-preferences.ts';
import { countUnreadNotifications, listNotifications } from '../notifications/list-notifications.ts';
import { getBoard } from '../projects/get-board.ts';
import { writeCursor } from '../reading/cursor.ts';
import type { Reading } from '../reading/reader.ts';
import { getKpis } from '../reports/get-kpis.ts';
import { getScoreboard } from '../reports/get-scoreboard.ts';
import { listStaffReviews } from '../reports/list-staff-reviews.ts';
import { getDashboard, getScoring, getServiceTargets } from '../reports/report-policies.ts';
import { getRoom } from '../rooms/get-room.ts';
import { listMessages } from '../rooms/list-messages.ts';
import { listRooms, unreadOf } from '../rooms/list-rooms.ts';
import { search } from '../search/search.ts';
import { getCalendar } from '../tickets/get-calendar.ts';
import { getDeadlines } from '../tickets/get-deadlines.ts';
import { getTicketHistory } from '../tickets/get-ticket-history.ts';
import { listCommentVersions } from '../tickets/list-comment-versions.ts';
import { listComments } from '../tickets/list-comments.ts';
import { listTickets } from '../tickets/list-tickets.ts';
import { filled } from './filled.ts';

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
const limited = { limit: 10 };
const { tagId, projectId, companyId, columnId, companyTicketId, messageId, today } = filled;
const march = { from: '2026-03-01T00:00:00Z', to: '2026-03-31T00:00:00Z' };
/** Of all tickets a month has so many that the database rightly reads them one after the other. */
const { from, to } = { from: march.from, to: '2026-03-08T00:00:00Z' };
/** As the links of numbers ask for what they count. */
const counted = { archived: 'any', count: 'true' };
const kpis =
  (query: Record<string, string>): PlannedRead =>
  (reading) =>
    getKpis(reading, reports.getKpis.query.parse({ ...march, ...query }));
const messages =
  (from: { before?: string; after?: string; around?: string }): PlannedRead =>
  (reading) =>
    listMessages(reading, companyTicketId, { ...page, ...from });
const middleOfRoom = writeCursor({ key: '242000', id: messageId });
const february = companyReports.getMonthlyReport.query.parse({ month: '2026-02' });

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
  'tickets that were resolved in a time': tickets({ ...counted, resolvedFrom: from, resolvedTo: to }),
  'tickets that were reopened': tickets({ ...counted, resolvedFrom: from, resolvedTo: to, reopened: 'true' }),
  'tickets that were rated in a time': tickets({ ...counted, ratedFrom: from, ratedTo: to, stars: '4,5' }),
  'a company’s tickets that were rated': tickets({ ...counted, companyId, ratedFrom: from, ratedTo: to }),
  'tickets that were answered in a time': tickets({ ...counted, answeredFrom: from, answeredTo: to }),
  'tickets that missed a target': tickets({ ...counted, judgedFrom: from, judgedTo: to, target: 'missed' }),
  'what a person is credited with': tickets({ ...counted, ratedFrom: from, ratedTo: to, creditedId: 'me' }),
  'a project’s tickets that missed a target': tickets({
    ...counted,
    projectId,
    judgedFrom: from,
    judgedTo: to,
    target: 'missed',
  }),
  'a company’s tickets that were open at an instant': tickets({ ...counted, companyId, openAt: to }),
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
  'the dashboard: companies by their health': (reading) => companyHealthWidget(reading, {}),
  'the dashboard: what needs somebody': (reading) => attentionWidget(reading, limited),
  'the dashboard: the newest tickets': (reading) => newestWidget(reading, limited),
  'the dashboard: the newest tickets of a company': (reading) =>
    newestWidget(reading, { ...limited, companyId }),
  'the dashboard: the last activity': (reading) => activityWidget(reading, page),
  'the dashboard: the last activity of a company': (reading) =>
    activityWidget(reading, { ...page, companyId }),
  'the dashboard: open tickets by assignee': (reading) => workloadWidget(reading, {}),
  'the dashboard: tickets by column': (reading) => pipelineWidget(reading, {}),
  'the dashboard: tickets of a company by column': (reading) => pipelineWidget(reading, { companyId }),
  'the dashboard as it is arranged': getDashboard,
  notifications: (reading) => listNotifications(reading, { ...page, unread: 'false' }),
  'unread notifications': (reading) => listNotifications(reading, { ...page, unread: 'true' }),
  'how many notifications are unread': countUnreadNotifications,
  'what one wishes to be told': getNotificationPreferences,
  'my rooms': (reading) => listRooms(reading, page),
  'how many messages are unread': unreadOf,
};

/** The same of a project and a company, for those who see them. */
export const plannedInside: Readonly<Record<string, PlannedRead>> = {
  'a board': (reading) => getBoard(reading, projectId),
  'a project’s activity': (reading) => getProjectActivity(reading, projectId, page),
  'a company’s activity': (reading) => getCompanyActivity(reading, companyId, page),
  'a ticket’s history': (reading) => getTicketHistory(reading, filled.ticketId, page),
  'contacts of a project': (reading) => listContacts(reading, projectId, page),
  'contacts of a project with a word': (reading) => listContacts(reading, projectId, { ...page, q: '4321' }),
  'contacts of a tag': (reading) => listContacts(reading, projectId, { ...page, tagId }),
  'a ticket’s comments': (reading) => listComments(reading, filled.ticketId, page),
  'a ticket’s comments as they were': (reading) =>
    listComments(reading, filled.ticketId, { ...page, at: '2025-01-01T00:00:00Z' }),
  'the figures of a company': (reading) => getCompanyStatistics(reading, companyId, march),
  'the health of a company': (reading) => getCompanyHealth(reading, companyId, { today }),
  'a month of a company': (reading) => getMonthlyReport(reading, companyId, february),
};

/** Reports of a project and of all, for those whose work they measure. */
export const plannedReports: Readonly<Record<string, PlannedRead>> = {
  'the figures of a project': kpis({ projectId }),
  'the figures of a project by person': kpis({ projectId, groupBy: 'person' }),
  'the figures of a project by company': kpis({ projectId, bucket: 'week' }),
  'the figures of all projects': kpis({}),
  'the figures of all projects by person': kpis({ groupBy: 'person' }),
  'the scores of a project': (reading) => getScoreboard(reading, projectId, march),
  'reviews of staff': (reading) => listStaffReviews(reading, projectId, page),
  'how a score is made': (reading) => getScoring(reading, projectId),
  'in what time tickets are to be resolved': (reading) => getServiceTargets(reading, projectId),
};

/** What is said about a company's ticket, and how content the company is: for its people and for superusers. */
export const plannedOfCompany: Readonly<Record<string, PlannedRead>> = {
  'a room': (reading) => getRoom(reading, companyTicketId),
  'the newest messages of a room': messages({}),
  'older messages of a room': messages({ before: middleOfRoom }),
  'newer messages of a room': messages({ after: middleOfRoom }),
  'messages around one': messages({ around: messageId }),
  'comments of a ticket': (reading) => listComments(reading, companyTicketId, page),
  'wordings of a comment': (reading) => listCommentVersions(reading, companyTicketId, filled.commentId, page),
  'how content a company is': (reading) => getCompanySatisfaction(reading, companyId, march),
};
