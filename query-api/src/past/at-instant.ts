import { type Sql, sql } from '@ticketing/platform/sql.ts';

/** An instant of a query as the tables of `past` know it: milliseconds since 1970. Finer fractions are cut off. */
export const millisecondsOf = (at: string): number => Date.parse(at);

/** As answers carry it: ISO 8601 in UTC. */
export const writtenInstant = (at: string): string => new Date(millisecondsOf(at)).toISOString();

/** The versions (alias `v`) that held at an instant. */
export const heldAt = (ms: number): Sql =>
  sql`(v.from_ms <= ${ms}::bigint and (v.until_ms is null or v.until_ms > ${ms}::bigint))`;

/**
 * The versions (`read_model.past_tickets v`) of a project's tickets that were on its board at an instant. The boxes are
 * what the index `past_tickets_board` is made of; a box says which rows may hold, the rest of the condition which do.
 */
export const onBoardAt = (projectId: string, ms: number): Sql => sql`(
  box(point(uuid_hash(v.project_id), v.from_ms),
      point(uuid_hash(v.project_id) + 0.5, coalesce(v.until_ms, 1000000000000000)))
  && box(point(uuid_hash(${projectId}::uuid), ${ms}::float8), point(uuid_hash(${projectId}::uuid) + 0.5, ${ms}::float8))
  and v.project_id = ${projectId}::uuid and not v.archived and ${heldAt(ms)})`;
