import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectView } from '@ticketing/contracts/views.ts';
import { mayInProject } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { type ProjectRow, projectColumns, projectViewOf } from './project-row.ts';

/** One project with its columns and tags. */
export async function getProject(reading: Reading, projectId: string): Promise<ProjectView> {
  return projectViewOf(await visibleProject(reading, projectId), reading.viewer);
}

/** @throws DomainError `not_found`, also when the caller may not see it */
export async function visibleProject({ query, viewer }: Reading, projectId: string): Promise<ProjectRow> {
  const [row] = await query<ProjectRow>(sql`
    select ${projectColumns} from read_model.projects p where p.id = ${projectId}`);
  if (!row || !mayInProject(viewer, 'project.see', { id: row.id, companyIds: row.company_ids })) {
    throw new DomainError('not_found');
  }
  return row;
}
