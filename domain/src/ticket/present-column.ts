import { type ColumnState, type ProjectState, presentColumnId } from '../project/state.ts';
import type { TicketState } from './state.ts';

/** The column that a ticket stands in for everybody who looks. */
export function presentColumn(project: ProjectState, ticket: TicketState): ColumnState | undefined {
  const present = presentColumnId(project, ticket.columnId);
  return project.columns.find(({ id }) => id === present);
}
