import type { CardView, MeView, ProjectView } from '@ticketing/contracts/views.ts';

/**
 * What a list offers where the server has not said what is allowed on each ticket. The server decides; this keeps what
 * it would refuse out of the way (DESIGN, section 5).
 */
export type TicketRights = {
  /** Title, dates, type. */
  readonly edit: boolean;
  readonly tag: boolean;
  /** Column, assignees, priority, archive. */
  readonly direct: boolean;
};

const directs = (me: MeView, projectId: string): boolean =>
  me.superuser ||
  me.roles.some(({ projectId: id, role }) => id === projectId && (role === 'superadmin' || role === 'admin'));

export function rightsOn(me: MeView, ticket: Pick<CardView, 'projectId' | 'reporterId'>): TicketRights {
  if (directs(me, ticket.projectId)) return { edit: true, tag: true, direct: true };
  const role = me.roles.find(({ projectId }) => projectId === ticket.projectId)?.role;
  const own = role !== 'manager' && ticket.reporterId === me.id;
  return { edit: own, tag: own && role === 'user', direct: false };
}

/** Whether the person decides about every ticket of the project. */
export const directsProject = (me: MeView, project: Pick<ProjectView, 'id'>): boolean =>
  directs(me, project.id);

/** Whether the person may open tickets in the project: by a role, or for a company of theirs that it serves. */
export function mayOpenIn(me: MeView, project: ProjectView): boolean {
  if (project.archived) return false;
  if (me.superuser) return true;
  if (project.role !== null) return project.role !== 'manager';
  return project.companyIds.some((id) => me.companies.some((company) => company.id === id));
}
