import { DomainError } from '@ticketing/contracts/errors.ts';
import type { PersonView, UserView } from '@ticketing/contracts/views.ts';
import { mayOnSite } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { UserRow } from '../access/load-viewer.ts';
import type { Reading } from '../reading/reader.ts';
import { personColumns, personViewOf, userViewOf } from './person-row.ts';
import { visiblePeople } from './visible-people.ts';

/**
 * One person; the address only for those who may change it.
 *
 * @throws DomainError `not_found`, also for somebody that the caller may not know of
 */
export async function getUser({ query, viewer }: Reading, userId: string): Promise<UserView | PersonView> {
  const [row] = await query<UserRow>(sql`
    select ${personColumns}, u.email, u.superuser, u.revision
    from read_model.users u
    where u.id = ${userId} and ${visiblePeople(viewer)}`);
  if (!row) throw new DomainError('not_found');
  return mayOnSite(viewer, 'user.profile', { userId }) ? userViewOf(row) : personViewOf(row);
}
