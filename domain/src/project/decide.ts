import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { rankBetween } from '../ticket/rank.ts';
import type { ColumnState, ProjectState } from './state.ts';

export type NewColumn = {
  readonly name: string;
  readonly colour: string;
  readonly category: ColumnCategory;
};

export type ProjectCommand =
  | {
      readonly type: 'CreateProject';
      readonly key: string;
      readonly name: string;
      readonly description: string;
      /** The first columns, in board order. */
      readonly columns: readonly (NewColumn & { readonly columnId: string })[];
    }
  | {
      readonly type: 'ChangeProject';
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly archiveAfterHours?: number | null | undefined;
    }
  | { readonly type: 'AttachCompany'; readonly companyId: string }
  | { readonly type: 'DetachCompany'; readonly companyId: string }
  | {
      readonly type: 'AddColumn';
      readonly columnId: string;
      readonly name: string;
      readonly colour: string;
      readonly category: ColumnCategory;
    }
  | {
      readonly type: 'ChangeColumn';
      readonly columnId: string;
      readonly name?: string | undefined;
      readonly colour?: string | undefined;
      readonly category?: ColumnCategory | undefined;
    }
  | {
      readonly type: 'MoveColumn';
      readonly columnId: string;
      readonly after?: string | undefined;
      readonly before?: string | undefined;
    }
  | { readonly type: 'AddTag'; readonly tagId: string; readonly name: string; readonly colour: string };

/** What a new project starts with (DESIGN, section 5). */
export const standardColumns: readonly NewColumn[] = [
  { name: 'To Do', colour: '#6B6F76', category: 'todo' },
  { name: 'In Progress', colour: '#2563EB', category: 'in_progress' },
  { name: 'Review', colour: '#B45309', category: 'in_progress' },
  { name: 'Done', colour: '#0F766E', category: 'done' },
];

/** @throws DomainError when the command cannot be carried out */
export function decideProject(
  command: ProjectCommand,
  project: ProjectState | undefined,
): readonly ProjectEvent[] {
  if (command.type === 'CreateProject') {
    return project ? [] : create(command);
  }
  if (!project) throw new DomainError('not_found');
  switch (command.type) {
    case 'ChangeProject':
      return changeProject(command, project);
    case 'AttachCompany':
      return project.companyIds.includes(command.companyId)
        ? []
        : [{ type: 'CompanyAttached', data: { companyId: command.companyId } }];
    case 'DetachCompany':
      return project.companyIds.includes(command.companyId)
        ? [{ type: 'CompanyDetached', data: { companyId: command.companyId } }]
        : [];
    case 'AddColumn': {
      const { columnId, name, colour, category } = command;
      const rank = rankBetween(project.columns.at(-1)?.rank ?? null, null, columnId);
      return [{ type: 'BoardColumnAdded', data: { columnId, name, colour, category, rank } }];
    }
    case 'ChangeColumn': {
      const column = columnOf(project, command.columnId);
      const { name = column.name, colour = column.colour, category = column.category } = command;
      if (name === column.name && colour === column.colour && category === column.category) return [];
      return [{ type: 'BoardColumnChanged', data: { columnId: column.id, name, colour, category } }];
    }
    case 'MoveColumn':
      return moveColumn(command, project);
    case 'AddTag': {
      const { tagId, name, colour } = command;
      return [{ type: 'TagAdded', data: { tagId, name, colour } }];
    }
    default:
      return command satisfies never;
  }
}

type Command<Type extends ProjectCommand['type']> = Extract<ProjectCommand, { type: Type }>;

function create(command: Command<'CreateProject'>): readonly ProjectEvent[] {
  const { key, name, description } = command;
  const events: ProjectEvent[] = [{ type: 'ProjectCreated', data: { key, name, description } }];
  let rank: string | null = null;
  for (const column of command.columns) {
    rank = rankBetween(rank, null, column.columnId);
    events.push({ type: 'BoardColumnAdded', data: { ...column, rank } });
  }
  return events;
}

function changeProject(command: Command<'ChangeProject'>, project: ProjectState): readonly ProjectEvent[] {
  const events: ProjectEvent[] = [];
  const { name = project.name, description = project.description, archiveAfterHours } = command;
  if (name !== project.name || description !== project.description) {
    events.push({ type: 'ProjectDetailsChanged', data: { name, description } });
  }
  if (archiveAfterHours !== undefined && archiveAfterHours !== project.archiveAfterHours) {
    events.push({ type: 'ArchivingPolicyChanged', data: { archiveAfterHours } });
  }
  return events;
}

/** Between the columns named; next to one of them when only one is; to the end without any. */
function moveColumn(command: Command<'MoveColumn'>, project: ProjectState): readonly ProjectEvent[] {
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

function columnOf(project: ProjectState, columnId: string): ColumnState {
  const column = project.columns.find(({ id }) => id === columnId);
  if (!column) throw new DomainError('unknown_column');
  return column;
}
