import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { streamSubject } from '@ticketing/contracts/streams.ts';
import { noPolicies } from '@ticketing/domain/project/policies.ts';
import {
  type ColumnState,
  type ProjectState,
  projectFold,
  type TagState,
} from '@ticketing/domain/project/state.ts';
import type { Transaction } from '../engine/projection.ts';
import { changedRows, earliest, happen, loadVersions, versionsFrom } from './past-versions.ts';
import { upsertRows } from './rows.ts';
import { isNextOf } from './ticket-row.ts';

type PastProjectRow = {
  id: string;
  key: string;
  name: string;
  description: string;
  columns: readonly ColumnState[];
  tags: readonly TagState[];
  removed_columns: Readonly<Record<string, string>>;
  company_ids: readonly string[];
  has_archiving_policy: boolean;
  archive_after_hours: number | null;
  lead_id: string | null;
  due_date_before_done: boolean;
  limits_enforced: boolean;
  archived: boolean;
  revision: number;
};

const projectColumns = [
  'id',
  'key',
  'name',
  'description',
  'columns',
  'tags',
  'removed_columns',
  'company_ids',
  'has_archiving_policy',
  'archive_after_hours',
  'lead_id',
  'due_date_before_done',
  'limits_enforced',
  'archived',
  'revision',
] as const;

/** The part of `past` that follows project streams. Projects change rarely, so each version holds all of one. */
export async function projectPastProjects(
  events: readonly RecordedEvent[],
  transaction: Transaction,
): Promise<void> {
  if (events.length === 0) return;
  type Stored = Omit<PastProjectRow, 'revision'> & { revision: bigint };
  const projects = await loadVersions<Stored, PastProjectRow>(
    transaction,
    'past_projects',
    'id',
    projectColumns,
    earliest(events, ({ stream }) => streamSubject(stream)),
    (stored) => ({ ...stored, revision: Number(stored.revision) }),
  );
  const firstKnown = new Map<string, object>();

  for (const event of events) {
    const id = streamSubject(event.stream);
    const at = Date.parse(event.metadata.at);
    const project = projects.get(id);
    // It closes a stream in which no project was ever created.
    if (event.type === 'ProjectAbandoned') continue;
    if (!isNextOf(project?.list.at(-1)?.row, event)) continue;
    if (event.type === 'ProjectCreated') {
      const state = projectFold.evolve(undefined, event);
      if (state) projects.set(id, versionsFrom(at, rowOf(state, event.revision)));
    } else if (!project) {
      throw new Error(`${event.stream} begins with ${event.type} instead of ProjectCreated`);
    } else {
      happen(project, at, (row) => {
        const state = projectFold.evolve(stateOf(row), event);
        return state && rowOf(state, event.revision);
      });
    }
    if (event.type === 'BoardColumnAdded' && !firstKnown.has(event.data.columnId)) {
      const { columnId, ...column } = event.data;
      firstKnown.set(columnId, { id: columnId, project_id: id, ...column });
    }
  }

  await upsertRows(
    transaction,
    'past_projects',
    [...projectColumns, 'from_ms', 'until_ms'],
    ['id', 'from_ms'],
    changedRows(projects.values()),
  );
  if (firstKnown.size === 0) return;
  await transaction.query({
    name: 'first_known_columns',
    text: `insert into past_columns (id, project_id, name, colour, category, rank)
           select id, project_id, name, colour, category, rank
           from json_populate_recordset(null::past_columns, $1::json)
           on conflict (id) do nothing`,
    values: [JSON.stringify([...firstKnown.values()])],
  });
}

const rowOf = (state: ProjectState, revision: bigint): PastProjectRow => ({
  id: state.id,
  key: state.key,
  name: state.name,
  description: state.description,
  columns: state.columns,
  tags: state.tags,
  removed_columns: state.removedColumns,
  company_ids: state.companyIds,
  has_archiving_policy: state.archiveAfterHours !== undefined,
  archive_after_hours: state.archiveAfterHours ?? null,
  lead_id: state.leadId,
  due_date_before_done: state.dueDateBeforeDone,
  limits_enforced: state.limitsEnforced,
  archived: state.archived,
  revision: Number(revision),
});

const stateOf = (row: PastProjectRow): ProjectState => ({
  id: row.id,
  key: row.key,
  name: row.name,
  description: row.description,
  columns: row.columns,
  tags: row.tags,
  removedColumns: row.removed_columns,
  companyIds: row.company_ids,
  archiveAfterHours: row.has_archiving_policy ? row.archive_after_hours : undefined,
  // A board of the past does not show them.
  policies: noPolicies,
  leadId: row.lead_id,
  dueDateBeforeDone: row.due_date_before_done,
  limitsEnforced: row.limits_enforced,
  archived: row.archived,
});
