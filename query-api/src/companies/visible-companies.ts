import { mayInProject, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';

/**
 * Which companies a person may know of, as a condition on a company's id: superusers all; staff the ones that
 * they serve and those attached to projects where they have a role; clients their own and no other.
 */
export function visibleCompanies(viewer: Viewer, companyId: Sql): Sql {
  if (viewer.superuser) return always;
  const conditions = [sql`${companyId} = any(${[...viewer.companyIds]}::uuid[])`];
  if (viewer.staff) {
    const projects = [...viewer.roles.keys()].filter((id) =>
      mayInProject(viewer, 'project.see', { id, companyIds: [] }),
    );
    conditions.push(sql`exists (
      select 1 from read_model.project_companies vc
      where vc.company_id = ${companyId} and vc.project_id = any(${projects}::uuid[]))`);
  }
  return anyOf(conditions);
}
