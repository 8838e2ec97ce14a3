import type { ColumnView } from '@ticketing/contracts/views.ts';
import type { ProjectRow } from '../projects/project-row.ts';
import type { Query } from '../reading/snapshot.ts';
import { sql } from '../reading/sql.ts';
import { heldAt } from './at-instant.ts';

/**
 * A project as it was at an instant. Before it was created it had no columns, tags and companies; its key and name, which
 * whoever may ask knows already, stand for it then.
 * @param present the project as the caller may see it today
 */
export async function projectAt(query: Query, present: ProjectRow, ms: number): Promise<ProjectRow> {
  const [row] = await query<ProjectRow>(sql`
    select v.id, v.key, v.name, v.description, v.has_archiving_policy, v.archive_after_hours, v.revision,
      v.columns, (
        select coalesce(jsonb_agg(t.tag order by lower(t.tag ->> 'name'), t.tag ->> 'id'), '[]')
        from jsonb_array_elements(v.tags) t(tag)
      ) as tags,
      v.company_ids
    from read_model.past_projects v where v.id = ${present.id} and ${heldAt(ms)}`);
  return row ?? { ...present, columns: [], tags: [], company_ids: [] };
}

/**
 * The columns of a board with those that its tickets stood in. An import can date tickets to before the day on which
 * their column was set up: they are shown in the column as it was first known, so that a board never loses a ticket.
 */
export async function withColumnsOfTickets(
  query: Query,
  columns: readonly ColumnView[],
  columnIds: Iterable<string>,
): Promise<ColumnView[]> {
  const there = new Set(columns.map(({ id }) => id));
  const lacking = [...new Set(columnIds)].filter((id) => !there.has(id));
  if (lacking.length === 0) return [...columns];
  const known = await query<ColumnView>(sql`
    select id, name, colour, category, rank from read_model.past_columns where id = any(${lacking}::uuid[])`);
  const found = new Map(known.map((column) => [column.id, column]));
  return [...columns, ...lacking.map((id) => found.get(id) ?? unknownColumn(id))].sort(inBoardOrder);
}

/** By rank and then by id, both by their bytes as the database orders them. */
const inBoardOrder = (one: ColumnView, other: ColumnView): number =>
  compare(one.rank, other.rank) || compare(one.id, other.id);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** A column that no event of the project names; behind all others. */
const unknownColumn = (id: string): ColumnView => ({
  id,
  name: `unknown column ${id}`,
  colour: '#000000',
  category: 'todo',
  rank: '~',
});
