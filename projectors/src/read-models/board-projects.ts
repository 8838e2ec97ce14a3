import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import { type BusMessage, projectChannel } from '@ticketing/contracts/live.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import type { ColumnView, ProjectView } from '@ticketing/contracts/views.ts';
import type { Transaction } from '../engine/projection.ts';
import { changeMessage, sameCommandFollows } from './live-change.ts';
import { deleteRows, rowsById, upsertRows } from './rows.ts';
import { isNextOf } from './ticket-row.ts';

type ProjectRow = {
  id: string;
  key: string;
  name: string;
  description: string;
  has_archiving_policy: boolean;
  archive_after_hours: number | null;
  revision: number;
};
type ColumnRow = {
  id: string;
  project_id: string;
  name: string;
  colour: string;
  category: ColumnCategory;
  rank: string;
};
type TagRow = { id: string; project_id: string; name: string; colour: string };

/** A project with all that belongs to it. Projects change rarely, so it is loaded and written whole. */
type Project = {
  row: ProjectRow;
  columns: Map<string, ColumnRow>;
  tags: Map<string, TagRow>;
  companyIds: Set<string>;
  /** Not in the tables any more. */
  goneTags: Set<string>;
  goneCompanies: Set<string>;
};

const projectColumns = [
  'id',
  'key',
  'name',
  'description',
  'has_archiving_policy',
  'archive_after_hours',
  'revision',
] as const;
const columnColumns = ['id', 'project_id', 'name', 'colour', 'category', 'rank'] as const;
const tagColumns = ['id', 'project_id', 'name', 'colour'] as const;

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
        const columnId = applyToProject(project, event);
        if (columnId !== undefined) columnsTouched.add(columnId);
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
  await write(transaction, [...changed]);
  return messages;
}

const newProject = (id: string, data: { key: string; name: string; description: string }): Project => ({
  row: { id, ...data, has_archiving_policy: false, archive_after_hours: null, revision: 0 },
  columns: new Map(),
  tags: new Map(),
  companyIds: new Set(),
  goneTags: new Set(),
  goneCompanies: new Set(),
});

/** @returns the column that the event adds or changes */
function applyToProject(project: Project, event: RecordedEvent): string | undefined {
  const projectId = project.row.id;
  switch (event.type) {
    case 'ProjectDetailsChanged':
      project.row.name = event.data.name;
      project.row.description = event.data.description;
      return undefined;
    case 'CompanyAttached':
      project.companyIds.add(event.data.companyId);
      project.goneCompanies.delete(event.data.companyId);
      return undefined;
    case 'CompanyDetached':
      project.companyIds.delete(event.data.companyId);
      project.goneCompanies.add(event.data.companyId);
      return undefined;
    case 'BoardColumnAdded': {
      const { columnId, ...column } = event.data;
      project.columns.set(columnId, { id: columnId, project_id: projectId, ...column });
      return columnId;
    }
    case 'BoardColumnChanged': {
      const { columnId, ...column } = event.data;
      Object.assign(columnOf(project, columnId), column);
      return columnId;
    }
    case 'BoardColumnMoved':
      columnOf(project, event.data.columnId).rank = event.data.rank;
      return event.data.columnId;
    case 'TagAdded':
    case 'TagChanged': {
      const { tagId, ...tag } = event.data;
      project.tags.set(tagId, { id: tagId, project_id: projectId, ...tag });
      project.goneTags.delete(tagId);
      return undefined;
    }
    case 'TagRemoved':
      project.tags.delete(event.data.tagId);
      project.goneTags.add(event.data.tagId);
      return undefined;
    case 'ArchivingPolicyChanged':
      project.row.has_archiving_policy = true;
      project.row.archive_after_hours = event.data.archiveAfterHours;
      return undefined;
    // What the board does not show.
    case 'ProjectLeadChanged':
    case 'ProjectRulesChanged':
    case 'ProjectArchived':
    case 'ProjectRestored':
    case 'BoardColumnLimited':
    case 'BoardColumnTransitionsChanged':
    case 'BoardColumnRemoved':
    case 'TagMemberAdded':
    case 'TagMemberRemoved':
    case 'ServiceTargetsChanged':
    case 'ScoringChanged':
    case 'StaffReviewed':
      return undefined;
    default:
      throw new Error(`a project's stream has an event ${event.type}, which the board does not know`);
  }
}

function columnOf(project: Project, columnId: string): ColumnRow {
  const column = project.columns.get(columnId);
  if (!column) throw new Error(`project ${project.row.key} has no column ${columnId}`);
  return column;
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
  const columns = [...columnsTouched].map((id) =>
    changeMessage(event, channel, audience, {
      entity: 'column',
      id,
      projectId,
      row: columnViewOf(columnOf(project, id)),
    }),
  );
  const whole = changeMessage(event, channel, audience, {
    entity: 'project',
    id: projectId,
    row: projectViewOf(project),
  });
  return [...columns, whole];
}

const columnViewOf = ({ id, name, colour, category, rank }: ColumnRow): ColumnView => ({
  id,
  name,
  colour,
  category,
  rank,
});

function projectViewOf({ row, columns, tags, companyIds }: Project): Omit<ProjectView, 'role'> {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    columns: [...columns.values()].sort(byRank).map(columnViewOf),
    tags: [...tags.values()].map(({ id, name, colour }) => ({ id, name, colour })),
    companyIds: [...companyIds],
    ...(row.has_archiving_policy ? { archiveAfterHours: row.archive_after_hours } : {}),
    revision: String(row.revision),
  };
}

/** As `order by rank collate "C", id` does: UTF-8 bytes and UTF-16 units sort a rank's ASCII alike. */
function byRank(one: ColumnRow, other: ColumnRow): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

async function loadProjects(transaction: Transaction, ids: readonly string[]): Promise<Map<string, Project>> {
  type Stored = Omit<ProjectRow, 'revision'> & { revision: bigint };
  const rows = await rowsById<Stored>(transaction, 'projects', projectColumns, ids);
  const projects = new Map<string, Project>();
  for (const row of rows.values()) {
    const project = newProject(row.id, row);
    project.row = { ...row, revision: Number(row.revision) };
    projects.set(row.id, project);
  }
  if (projects.size === 0) return projects;
  const columns = await transaction.query<ColumnRow>(
    'select id, project_id, name, colour, category, rank from board_columns where project_id = any($1::uuid[])',
    [ids],
  );
  for (const column of columns.rows) projects.get(column.project_id)?.columns.set(column.id, column);
  const tags = await transaction.query<TagRow>(
    'select id, project_id, name, colour from tags where project_id = any($1::uuid[]) order by name, id',
    [ids],
  );
  for (const tag of tags.rows) projects.get(tag.project_id)?.tags.set(tag.id, tag);
  const companies = await transaction.query<{ project_id: string; company_id: string }>(
    'select project_id, company_id from project_companies where project_id = any($1::uuid[])',
    [ids],
  );
  for (const { project_id, company_id } of companies.rows) {
    projects.get(project_id)?.companyIds.add(company_id);
  }
  return projects;
}

async function write(transaction: Transaction, projects: readonly Project[]): Promise<void> {
  const companyRows = (project: Project, ids: ReadonlySet<string>) =>
    [...ids].map((company_id) => ({ project_id: project.row.id, company_id }));
  await upsertRows(
    transaction,
    'projects',
    projectColumns,
    ['id'],
    projects.map(({ row }) => row),
  );
  await upsertRows(
    transaction,
    'board_columns',
    columnColumns,
    ['id'],
    projects.flatMap(({ columns }) => [...columns.values()]),
  );
  await upsertRows(
    transaction,
    'tags',
    tagColumns,
    ['id'],
    projects.flatMap(({ tags }) => [...tags.values()]),
  );
  await deleteRows(
    transaction,
    'tags',
    ['id'],
    projects.flatMap(({ goneTags }) => [...goneTags].map((id) => ({ id }))),
  );
  const pair = ['project_id', 'company_id'];
  await upsertRows(
    transaction,
    'project_companies',
    pair,
    pair,
    projects.flatMap((project) => companyRows(project, project.companyIds)),
  );
  await deleteRows(
    transaction,
    'project_companies',
    pair,
    projects.flatMap((project) => companyRows(project, project.goneCompanies)),
  );
}
