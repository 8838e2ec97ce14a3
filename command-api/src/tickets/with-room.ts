import { projectStream } from '@ticketing/contracts/streams.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { enforcedMaximum } from '@ticketing/domain/ticket/board-rules.ts';
import type { Application, Commanded } from '../application.ts';
import type { Counted } from './ticket-command.ts';

/**
 * Does what puts a ticket into a column, with the column's count where the project enforces a limit there. Elsewhere
 * nobody counts and nobody waits; the installation's own tools are bound by no limit.
 */
export async function withRoom<Result>(
  app: Application,
  context: Commanded,
  projectId: string | undefined,
  columnId: string | undefined,
  work: (counted: Counted) => Promise<Result>,
): Promise<Result> {
  if (projectId === undefined || context.authority === 'system') return work({});
  const { state: project } = await app.aggregates.fresh(projectStream(projectId), projectFold);
  const column = columnId ?? project?.columns[0]?.id;
  if (!project || column === undefined || enforcedMaximum(project, column) === null) return work({});
  return app.columnCounts.withCount(column, (ticketsInColumn) => work({ ticketsInColumn }));
}
