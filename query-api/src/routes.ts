import * as companies from '@ticketing/contracts/endpoints/companies.ts';
import * as contacts from '@ticketing/contracts/endpoints/contacts.ts';
import { type Endpoint, POSITION, type ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import * as invitations from '@ticketing/contracts/endpoints/invitations.ts';
import * as mails from '@ticketing/contracts/endpoints/mails.ts';
import * as notifications from '@ticketing/contracts/endpoints/notifications.ts';
import * as operations from '@ticketing/contracts/endpoints/operations.ts';
import * as projects from '@ticketing/contracts/endpoints/projects.ts';
import * as rooms from '@ticketing/contracts/endpoints/rooms.ts';
import * as sessions from '@ticketing/contracts/endpoints/sessions.ts';
import * as ticketComments from '@ticketing/contracts/endpoints/ticket-comments.ts';
import * as tickets from '@ticketing/contracts/endpoints/tickets.ts';
import * as users from '@ticketing/contracts/endpoints/users.ts';
import { actions } from '@ticketing/domain/policy/table.ts';
import type { BlobStore } from '@ticketing/platform/blob-store/blob-store.ts';
import type { FilePasses } from '@ticketing/platform/file-passes.ts';
import { type Call, createRouter } from '@ticketing/platform/http.ts';
import type { Tokens } from '@ticketing/platform/tokens.ts';
import type { FastifyInstance } from 'fastify';
import { withLogoPass } from './companies/company-logo.ts';
import { getCompany } from './companies/get-company.ts';
import { listCompanies } from './companies/list-companies.ts';
import { getContact } from './contacts/get-contact.ts';
import { listContacts } from './contacts/list-contacts.ts';
import { registerDashboard } from './dashboard-routes.ts';
import { registerFiles } from './files/routes.ts';
import { registerFinding } from './finding-routes.ts';
import { checkInvitation } from './invitations/check-invitation.ts';
import { listInvitations } from './invitations/list-invitations.ts';
import { listMails } from './mails/list-mails.ts';
import { getNotificationPreferences } from './notifications/get-notification-preferences.ts';
import { countUnreadNotifications, listNotifications } from './notifications/list-notifications.ts';
import { listProjections } from './operations/list-projections.ts';
import { getBoardAt } from './past/get-board-at.ts';
import { getProjectChanges } from './past/get-project-changes.ts';
import { getTicketAt } from './past/get-ticket-at.ts';
import { getBoard } from './projects/get-board.ts';
import { getProject } from './projects/get-project.ts';
import { listProjects } from './projects/list-projects.ts';
import { listRoles } from './projects/list-roles.ts';
import { afterPosition } from './reading/after-position.ts';
import type { Answering, Exporting } from './reading/answering.ts';
import type { ReadModel } from './reading/checkpoints.ts';
import type { PublicRead, Read, Reading } from './reading/reader.ts';
import { registerReports } from './report-routes.ts';
import { sendCsv } from './reports/csv.ts';
import { getRoom } from './rooms/get-room.ts';
import { listMessages } from './rooms/list-messages.ts';
import { listRooms, unreadOf } from './rooms/list-rooms.ts';
import { passesInRoom } from './rooms/room-file.ts';
import { getTicket } from './tickets/get-ticket.ts';
import { getTicketHistory } from './tickets/get-ticket-history.ts';
import { listCommentVersions } from './tickets/list-comment-versions.ts';
import { listComments } from './tickets/list-comments.ts';
import { listTickets } from './tickets/list-tickets.ts';
import { asksForReports } from './tickets/ticket-conditions.ts';
import { getInstallation } from './users/get-installation.ts';
import { getMe } from './users/get-me.ts';
import { getUser } from './users/get-user.ts';
import { getUserMemberships } from './users/get-user-memberships.ts';
import { listSessions } from './users/list-sessions.ts';
import { listUsers } from './users/list-users.ts';

/** Every read there is: its endpoint, the read models that it is made of, and the query that answers it. */
export function registerReads(
  app: FastifyInstance,
  tokens: Tokens,
  read: Read,
  readPublic: PublicRead,
  passes: FilePasses,
  blobs?: BlobStore,
): void {
  const route = createRouter(app, tokens, actions);
  if (blobs) registerFiles(route, read, { blobs, passes });

  function answer<E extends Endpoint>(
    endpoint: E,
    models: readonly ReadModel[] | ((call: Call<E>) => readonly ReadModel[]),
    query: (reading: Reading, call: Call<E>) => Promise<ResponseOf<E>>,
  ): void {
    route(endpoint, (call) => ask(call, models, query));
  }

  /** The same with a table that goes out as CSV, when nothing is being read any more. */
  const exporting: Exporting = (endpoint, models, query) =>
    route(endpoint, async (call) => {
      const sent: unknown = await sendCsv(call.reply, await ask(call, models, query));
      // The answer of a download is text, and it is sent already.
      return sent as ResponseOf<typeof endpoint>;
    });

  async function ask<E extends Endpoint, Answer>(
    call: Call<E>,
    models: readonly ReadModel[] | ((call: Call<E>) => readonly ReadModel[]),
    query: (reading: Reading, call: Call<E>) => Promise<Answer>,
  ): Promise<Answer> {
    const used = typeof models === 'function' ? models(call) : models;
    const asked = { userId: call.actorId, models: used, after: afterPosition(call) };
    const { answer, position } = await read(asked, (reading) => query(reading, call));
    // No read model holds anything before its first event, and such an answer is as of no position.
    if (position >= 0n) call.reply.header(POSITION, String(position));
    call.reply.header('cache-control', 'no-store');
    return answer;
  }

  answer(sessions.me, ['access'], (reading) => getMe(reading));
  answer(sessions.listSessions, ['access'], (reading, { sessionId }) => listSessions(reading, sessionId));
  route(invitations.checkInvitation, ({ params, reply }) => {
    reply.header('cache-control', 'no-store');
    return readPublic((query) => checkInvitation(query, params.token));
  });
  route(sessions.getInstallation, ({ reply }) => {
    reply.header('cache-control', 'no-store');
    return readPublic(getInstallation);
  });
  answer(mails.listMails, ['access'], (reading, { query }) => listMails(reading, query));
  answer(operations.listProjections, ['access'], (reading) => listProjections(reading));
  const people = ['access', 'board', 'tickets'] as const;
  answer(users.listUsers, people, (reading, { query }) => listUsers(reading, query));
  answer(users.getUser, people, (reading, { params }) => getUser(reading, params.id));
  const board = ['access', 'board'] as const;
  answer(users.getUserMemberships, people, (reading, { params }) => getUserMemberships(reading, params.id));
  const company = ['access', 'board', 'contacts'] as const;
  answer(companies.listCompanies, company, async (reading, { actorId, query }) => {
    const { items, ...page } = await listCompanies(reading, query);
    return { ...page, items: items.map((one) => withLogoPass(passes, actorId, one)) };
  });
  answer(companies.getCompany, company, async (reading, { actorId, params }) =>
    withLogoPass(passes, actorId, await getCompany(reading, params.id)),
  );
  answer(contacts.listContacts, company, (reading, { params, query }) =>
    listContacts(reading, params.id, query),
  );
  answer(contacts.getContact, company, (reading, { params }) => getContact(reading, params.id));
  answer(projects.listProjects, board, (reading, { query }) => listProjects(reading, query));
  answer(projects.getProject, board, (reading, { params }) => getProject(reading, params.id));
  const boardAt = ['access', 'board', 'past'] as const;
  answer(
    projects.getBoard,
    ({ query }) => (query.at === undefined ? board : boardAt),
    (reading, { params, query }) =>
      query.at === undefined ? getBoard(reading, params.id) : getBoardAt(reading, params.id, query.at),
  );
  answer(projects.getProjectChanges, boardAt, (reading, { params, query }) =>
    getProjectChanges(reading, params.id, query),
  );
  answer(invitations.listInvitations, board, (reading, { params, query }) =>
    listInvitations(reading, params.id, query),
  );
  answer(projects.listRoles, board, (reading, { params }) => listRoles(reading, params.id));
  const found = ['access', 'board', 'search'] as const;
  // Only words are looked up in the search's read model.
  answer(
    tickets.listTickets,
    ({ query }) => [
      ...(query.q === undefined ? board : found),
      ...(asksForReports(query) ? (['reports'] as const) : []),
      // Archived tickets say by whom and why.
      ...(query.archived === 'false' ? [] : (['activity'] as const)),
    ],
    (reading, { query }) => listTickets(reading, query),
  );
  const ticket = ['access', 'board', 'tickets', 'files'] as const;
  const ticketAt = ['access', 'board', 'tickets', 'past', 'files'] as const;
  answer(
    tickets.getTicket,
    ({ query }) => (query.at === undefined ? ticket : ticketAt),
    (reading, { params, query }) =>
      query.at === undefined ? getTicket(reading, params.id) : getTicketAt(reading, params.id, query.at),
  );
  const inbox = ['access', 'inbox'] as const;
  answer(notifications.listNotifications, inbox, (reading, { query }) => listNotifications(reading, query));
  answer(notifications.countUnreadNotifications, inbox, countUnreadNotifications);
  answer(notifications.getNotificationPreferences, inbox, getNotificationPreferences);
  const chat = ['access', 'board', 'tickets', 'chat'] as const;
  answer(rooms.listRooms, chat, (reading, { query }) => listRooms(reading, query));
  answer(rooms.countUnreadMessages, chat, (reading) => unreadOf(reading));
  answer(rooms.getRoom, chat, (reading, { params }) => getRoom(reading, params.id));
  answer(rooms.listMessages, chat, async (reading, { actorId, params, query }) => {
    const timeline = await listMessages(reading, params.id, query);
    return { ...timeline, ...passesInRoom(passes, actorId, timeline.items) };
  });
  answer(
    ticketComments.listComments,
    ({ query }) => (query.at === undefined ? ticket : ticketAt),
    (reading, { params, query }) => listComments(reading, params.id, query),
  );
  answer(ticketComments.listCommentVersions, ticketAt, (reading, { params, query }) =>
    listCommentVersions(reading, params.id, params.commentId, query),
  );
  const history = ['access', 'board', 'tickets', 'activity'] as const;
  answer(tickets.getTicketHistory, history, (reading, { params, query }) =>
    getTicketHistory(reading, params.id, query),
  );
  registerReports(answer, exporting);
  registerDashboard(answer);
  registerFinding(answer satisfies Answering);
}
