import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { type BusMessage, projectChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { Transaction } from '../engine/projection.ts';
import {
  type ColumnRow,
  columnViewOf,
  loadProjects,
  newProject,
  type Project,
  projectViewOf,
  type TagRow,
  writeProjects,
} from './board-project-rows.ts';
import { changeMessage, sameCommandFollows } from './live-change.ts';
import { excluding, including, isNextOf } from './ticket-row.ts';

/** The part of `board` that follows project streams. */
export async function projectBoards(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<BusMessage[]> {
  if (events.length === 0) return [];
  const ids = [...new Set(events.map(({ stream }) => streamSubject(stream)))];
  const projects = await loadProjects(transaction, ids);
  const changed = new Set<Project>();
  const messages: BusMessage[] = [];
  let columnsTouched = new Set<string>();
  let within = false;

  for (const [index, event] of events.entries()) {
    // A creation that stopped half-way and whose key another project took over: there never was a project.
    if (event.type === 'ProjectAbandoned') continue;
    const id = streamSubject(event.stream);
    let project = projects.get(id);
    if (isNextOf(project?.row, event)) {
      within = true;
      if (event.type === 'ProjectCreated') {
        project = newProject(id, event.data);
        projects.set(id, project);
      } else if (project) {
        for (const columnId of applyToProject(project, event)) columnsTouched.add(columnId);
      } else {
        throw new Error(`${event.stream} begins with ${event.type} instead of ProjectCreated`);
      }
      project.row.revision = Number(event.revision);
      changed.add(project);
    }
    if (within && project && !sameCommandFollows(event, events[index + 1])) {
      messages.push(...projectMessages(event, project, columnsTouched));
      within = false;
      columnsTouched = new Set();
    }
  }
  await writeProjects(transaction, [...changed]);
  return messages;
}

const none: readonly string[] = [];

/** @returns the columns that the event adds, changes or removes */
function applyToProject(project: Project, event: RecordedEvent): readonly string[] {
  const projectId = project.row.id;
  switch (event.type) {
    case 'ProjectDetailsChanged':
      project.row.name = event.data.name;
      project.row.description = event.data.description;
      return none;
    case 'CompanyAttached':
      project.companyIds.add(event.data.companyId);
      project.goneCompanies.delete(event.data.companyId);
      return none;
    case 'CompanyDetached':
      project.companyIds.delete(event.data.companyId);
      project.goneCompanies.add(event.data.companyId);
      return none;
    case 'BoardColumnAdded': {
      const { columnId, ...column } = event.data;
      project.columns.set(columnId, {
        id: columnId,
        project_id: projectId,
        ...column,
        minimum: null,
        maximum: null,
        leads_to: null,
      });
      project.goneColumns.delete(columnId);
      return [columnId];
    }
    case 'BoardColumnChanged':
    case 'BoardColumnMoved':
    case 'BoardColumnLimited': {
      const { columnId, ...column } = event.data;
      Object.assign(columnOf(project, columnId), column);
      return [columnId];
    }
    case 'BoardColumnTransitionsChanged':
      columnOf(project, event.data.columnId).leads_to = event.data.leadsTo;
      return [event.data.columnId];
    case 'BoardColumnRemoved':
      return removeColumn(project, event.data.columnId);
    case 'TagAdded': {
      const { tagId, ...tag } = event.data;
      project.tags.set(tagId, { id: tagId, project_id: projectId, ...tag, member_ids: [] });
      project.goneTags.delete(tagId);
      return none;
    }
    case 'TagChanged': {
      const { tagId, ...tag } = event.data;
      Object.assign(tagOf(project, tagId), tag);
      return none;
    }
    case 'TagMemberAdded': {
      const tag = tagOf(project, event.data.tagId);
      tag.member_ids = including(tag.member_ids, event.data.userId);
      return none;
    }
    case 'TagMemberRemoved': {
      const tag = tagOf(project, event.data.tagId);
      tag.member_ids = excluding(tag.member_ids, event.data.userId);
      return none;
    }
    case 'TagRemoved':
      project.tags.delete(event.data.tagId);
      project.goneTags.add(event.data.tagId);
      return none;
    case 'ArchivingPolicyChanged':
      project.row.has_archiving_policy = true;
      project.row.archive_after_hours = event.data.archiveAfterHours;
      return none;
    case 'ProjectLeadChanged':
      project.row.lead_id = event.data.userId;
      return none;
    case 'ProjectRulesChanged':
      project.row.due_date_before_done = event.data.dueDateBeforeDone;
      project.row.limits_enforced = event.data.limitsEnforced;
      return none;
    case 'ProjectArchived':
      project.row.archived = true;
      return none;
    case 'ProjectRestored':
      project.row.archived = false;
      return none;
    // What the board does not show.
    case 'ServiceTargetsChanged':
    case 'ScoringChanged':
    case 'StaffReviewed':
      return none;
    default:
      throw new Error(`a project's stream has an event ${event.type}, which the board does not know`);
  }
}

/** A column that was removed is led to by no other; a rule that has lost all it named is no rule any more. */
function removeColumn(project: Project, columnId: string): readonly string[] {
  project.columns.delete(columnId);
  project.goneColumns.add(columnId);
  const leading = [...project.columns.values()].filter(({ leads_to }) => leads_to?.includes(columnId));
  for (const column of leading) {
    const leadsTo = excluding(column.leads_to ?? [], columnId);
    column.leads_to = leadsTo.length > 0 ? leadsTo : null;
  }
  return [columnId, ...leading.map(({ id }) => id)];
}

function columnOf(project: Project, columnId: string): ColumnRow {
  const column = project.columns.get(columnId);
  if (!column) throw new Error(`project ${project.row.key} has no column ${columnId}`);
  return column;
}

function tagOf(project: Project, tagId: string): TagRow {
  const tag = project.tags.get(tagId);
  if (!tag) throw new Error(`project ${project.row.key} has no tag ${tagId}`);
  return tag;
}

/** A column's own message is for boards that show it; the project's carries everything else. */
function projectMessages(
  event: RecordedEvent,
  project: Project,
  columnsTouched: ReadonlySet<string>,
): BusMessage[] {
  const projectId = project.row.id;
  const channel = projectChannel(projectId);
  const audience = { kind: 'project', projectId } as const;
  const columns = [...columnsTouched].map((id) => {
    const column = project.columns.get(id);
    const row = column ? columnViewOf(column) : null;
    return changeMessage(event, channel, audience, { entity: 'column', id, projectId, row });
  });
  const whole = changeMessage(event, channel, audience, {
    entity: 'project',
    id: projectId,
    row: projectViewOf(project),
  });
  return [...columns, whole];
}
