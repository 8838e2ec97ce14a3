import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import type { Endpoint } from '@ticketing/contracts/endpoints/endpoint.ts';
import { channelKinds } from '@ticketing/contracts/live.ts';
import {
  type ProjectAction,
  projectPolicy,
  type Reach,
  type RoomAction,
  roomPolicy,
  type SiteAction,
  type Standing,
  sitePolicy,
  type TicketAction,
  ticketPolicy,
} from '@ticketing/domain/policy/table.ts';
import { generatedMark, markdownTable } from './markdown.ts';

const standings: Readonly<Record<Standing, string>> = {
  superadmin: 'superadmin',
  admin: 'admin',
  manager: 'manager',
  user: 'user',
  companyUser: 'no role',
};

const reaches: Readonly<Record<Reach | 'company', string>> = {
  any: 'all',
  own: 'own',
  ownOrCompany: 'own, own companies’',
  ownOrEmployer: 'own, of the company that employs them',
  related: 'own, assigned, own companies’',
  company: 'for own company',
};

const onSite = {
  superuser: 'superuser',
  staff: 'staff',
  companyAdmin: 'admin of the company',
  self: 'oneself',
} as const;

const inRooms = {
  superuser: 'superuser',
  staff: 'staff',
  companyAdmin: 'admin of the company',
  companyUser: 'employee of the company',
} as const;

const words: Readonly<Record<TicketAction | ProjectAction | SiteAction | RoomAction, string>> = {
  'ticket.see': 'see a ticket, its public comments and its history',
  'ticket.edit': 'edit title, text, type, dates',
  'ticket.attach':
    'add and remove the ticket’s own files; to one’s own comment whoever may comment adds them',
  'ticket.move': 'move on the board',
  'ticket.assign': 'assign and unassign people',
  'ticket.prioritise': 'set priority, urgency, importance',
  'ticket.tag': 'tag and untag',
  'ticket.review': 'accept or reject what was done',
  'ticket.link': 'change the parent; link, where one may on both tickets',
  'ticket.subtasks': 'add, change, complete, move and remove subtasks',
  'ticket.company': 'make it another company’s',
  'ticket.archive': 'archive and restore',
  'comment.public': 'comment publicly',
  'comment.internal': 'write internal notes',
  'internal-notes.read': 'read internal notes',
  'comment.moderate': 'remove what others wrote',
  'chat.ticket': 'write in the ticket’s room',
  'chat.moderate': 'remove what others wrote in the ticket’s room',
  'chat.among-staff': 'be in a room of staff alone',
  'chat.in-company': 'be in a room within a company',
  'project.see': 'see the project',
  'ticket.open': 'open tickets',
  'project.configure': 'details, columns, tags, policy, roles, companies',
  'project.roles.see': 'see who holds which role',
  'contact.see': 'see contacts outside the system',
  'contact.manage': 'keep contacts outside the system',
  'reports.people': 'reports on each person',
  'reports.totals': 'reports on the project and its companies',
  'reports.own': 'reports on oneself',
  'reports.satisfaction': 'how content companies are',
  'staff.review': 'review the work of staff (the project’s lead as well)',
  'project.create': 'create a project',
  'company.register': 'register a company',
  'company.manage': 'a company’s details and employees',
  'company.appoint': 'a company’s admins',
  'user.register': 'register a person',
  'user.profile': 'a person’s name and address',
  'user.password': 'a person’s password',
  'user.administer': 'deactivate, reactivate, superuser right',
  'mail.administer': 'see what became of mails, send a failed one again',
  'operations.administer': 'see how the projections stand, have a stream tried again that one set aside',
};

/** Who may call what is about rooms, where one action of the tables does not say it. */
const roomAccess: Readonly<Record<string, string>> = {
  'chat.open': '`chat.open`: `chat.among-staff` or `chat.in-company`: everybody whom it brings together',
  'chat.read': '`chat.read`: participants; in a ticket’s room `ticket.see`',
  'chat.write': '`chat.write`: participants; in a ticket’s room `chat.ticket`',
  'chat.own': '`chat.own`: the author; in a ticket’s room `chat.moderate` to remove',
};

/** Who opens which kind of channel. */
const listeners: Readonly<Record<(typeof channelKinds)[number], string>> = {
  project: 'whoever may `project.see`',
  ticket: 'whoever may `ticket.see`',
  room: 'its participants, as long as they may meet there; a ticket’s room by whoever may `ticket.see`',
  me: 'the person themself, and by nobody else',
};

type Reached = Readonly<Record<string, Readonly<Partial<Record<string, string | true>>>>>;

/** One row an action, one column a standing. An action without words in `words` does not compile. */
const rowsOf = (policy: Reached, columns: readonly string[], cell: (value: string | true) => string) =>
  Object.entries(policy).map(([action, row]) => [
    (words as Readonly<Record<string, string>>)[action] ?? '', // its keys are all actions
    `\`${action}\``,
    ...columns.map((column) => {
      const value = row[column];
      return value === undefined ? 'no' : cell(value);
    }),
  ]);

/** `docs/permissions.md`, from the tables that commands, queries and channels ask. */
export function permissionsDocument(): string {
  const columns = Object.keys(standings);
  const heads = ['', 'action', ...Object.values(standings)];
  const reach = (value: string | true) => (reaches as Readonly<Record<string, string>>)[String(value)] ?? ''; // all reaches
  const access = ({ access: name, method }: Endpoint): string => {
    if (name === 'public') return 'anybody, without a token';
    if (name === 'signed-in') {
      return `anybody signed in; ${method === 'GET' ? 'what they see is filtered' : 'decided on each thing asked for'}`;
    }
    if (name === 'comment.own') return '`comment.own`: the author, or `comment.moderate` to remove';
    if (name === 'attachment.own') {
      return '`attachment.own`: who added it; `ticket.attach` for the ticket’s own, `comment.moderate` for a comment’s';
    }
    const inRoom = roomAccess[name];
    if (inRoom !== undefined) return inRoom;
    return `\`${name}\``;
  };
  return `# Who may do what

${generatedMark('domain/src/policy/table.ts and contracts/src/endpoints')}

Commands, reads, live channels and the buttons of the apps ask the same table. \`e2e/src/permissions.int.test.ts\` tries
every endpoint and every kind of channel as every kind of person, and compares with a copy of the design's table that
was written down by hand.

- Without a valid token, or as somebody who was deactivated: 401.
- Who may not see a thing is told that it is not there: 404. Who may see it but not do what they ask: 403.
- A site superuser stands as superadmin in every project. Roles do not carry over from one project to another.
- “Own” is what one reported, also after one's role or company is gone ([decision 0009](decisions/0009-own-is-own.md)).
  “Own companies” are those that one works for or serves as an admin.

## On a ticket

${markdownTable(heads, rowsOf(ticketPolicy, columns, reach))}

One's own comment is edited and removed by whoever still sees the ticket and the comment.

## In a project

${markdownTable(heads, rowsOf(projectPolicy, columns, reach))}

“For own company” means that the company is attached to the project. Only who also manages a company, or a superuser,
attaches it; for whoever else configures the project it is \`unknown_company\`.

## On the installation

${markdownTable(
  ['', 'action', ...Object.values(onSite)],
  rowsOf(sitePolicy, Object.keys(onSite), () => 'yes'),
)}

Company admins register employees of their company, not staff. A company is not there to change for whoever does not
belong to it, and another person's account for whoever is no superuser, also where they are seen: those commands are 404.

## In rooms

${markdownTable(
  ['', 'action', ...Object.values(inRooms)],
  rowsOf(roomPolicy, Object.keys(inRooms), () => 'yes'),
)}

A ticket's room is read by whoever sees the ticket, and written in by \`chat.ticket\`, participant or not. Every other room is
of staff alone or within one company; it is there for its participants, as long as they stand so to that company
([chat.md](chat.md)). One's own message is edited and removed by whoever may still write there.

## Reading what is about companies and people

A superuser sees all. Staff see the companies that they serve and those attached to projects where they have a role, all
staff, and the people of the companies that they see. Clients see their own companies, the people of those, and whoever
occurs on tickets that they see. Addresses are told to the person and to superusers.

## Live channels

${channelKinds.map((kind) => `- \`${kind}:{id}\` is opened by ${listeners[kind]}`).join('\n')}

Every change on a channel is told to whoever may see the ticket or the room that it is about, and what tells of an internal note to
whoever may read those ([live.md](live.md)).

## Every endpoint

${markdownTable(
  ['endpoint', 'who'],
  endpoints
    .map((one) => [one.path, one.method, access(one)] as const)
    .toSorted((one, other) => (one.join(' ') < other.join(' ') ? -1 : 1))
    .map(([path, method, who]) => [`\`${method} ${path}\``, who]),
)}
`;
}
