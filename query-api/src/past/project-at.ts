import type { CardView, ColumnView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { ProjectRow } from '../projects/project-row.ts';
import type { Query } from '../reading/snapshot.ts';
import { heldAt } from './at-instant.ts';

/** `removed_columns`: removed column → the column that its tickets belonged in then. */
export type PastProjectRow = ProjectRow & { removed_columns: Readonly<Record<string, string>> };

/**
 * A project as it was at an instant. Before it was created it had no columns, tags and companies; its key and name, which
 * whoever may ask knows already, stand for it then.
 * @param present the project as the caller may see it today
 */
export async function projectAt(query: Query, present: ProjectRow, ms: number): Promise<PastProjectRow> {
  const [row] = await query<PastProjectRow>(sql`
    select v.id, v.key, v.name, v.description, v.has_archiving_policy, v.archive_after_hours, v.lead_id,
      v.due_date_before_done, v.limits_enforced, v.archived, v.revision, v.columns, v.removed_columns, (
        select coalesce(jsonb_agg(t.tag order by lower(t.tag ->> 'name'), t.tag ->> 'id'), '[]')
        from jsonb_array_elements(v.tags) t(tag)
      ) as tags,
      v.company_ids
    from read_model.past_projects v where v.id = ${present.id} and ${heldAt(ms)}`);
  return row ?? { ...present, columns: [], tags: [], company_ids: [], removed_columns: {} };
}

/**
 * A card as it stood on the board of then: in a column that was there, with tags that were. The ticket's own events name
 * a column that was removed until the system has moved it out, and a tag that was removed for ever.
 */
export function cardThen(
  card: CardView,
  { removed_columns, tags }: Pick<PastProjectRow, 'removed_columns' | 'tags'>,
): CardView {
  const there = new Set(tags.map(({ id }) => id));
  return {
    ...card,
    columnId: removed_columns[card.columnId] ?? card.columnId,
    tagIds: card.tagIds.filter((id) => there.has(id)),
  };
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
    select id, name, colour, category, rank, null as minimum, null as maximum, null as "leadsTo"
    from read_model.past_columns where id = any(${lacking}::uuid[])`);
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
  minimum: null,
  maximum: null,
  leadsTo: null,
});
