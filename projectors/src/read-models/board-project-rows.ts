import type { ColumnCategory } from '@ticketing/contracts/kinds.ts';
import type { ColumnView, ProjectView } from '@ticketing/contracts/views.ts';
import type { Transaction } from '../engine/projection.ts';
import { deleteRows, rowsById, upsertRows } from './rows.ts';

export type ProjectRow = {
  id: string;
  key: string;
  name: string;
  description: string;
  has_archiving_policy: boolean;
  archive_after_hours: number | null;
  lead_id: string | null;
  due_date_before_done: boolean;
  limits_enforced: boolean;
  archived: boolean;
  revision: number;
};
export type ColumnRow = {
  id: string;
  project_id: string;
  name: string;
  colour: string;
  category: ColumnCategory;
  rank: string;
  minimum: number | null;
  maximum: number | null;
  leads_to: string[] | null;
};
export type TagRow = { id: string; project_id: string; name: string; colour: string; member_ids: string[] };

/** A project with all that belongs to it. Projects change rarely, so it is loaded and written whole. */
export type Project = {
  row: ProjectRow;
  columns: Map<string, ColumnRow>;
  tags: Map<string, TagRow>;
  companyIds: Set<string>;
  /** Not in the tables any more. */
  goneColumns: Set<string>;
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
  'lead_id',
  'due_date_before_done',
  'limits_enforced',
  'archived',
  'revision',
] as const;
const columnColumns = [
  'id',
  'project_id',
  'name',
  'colour',
  'category',
  'rank',
  'minimum',
  'maximum',
  'leads_to',
] as const;
const tagColumns = ['id', 'project_id', 'name', 'colour', 'member_ids'] as const;

export const newProject = (
  id: string,
  { key, name, description }: { key: string; name: string; description: string },
): Project => ({
  row: {
    id,
    key,
    name,
    description,
    has_archiving_policy: false,
    archive_after_hours: null,
    lead_id: null,
    due_date_before_done: false,
    limits_enforced: false,
    archived: false,
    revision: 0,
  },
  columns: new Map(),
  tags: new Map(),
  companyIds: new Set(),
  goneColumns: new Set(),
  goneTags: new Set(),
  goneCompanies: new Set(),
});

export const columnViewOf = (row: ColumnRow): ColumnView => ({
  id: row.id,
  name: row.name,
  colour: row.colour,
  category: row.category,
  rank: row.rank,
  minimum: row.minimum,
  maximum: row.maximum,
  leadsTo: row.leads_to,
});

/** In the order in which query-api answers, so that a frame and a read of the same project are equal. */
export function projectViewOf({ row, columns, tags, companyIds }: Project): Omit<ProjectView, 'role'> {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    columns: [...columns.values()].sort(byRank).map(columnViewOf),
    tags: [...tags.values()].sort(byName).map(({ id, name, colour, member_ids }) => ({
      id,
      name,
      colour,
      memberIds: member_ids,
    })),
    companyIds: [...companyIds].sort(),
    ...(row.has_archiving_policy ? { archiveAfterHours: row.archive_after_hours } : {}),
    leadId: row.lead_id,
    dueDateBeforeDone: row.due_date_before_done,
    limitsEnforced: row.limits_enforced,
    archived: row.archived,
    revision: String(row.revision),
  };
}

/** As `order by lower(name), id` does. */
function byName(one: TagRow, other: TagRow): number {
  const [left, right] = [one.name.toLowerCase(), other.name.toLowerCase()];
  if (left !== right) return left < right ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** As `order by rank collate "C", id` does: UTF-8 bytes and UTF-16 units sort a rank's ASCII alike. */
function byRank(one: ColumnRow, other: ColumnRow): number {
  if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

export async function loadProjects(
  transaction: Transaction,
  ids: readonly string[],
): Promise<Map<string, Project>> {
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
    `select ${columnColumns.join(', ')} from board_columns where project_id = any($1::uuid[])`,
    [ids],
  );
  for (const column of columns.rows) projects.get(column.project_id)?.columns.set(column.id, column);
  const tags = await transaction.query<TagRow>(
    `select ${tagColumns.join(', ')} from tags where project_id = any($1::uuid[]) order by name, id`,
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

export async function writeProjects(transaction: Transaction, projects: readonly Project[]): Promise<void> {
  const companyRows = (project: Project, ids: ReadonlySet<string>) =>
    [...ids].map((company_id) => ({ project_id: project.row.id, company_id }));
  const id = ['id'];
  const gone = (ids: ReadonlySet<string>) => [...ids].map((one) => ({ id: one }));
  const rows = projects.map(({ row }) => row);
  await upsertRows(transaction, 'projects', projectColumns, id, rows);
  const columns = projects.flatMap((project) => [...project.columns.values()]);
  await upsertRows(transaction, 'board_columns', columnColumns, id, columns);
  const goneColumns = projects.flatMap((project) => gone(project.goneColumns));
  await deleteRows(transaction, 'board_columns', id, goneColumns);
  const tags = projects.flatMap((project) => [...project.tags.values()]);
  await upsertRows(transaction, 'tags', tagColumns, id, tags);
  const goneTags = projects.flatMap((project) => gone(project.goneTags));
  await deleteRows(transaction, 'tags', id, goneTags);
  const pair = ['project_id', 'company_id'];
  const companies = projects.flatMap((project) => companyRows(project, project.companyIds));
  await upsertRows(transaction, 'project_companies', pair, pair, companies);
  const goneCompanies = projects.flatMap((project) => companyRows(project, project.goneCompanies));
  await deleteRows(transaction, 'project_companies', pair, goneCompanies);
}
