import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectState } from './state.ts';

/** @throws DomainError `project_archived`: what was put away is read and not changed, until it is restored */
export function requireActive(project: Pick<ProjectState, 'archived'>): void {
  if (project.archived) throw new DomainError('project_archived');
}
