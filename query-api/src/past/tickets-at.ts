import { sql } from '../reading/sql.ts';
import type { TicketSource } from '../tickets/related-tickets.ts';
import { heldAt } from './at-instant.ts';

/**
 * Tickets as they were at an instant, each in its column as the project had it then, or as it was first known where an
 * import dates the ticket to before its column was set up.
 */
export const ticketsAt = (ms: number): TicketSource => ({
  table: sql`read_model.past_tickets v`,
  holds: heldAt(ms),
  column: sql`coalesce(
    (select jsonb_build_object('name', b -> 'name', 'colour', b -> 'colour', 'category', b -> 'category')
      from read_model.past_projects p, jsonb_array_elements(p.columns) b
      where p.id = v.project_id and p.from_ms <= ${ms}::bigint and (p.until_ms is null or p.until_ms > ${ms}::bigint)
        and b ->> 'id' = v.column_id::text),
    (select jsonb_build_object('name', f.name, 'colour', f.colour, 'category', f.category)
      from read_model.past_columns f where f.id = v.column_id))`,
});
