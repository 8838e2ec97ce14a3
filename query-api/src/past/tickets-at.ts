import { sql } from '@ticketing/platform/sql.ts';
import type { TicketSource } from '../tickets/related-tickets.ts';
import { heldAt } from './at-instant.ts';

/**
 * Tickets as they were at an instant, each in its column as the project had it then: where that had been removed, in the
 * one that its tickets belonged in, and where an import dates the ticket to before its column was set up, in the column as
 * it was first known.
 */
export function ticketsAt(ms: number): TicketSource {
  const columnId = sql`coalesce((p.removed_columns ->> v.column_id::text)::uuid, v.column_id)`;
  return {
    table: sql`read_model.past_tickets v left join read_model.past_projects p on p.id = v.project_id
      and p.from_ms <= ${ms}::bigint and (p.until_ms is null or p.until_ms > ${ms}::bigint)`,
    holds: heldAt(ms),
    columnId,
    column: sql`coalesce(
      (select jsonb_build_object('name', b -> 'name', 'colour', b -> 'colour', 'category', b -> 'category')
        from jsonb_array_elements(p.columns) b where b ->> 'id' = ${columnId}::text),
      (select jsonb_build_object('name', f.name, 'colour', f.colour, 'category', f.category)
        from read_model.past_columns f where f.id = ${columnId}))`,
  };
}
