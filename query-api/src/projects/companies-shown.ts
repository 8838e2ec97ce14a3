import { ticketScope, type Viewer } from '@ticketing/domain/policy/policy.ts';

/** Whether a person sees every company of a project: who sees all of its tickets does, and staff who work in it. */
export function seesEveryCompanyOf(viewer: Viewer, projectId: string): boolean {
  return ticketScope(viewer, 'ticket.see', projectId).all || (viewer.staff && viewer.roles.has(projectId));
}

/** The companies of a project that a person is shown: a client learns of no company but its own. */
export function companiesShownOf(viewer: Viewer, projectId: string, companyIds: readonly string[]): string[] {
  if (seesEveryCompanyOf(viewer, projectId)) return [...companyIds];
  return companyIds.filter((id) => viewer.companyIds.has(id));
}
