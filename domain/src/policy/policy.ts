import type { Role } from '@ticketing/contracts/kinds.ts';
import type { TicketFacts } from '@ticketing/contracts/live.ts';
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
} from './table.ts';

export type { ProjectAction, RoomAction, SiteAction, TicketAction } from './table.ts';

/** A person as the policy sees them. */
export type Viewer = {
  readonly userId: string;
  readonly superuser: boolean;
  readonly staff: boolean;
  /** Project id → role. */
  readonly roles: ReadonlyMap<string, Role>;
  /** Companies that they are an employee or an admin of. */
  readonly companyIds: ReadonlySet<string>;
  readonly adminOfCompanyIds: ReadonlySet<string>;
};

export type ProjectFacts = { readonly id: string; readonly companyIds: readonly string[] };

/**
 * What a person is to a project. A role rules out `companyUser`, which is everybody without one: it reaches the
 * tickets that they reported and their companies', so that for whoever has neither it reaches nothing. It does not
 * ask whether they belong to some company, because a command knows only the companies of its ticket.
 */
export function standingIn(viewer: Viewer, projectId: string): Standing {
  return viewer.superuser ? 'superadmin' : (viewer.roles.get(projectId) ?? 'companyUser');
}

export function mayOnTicket(viewer: Viewer, action: TicketAction, ticket: TicketFacts): boolean {
  const reach = reachOf(viewer, action, ticket.projectId);
  if (!reach) return false;
  const own = ticket.reporterId === viewer.userId;
  const has = (companyIds: ReadonlySet<string>) =>
    ticket.companyId !== null && companyIds.has(ticket.companyId);
  const company = has(viewer.companyIds);
  switch (reach) {
    case 'any':
      return true;
    case 'own':
      return own;
    case 'ownOrCompany':
      return own || company;
    case 'ownOrEmployer':
      return own || (company && !has(viewer.adminOfCompanyIds));
    case 'related':
      return own || company || ticket.assigneeIds.includes(viewer.userId);
    default:
      return reach satisfies never;
  }
}

/** The same decision as `mayOnTicket` in a form that a query can be made from. */
export type TicketScope = {
  readonly all: boolean;
  readonly own: boolean;
  readonly assigned: boolean;
  readonly companyIds: readonly string[];
};

export function ticketScope(viewer: Viewer, action: TicketAction, projectId: string): TicketScope {
  const reach = reachOf(viewer, action, projectId);
  const employers = [...viewer.companyIds].filter((id) => !viewer.adminOfCompanyIds.has(id));
  const companyIds =
    reach === 'related' || reach === 'ownOrCompany'
      ? [...viewer.companyIds]
      : reach === 'ownOrEmployer'
        ? employers
        : [];
  return {
    all: reach === 'any',
    own: reach !== undefined && reach !== 'any',
    assigned: reach === 'related',
    companyIds,
  };
}

/** @param companyId for `ticket.open`: the company that the ticket is for, `null` for none. */
export function mayInProject(
  viewer: Viewer,
  action: ProjectAction,
  project: ProjectFacts,
  companyId?: string | null,
): boolean {
  const row: Partial<Record<Standing, 'any' | 'company'>> = projectPolicy[action];
  const reach = row[standingIn(viewer, project.id)];
  if (reach !== 'company') return reach === 'any';
  const theirs = project.companyIds.filter((id) => viewer.companyIds.has(id));
  return companyId === undefined ? theirs.length > 0 : companyId !== null && theirs.includes(companyId);
}

/** @param subject the company of `company.*` and `user.register`, the person of `user.*`. */
export function mayOnSite(
  viewer: Viewer,
  action: SiteAction,
  subject: { readonly companyId?: string | undefined; readonly userId?: string } = {},
): boolean {
  const row: Partial<Record<'superuser' | 'staff' | 'companyAdmin' | 'self', true>> = sitePolicy[action];
  return Boolean(
    (row.superuser && viewer.superuser) ||
      (row.staff && viewer.staff) ||
      (row.companyAdmin && subject.companyId && viewer.adminOfCompanyIds.has(subject.companyId)) ||
      (row.self && subject.userId === viewer.userId),
  );
}

/**
 * Whether a person may be in rooms of this company, or of staff alone. Everybody in a room stands so to one and the same
 * company, so nobody meets there whom they do not know of by it.
 * @param companyId `null` for rooms of staff alone
 */
export function mayMeet(viewer: Viewer, companyId: string | null): boolean {
  const action: RoomAction = companyId === null ? 'chat.among-staff' : 'chat.in-company';
  const row: Partial<Record<'superuser' | 'staff' | 'companyAdmin' | 'companyUser', true>> =
    roomPolicy[action];
  const serves = companyId !== null && viewer.adminOfCompanyIds.has(companyId);
  const employed = companyId !== null && viewer.companyIds.has(companyId) && !serves;
  return Boolean(
    (row.superuser && viewer.superuser) ||
      (row.staff && viewer.staff) ||
      (row.companyAdmin && serves) ||
      (row.companyUser && employed),
  );
}

/** What the policy needs to know of a room that is not a ticket's. */
export type RoomFacts = { readonly companyId: string | null; readonly participantIds: readonly string[] };

/** Whether a direct room or a group is there for a person: to read, and to write. */
export const mayTakePart = (viewer: Viewer, { companyId, participantIds }: RoomFacts): boolean =>
  participantIds.includes(viewer.userId) && mayMeet(viewer, companyId);

/** Names of the ticket actions that a person may take on a ticket. */
export function allowedOnTicket(viewer: Viewer, ticket: TicketFacts): TicketAction[] {
  // Object.keys widens to string; the keys of the table are the actions.
  return (Object.keys(ticketPolicy) as TicketAction[]).filter((action) =>
    mayOnTicket(viewer, action, ticket),
  );
}

/** Names of the project actions that a person may take, and of the ticket actions that reach every ticket of it. */
export function allowedInProject(viewer: Viewer, project: ProjectFacts): string[] {
  const inProject = (Object.keys(projectPolicy) as ProjectAction[]).filter((action) =>
    mayInProject(viewer, action, project),
  );
  const onEvery = (Object.keys(ticketPolicy) as TicketAction[]).filter(
    (action) => reachOf(viewer, action, project.id) === 'any',
  );
  return [...inProject, ...onEvery];
}

function reachOf(viewer: Viewer, action: TicketAction, projectId: string): Reach | undefined {
  const row: Partial<Record<Standing, Reach>> = ticketPolicy[action];
  return row[standingIn(viewer, projectId)];
}
