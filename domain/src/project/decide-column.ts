import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { rankBetween } from '../ticket/rank.ts';
import type { Command } from './commands.ts';
import { sameName } from './same-name.ts';
import type { ColumnState, ProjectState } from './state.ts';

/** At the end of the board. */
export function addColumn(command: Command<'AddColumn'>, project: ProjectState): readonly ProjectEvent[] {
  const { columnId, name, colour, category } = command;
  requireFreeName(project, columnId, name);
  const rank = rankBetween(project.columns.at(-1)?.rank ?? null, null, columnId);
  return [{ type: 'BoardColumnAdded', data: { columnId, name, colour, category, rank } }];
}

/** One event for each kind of thing that changes, all in one append. */
export function changeColumn(
  command: Command<'ChangeColumn'>,
  project: ProjectState,
): readonly ProjectEvent[] {
  const column = columnOf(project, command.columnId);
  const events: ProjectEvent[] = [];
  const columnId = column.id;
  const { name = column.name, colour = column.colour, category = column.category } = command;
  if (name !== column.name || colour !== column.colour || category !== column.category) {
    if (name !== column.name) requireFreeName(project, columnId, name);
    if (isDone({ category }) !== isDone(column)) requireAnotherLike(column, project);
    events.push({ type: 'BoardColumnChanged', data: { columnId, name, colour, category } });
  }
  const { minimum = column.minimum, maximum = column.maximum } = command;
  if (minimum !== column.minimum || maximum !== column.maximum) {
    if (minimum !== null && maximum !== null && minimum > maximum) throw new DomainError('limits_inverted');
    events.push({ type: 'BoardColumnLimited', data: { columnId, minimum, maximum } });
  }
  const leadsTo = transitionsOf(command, project, column);
  if (leadsTo?.join() !== column.leadsTo?.join() || (leadsTo === null) !== (column.leadsTo === null)) {
    events.push({
      type: 'BoardColumnTransitionsChanged',
      data: { columnId, leadsTo: leadsTo && [...leadsTo] },
    });
  }
  return events;
}

/** Each column once, in board order. A column always leads to itself, so naming it says nothing. */
function transitionsOf(
  { leadsTo }: Command<'ChangeColumn'>,
  project: ProjectState,
  column: ColumnState,
): readonly string[] | null {
  if (leadsTo === undefined) return column.leadsTo;
  if (leadsTo === null) return null;
  for (const id of leadsTo) columnOf(project, id);
  return project.columns.map(({ id }) => id).filter((id) => id !== column.id && leadsTo.includes(id));
}

/** Between the columns named; next to one of them when only one is; to the end without any. */
export function moveColumn(command: Command<'MoveColumn'>, project: ProjectState): readonly ProjectEvent[] {
  const column = columnOf(project, command.columnId);
  const others = project.columns.filter(({ id }) => id !== column.id);
  const at = (id: string | undefined) => others.findIndex((other) => other.id === id);
  const afterAt = at(command.after);
  const beforeAt = at(command.before);
  const index = afterAt >= 0 ? afterAt + 1 : beforeAt >= 0 ? beforeAt : others.length;
  const rank = rankBetween(others[index - 1]?.rank ?? null, others[index]?.rank ?? null, column.id);
  const order = (columns: readonly ColumnState[]) => columns.map(({ id }) => id).join();
  const unmoved = order(others.toSpliced(index, 0, column)) === order(project.columns);
  return unmoved ? [] : [{ type: 'BoardColumnMoved', data: { columnId: column.id, rank } }];
}

/** Its tickets go to another column of the project. */
export function removeColumn(
  { columnId, ticketsTo }: Command<'RemoveColumn'>,
  project: ProjectState,
): readonly ProjectEvent[] {
  if (project.removedColumns[columnId] !== undefined) return [];
  const column = columnOf(project, columnId);
  columnOf(project, ticketsTo);
  if (ticketsTo === columnId) {
    throw new DomainError('unknown_column', 'Name another column for its tickets');
  }
  requireAnotherLike(column, project);
  return [{ type: 'BoardColumnRemoved', data: { columnId, ticketsToColumnId: ticketsTo } }];
}

/** Without a column for work nothing could be sent back, without one for what is done nothing could end. */
function requireAnotherLike(column: ColumnState, project: ProjectState): void {
  const another = project.columns.some((other) => other.id !== column.id && isDone(other) === isDone(column));
  if (!another) throw new DomainError('last_column');
}

const isDone = ({ category }: { readonly category: ColumnCategory }): boolean => category === 'done';

function requireFreeName(project: ProjectState, columnId: string, name: string): void {
  const taken = project.columns.some((column) => column.id !== columnId && sameName(column.name, name));
  if (taken) throw new DomainError('column_name_taken');
}

function columnOf(project: ProjectState, columnId: string): ColumnState {
  const column = project.columns.find(({ id }) => id === columnId);
  if (!column) throw new DomainError('unknown_column');
  return column;
}
