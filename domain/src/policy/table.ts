import type { Role } from '@ticketing/contracts/kinds.ts';

/**
 * The permission policy of DESIGN, section 5, as one table. Everything that asks "may they?" asks it here:
 * commands, queries, live channels, and the buttons that the apps show.
 *
 * A standing is what a person is to a project: their role there, or `companyUser`, who has no role. What they then
 * reach is what they reported and what is their companies'. A site superuser stands as `superadmin` in every project.
 */
export type Standing = Role | 'companyUser';

/**
 * Which tickets an action reaches:
 * `any` all of the project; `own` the ones they reported; `ownOrCompany` own and their companies';
 * `related` own, assigned to them, and their companies'; `ownOrEmployer` own and of a company that employs them, which
 * one that they only serve does not.
 */
export type Reach = 'any' | 'own' | 'ownOrCompany' | 'ownOrEmployer' | 'related';

type Row<R> = Readonly<Partial<Record<Standing, R>>>;

/** Actions on one ticket. What is not in a row is not allowed. */
export const ticketPolicy = {
  'ticket.see': {
    superadmin: 'any',
    admin: 'any',
    manager: 'any',
    user: 'related',
    companyUser: 'ownOrCompany',
  },
  /** Title, text, type, dates, files. */
  'ticket.edit': { superadmin: 'any', admin: 'any', user: 'own', companyUser: 'own' },
  /** Add files to the ticket itself and remove them; to one's own comment whoever may comment adds them. */
  'ticket.attach': { superadmin: 'any', admin: 'any', user: 'own', companyUser: 'own' },
  'ticket.move': { superadmin: 'any', admin: 'any' },
  'ticket.assign': { superadmin: 'any', admin: 'any' },
  'ticket.prioritise': { superadmin: 'any', admin: 'any' },
  'ticket.tag': { superadmin: 'any', admin: 'any', user: 'own' },
  /** Accept or reject a resolution: never those who did the work. */
  'ticket.review': { user: 'own', companyUser: 'ownOrEmployer' },
  /** Parent, and links to other tickets; a link needs it on both. */
  'ticket.link': { superadmin: 'any', admin: 'any' },
  'ticket.subtasks': { superadmin: 'any', admin: 'any', user: 'own', companyUser: 'own' },
  /** Make it another company's, whose people see it from then on while those of the former one do not. */
  'ticket.company': { superadmin: 'any', admin: 'any' },
  'ticket.archive': { superadmin: 'any', admin: 'any' },
  'comment.public': { superadmin: 'any', admin: 'any', user: 'related', companyUser: 'ownOrCompany' },
  'comment.internal': { superadmin: 'any', admin: 'any' },
  'internal-notes.read': { superadmin: 'any', admin: 'any', manager: 'any' },
  /** Remove what others wrote. One's own comment may be edited and removed by whoever may still see it. */
  'comment.moderate': { superadmin: 'any', admin: 'any' },
  /** Write in the ticket's room and react there. Whoever sees the ticket reads its room. */
  'chat.ticket': { superadmin: 'any', admin: 'any', user: 'related', companyUser: 'ownOrCompany' },
  /** Remove what others wrote in the ticket's room. */
  'chat.moderate': { superadmin: 'any', admin: 'any' },
} as const satisfies Record<string, Row<Reach>>;

/** Actions in a project as a whole. `company`: for their own company, which must be attached to the project. */
export const projectPolicy = {
  'project.see': { superadmin: 'any', admin: 'any', manager: 'any', user: 'any', companyUser: 'company' },
  'ticket.open': { superadmin: 'any', admin: 'any', user: 'any', companyUser: 'company' },
  /** Details, columns, tags, policy, roles, companies. */
  'project.configure': { superadmin: 'any' },
  'project.roles.see': { superadmin: 'any', admin: 'any', manager: 'any' },
  /** People outside the system whom the project deals with. */
  'contact.see': { superadmin: 'any', admin: 'any', manager: 'any' },
  'contact.manage': { superadmin: 'any', admin: 'any' },
  /** What each person did. */
  'reports.people': { superadmin: 'any', manager: 'any' },
  /** Figures of the project as a whole and of its companies. */
  'reports.totals': { superadmin: 'any', admin: 'any', manager: 'any' },
  /** What one did oneself. */
  'reports.own': { superadmin: 'any', admin: 'any', manager: 'any', user: 'any' },
  /** How content companies are: clients read of their own only. */
  'reports.satisfaction': { superadmin: 'any', admin: 'any', manager: 'any', companyUser: 'company' },
  /** Review the work of the staff. The project's lead may as well. */
  'staff.review': { superadmin: 'any' },
} as const satisfies Record<string, Row<'any' | 'company'>>;

/** Actions of the installation, by what a person is there. */
export const sitePolicy = {
  'project.create': { superuser: true, staff: true },
  'company.register': { superuser: true, staff: true },
  /** Details and employees of one company. */
  'company.manage': { superuser: true, companyAdmin: true },
  /** The company's admins. */
  'company.appoint': { superuser: true, companyAdmin: true },
  /** Company admins register employees of their company only. */
  'user.register': { superuser: true, companyAdmin: true },
  'user.profile': { superuser: true, self: true },
  'user.password': { superuser: true, self: true },
  'user.administer': { superuser: true },
  'mail.administer': { superuser: true },
  'operations.administer': { superuser: true },
} as const satisfies Record<
  string,
  Readonly<Partial<Record<'superuser' | 'staff' | 'companyAdmin' | 'self', true>>>
>;

/**
 * Who meets whom in direct rooms and groups, by what a person is there. A room is of staff alone or within one company,
 * and it is there only for participants who stand so to it now: who leaves the company loses its rooms.
 */
export const roomPolicy = {
  'chat.among-staff': { superuser: true, staff: true },
  'chat.in-company': { superuser: true, companyAdmin: true, companyUser: true },
} as const satisfies Record<
  string,
  Readonly<Partial<Record<'superuser' | 'staff' | 'companyAdmin' | 'companyUser', true>>>
>;

export type TicketAction = keyof typeof ticketPolicy;
export type ProjectAction = keyof typeof projectPolicy;
export type SiteAction = keyof typeof sitePolicy;
export type RoomAction = keyof typeof roomPolicy;

/** Every action name an endpoint may declare, besides `public` and `signed-in`. */
export const actions: ReadonlySet<string> = new Set([
  ...Object.keys(ticketPolicy),
  ...Object.keys(projectPolicy),
  ...Object.keys(sitePolicy),
  ...Object.keys(roomPolicy),
  // Editing or removing a comment: the author, or whoever may moderate.
  'comment.own',
  // Removing a file: who added it, or whoever may edit the ticket's files or moderate.
  'attachment.own',
  // Opening a room: whoever may meet there. In a room: its participants; in a ticket's, by what they may on the ticket.
  'chat.open',
  'chat.read',
  'chat.write',
  // Editing or removing a message: the author, or whoever may moderate.
  'chat.own',
]);
