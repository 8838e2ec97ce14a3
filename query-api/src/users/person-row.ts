import type { PersonView, UserView } from '@ticketing/contracts/views.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { UserRow } from '../access/load-viewer.ts';
import type { Query } from '../reading/snapshot.ts';

export type PersonRow = Pick<UserRow, 'id' | 'username' | 'display_name' | 'staff' | 'active'>;

/** What is selected from `read_model.users u` for a person's view. */
export const personColumns = sql`u.id, u.username, u.display_name, u.staff, u.active`;

export function personViewOf(row: PersonRow): PersonView {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    staff: row.staff,
    active: row.active,
  };
}

export function userViewOf(row: UserRow): UserView {
  return {
    ...personViewOf(row),
    email: row.email,
    superuser: row.superuser,
    revision: String(row.revision),
  };
}

/** People by name. Ids that nobody has (the system's own) have no row. */
export async function peopleById(query: Query, ids: readonly string[]): Promise<PersonView[]> {
  if (ids.length === 0) return [];
  const rows = await query<PersonRow>(sql`
    select ${personColumns} from read_model.users u where u.id = any(${[...new Set(ids)]}::uuid[])
    order by lower(u.display_name), u.id`);
  return rows.map(personViewOf);
}
