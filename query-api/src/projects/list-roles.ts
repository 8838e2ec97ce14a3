import { DomainError } from '@ticketing/contracts/errors.ts';
import type { RoleView } from '@ticketing/contracts/views.ts';
import { mayInProject } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { visibleProject } from './get-project.ts';

type RoleRow = { user_id: string; username: string; display_name: string; role: RoleView['role'] };

/**
 * Who holds which role in the project, by name.
 *
 * @throws DomainError `not_found` when the caller may not see the project or who works in it
 */
export async function listRoles(reading: Reading, projectId: string): Promise<{ items: RoleView[] }> {
  const project = await visibleProject(reading, projectId);
  const facts = { id: project.id, companyIds: project.company_ids };
  if (!mayInProject(reading.viewer, 'project.roles.see', facts)) throw new DomainError('not_found');
  const rows = await reading.query<RoleRow>(sql`
    select r.user_id, u.username, u.display_name, r.role
    from read_model.roles r join read_model.users u on u.id = r.user_id
    where r.project_id = ${projectId}
    order by lower(u.display_name), u.id`);
  return {
    items: rows.map((row) => ({
      userId: row.user_id,
      displayName: row.display_name,
      username: row.username,
      role: row.role,
    })),
  };
}
