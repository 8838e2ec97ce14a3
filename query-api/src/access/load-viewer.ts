import { DomainError } from '@ticketing/contracts/errors.ts';
import type { Language, Role } from '@ticketing/contracts/kinds.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Query } from '../reading/snapshot.ts';

/** A row of `read_model.users`. */
export type UserRow = {
  id: string;
  username: string;
  display_name: string;
  email: string | null;
  staff: boolean;
  active: boolean;
  superuser: boolean;
  revision: bigint;
};
/** One's own, with what nobody else reads. */
type OwnRow = UserRow & { language: Language | null };

type ViewerRow = OwnRow & { roles: Record<string, Role>; employed_by: string[]; admin_of: string[] };

/** Who asks: the person's row and what the permission policy knows of them. */
export type Caller = { readonly viewer: Viewer; readonly person: OwnRow };

/**
 * `undefined` when they were deactivated: their token is worth nothing any more.
 * @throws DomainError `read_model_behind` for somebody whom the read models do not know yet: who has a token is in the log
 */
export async function loadCaller(query: Query, userId: string): Promise<Caller | undefined> {
  const [person] = await query<ViewerRow>(sql`
    select u.id, u.username, u.display_name, u.email, u.staff, u.active, u.superuser, u.language, u.revision,
      coalesce(
        (select jsonb_object_agg(r.project_id, r.role) from read_model.roles r where r.user_id = u.id), '{}'
      ) as roles,
      array(select e.company_id from read_model.company_users e where e.user_id = u.id) as employed_by,
      array(select a.company_id from read_model.company_admins a where a.user_id = u.id) as admin_of
    from read_model.users u
    where u.id = ${userId}`);
  if (!person)
    throw new DomainError('read_model_behind', 'the read models have not come as far as this person');
  if (!person.active) return undefined;
  const viewer: Viewer = {
    userId: person.id,
    superuser: person.superuser,
    staff: person.staff,
    roles: new Map(Object.entries(person.roles)),
    companyIds: new Set([...person.employed_by, ...person.admin_of]),
    adminOfCompanyIds: new Set(person.admin_of),
  };
  return { viewer, person };
}
