import { DomainError } from '@ticketing/contracts/errors.ts';
import type { ProjectEvent } from '@ticketing/contracts/events/event.ts';
import { rankBetween } from '../ticket/rank.ts';
import { requireActive } from './active.ts';
import type { Command, NewColumn, ProjectCommand } from './commands.ts';
import { addColumn, changeColumn, moveColumn, removeColumn } from './decide-column.ts';
import { addTag, changeTag, changeTeam, removeTag } from './decide-tag.ts';
import type { ProjectState } from './state.ts';

export type { NewColumn, ProjectCommand } from './commands.ts';

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
  if (command.type === 'ArchiveProject') {
    return project.archived ? [] : [{ type: 'ProjectArchived', data: {} }];
  }
  if (command.type === 'RestoreProject') {
    return project.archived ? [{ type: 'ProjectRestored', data: {} }] : [];
  }
  requireActive(project);
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
    case 'AddColumn':
      return addColumn(command, project);
    case 'ChangeColumn':
      return changeColumn(command, project);
    case 'MoveColumn':
      return moveColumn(command, project);
    case 'RemoveColumn':
      return removeColumn(command, project);
    case 'AddTag':
      return addTag(command, project);
    case 'ChangeTag':
      return changeTag(command, project);
    case 'RemoveTag':
      return removeTag(command, project);
    case 'AddTagMember':
    case 'RemoveTagMember':
      return changeTeam(command, project);
    default:
      return command satisfies never;
  }
}

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

/** One event for each kind of thing that changes, all in one append. */
function changeProject(command: Command<'ChangeProject'>, project: ProjectState): readonly ProjectEvent[] {
  const events: ProjectEvent[] = [];
  const { name = project.name, description = project.description, archiveAfterHours, leadId } = command;
  if (name !== project.name || description !== project.description) {
    events.push({ type: 'ProjectDetailsChanged', data: { name, description } });
  }
  if (archiveAfterHours !== undefined && archiveAfterHours !== project.archiveAfterHours) {
    events.push({ type: 'ArchivingPolicyChanged', data: { archiveAfterHours } });
  }
  if (leadId !== undefined && leadId !== project.leadId) {
    events.push({ type: 'ProjectLeadChanged', data: { userId: leadId } });
  }
  const { dueDateBeforeDone = project.dueDateBeforeDone, limitsEnforced = project.limitsEnforced } = command;
  if (dueDateBeforeDone !== project.dueDateBeforeDone || limitsEnforced !== project.limitsEnforced) {
    events.push({ type: 'ProjectRulesChanged', data: { dueDateBeforeDone, limitsEnforced } });
  }
  return events;
}
