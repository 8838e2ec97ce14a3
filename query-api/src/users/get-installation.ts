import { sql } from '@ticketing/platform/sql.ts';
import type { Query } from '../reading/snapshot.ts';

/** Whether anybody is registered yet: all that is told of an installation to who is not signed in. */
export async function getInstallation(query: Query): Promise<{ founded: boolean }> {
  const [row] = await query<{ founded: boolean }>(
    sql`select exists (select 1 from read_model.users) as founded`,
  );
  return { founded: row?.founded ?? false };
}
