import type { MeView, ProjectView } from '@ticketing/contracts/views.ts';

export type Company = { readonly id: string; readonly name: string };
/** A project in which the person may ask for help, and for which of their companies. Staff may ask for none. */
export type Opening = { readonly project: ProjectView; readonly companies: readonly Company[] };

/** Where this person may ask for help: where a company of theirs is attached, or where they hold a role that opens tickets. */
export function openings(me: MeView, projects: readonly ProjectView[]): readonly Opening[] {
  return projects.flatMap((project) => {
    const companies = me.companies.filter(
      ({ id, relation }) => relation === 'user' && project.companyIds.includes(id),
    );
    const byRole = project.role !== null && project.role !== 'manager';
    return companies.length > 0 || byRole || me.superuser ? [{ project, companies }] : [];
  });
}
