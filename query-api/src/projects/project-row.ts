import type { ColumnView, ProjectView, TagView } from '@ticketing/contracts/views.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { type Sql, sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { companiesShownOf } from './companies-shown.ts';
import { leadShownTo, tagsShownTo } from './team-shown.ts';

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
  revision: bigint;
  // Selected as JSON in the shape of their views.
  columns: ColumnView[];
  tags: TagView[];
  company_ids: string[];
};

const columnsJson = (projectId: Sql): Sql => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'colour', b.colour,
    'category', b.category, 'rank', b.rank, 'minimum', b.minimum, 'maximum', b.maximum,
    'leadsTo', to_jsonb(b.leads_to)) order by b.rank, b.id), '[]')
  from read_model.board_columns b where b.project_id = ${projectId})`;

const tagsJson = (projectId: Sql): Sql => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'colour', t.colour, 'memberIds', to_jsonb(t.member_ids))
    order by lower(t.name), t.id), '[]')
  from read_model.tags t where t.project_id = ${projectId})`;

/** What is selected from `read_model.projects p` for a project's view. */
export const projectColumns = sql`p.id, p.key, p.name, p.description, p.has_archiving_policy,
  p.archive_after_hours, p.lead_id, p.due_date_before_done, p.limits_enforced, p.archived, p.revision,
  ${columnsJson(sql`p.id`)} as columns,
  ${tagsJson(sql`p.id`)} as tags,
  array(select pc.company_id from read_model.project_companies pc where pc.project_id = p.id order by 1)
    as company_ids`;

export function projectViewOf(row: ProjectRow, viewer: Viewer): ProjectView {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    columns: row.columns,
    tags: tagsShownTo(viewer, row.id, row.tags),
    companyIds: companiesShownOf(viewer, row.id, row.company_ids),
    ...(row.has_archiving_policy ? { archiveAfterHours: row.archive_after_hours } : {}),
    leadId: leadShownTo(viewer, row.id, row.lead_id),
    dueDateBeforeDone: row.due_date_before_done,
    limitsEnforced: row.limits_enforced,
    archived: row.archived,
    role: viewer.roles.get(row.id) ?? null,
    revision: String(row.revision),
  };
}

/** The columns and tags of a project, each in its order. */
export async function columnsAndTagsOf(
  { query, viewer }: Pick<Reading, 'query' | 'viewer'>,
  projectId: string,
): Promise<{ columns: ColumnView[]; tags: TagView[] }> {
  const id = sql`${projectId}::uuid`;
  const [row] = await query<{ columns: ColumnView[]; tags: TagView[] }>(
    sql`select ${columnsJson(id)} as columns, ${tagsJson(id)} as tags`,
  );
  return { columns: row?.columns ?? [], tags: tagsShownTo(viewer, projectId, row?.tags ?? []) };
}
