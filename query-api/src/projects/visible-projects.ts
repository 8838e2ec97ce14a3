import { mayInProject, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';

/** Stands for every project in which the viewer has no role. */
const NO_ROLE_HERE = '';

/** The policy's `project.see` as a condition on a project's id. */
export function visibleProjects(viewer: Viewer, projectId: Sql): Sql {
  const sees = (id: string, companyIds: readonly string[]) =>
    mayInProject(viewer, 'project.see', { id, companyIds });
  if (sees(NO_ROLE_HERE, [])) return always;
  const companyIds = [...viewer.companyIds];
  const byRole = [...viewer.roles.keys()].filter((id) => sees(id, []));
  const conditions = [sql`${projectId} = any(${byRole}::uuid[])`];
  if (sees(NO_ROLE_HERE, companyIds)) {
    const roles = [...viewer.roles.keys()];
    conditions.push(sql`(${projectId} <> all(${roles}::uuid[]) and exists (
      select 1 from read_model.project_companies pc
      where pc.project_id = ${projectId} and pc.company_id = any(${companyIds}::uuid[])))`);
  }
  return anyOf(conditions);
}
