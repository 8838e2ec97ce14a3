import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ColumnState, ProjectState } from '../project/state.ts';

/** The rules that a project makes for its own board: what people are held to, and the system's own moves are not. */

/** @param from `undefined`: it stands in no column that there is, and may be put into any */
export function requireTransition(from: ColumnState | undefined, to: ColumnState): void {
  if (from?.leadsTo && !from.leadsTo.includes(to.id)) {
    throw new DomainError('transition_not_allowed', `“${from.name}” does not lead to “${to.name}”`);
  }
}

export function requireDueDate(
  project: ProjectState,
  column: ColumnState | undefined,
  dueDate: string | null,
): void {
  const required = project.dueDateBeforeDone && column?.category === 'done';
  if (required && dueDate === null) throw new DomainError('due_date_required');
}

/** Without enforcement a limit is a warning, which the board gives. */
export const enforcedMaximum = (project: ProjectState, columnId: string): number | null =>
  project.limitsEnforced ? (project.columns.find(({ id }) => id === columnId)?.maximum ?? null) : null;

export function requireRoom(
  project: ProjectState,
  column: ColumnState,
  ticketsInColumn: number | undefined,
): void {
  const maximum = enforcedMaximum(project, column.id);
  if (maximum === null || ticketsInColumn === undefined || ticketsInColumn < maximum) return;
  throw new DomainError('column_full', `“${column.name}” holds ${maximum} at most`);
}
