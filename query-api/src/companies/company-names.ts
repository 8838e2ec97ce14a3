import { sql } from '@ticketing/platform/sql.ts';
import type { Query } from '../reading/snapshot.ts';

/** Names of companies, in their order. */
export async function companyNames(
  query: Query,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  return query(sql`
    select id, name from read_model.companies where id = any(${ids}::uuid[]) order by lower(name), id`);
}
