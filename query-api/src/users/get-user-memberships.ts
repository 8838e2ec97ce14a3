import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getUserMemberships as endpoint } from '@ticketing/contracts/endpoints/users.ts';
import { mayInProject, type Viewer } from '@ticketing/domain/policy/policy.ts';
import { always, type Sql, sql } from '@ticketing/platform/sql.ts';
import { visibleCompanies } from '../companies/visible-companies.ts';
import type { Reading } from '../reading/reader.ts';
import { getUser } from './get-user.ts';

type Memberships = ResponseOf<typeof endpoint>;

/** Stands for every project in which the viewer has no role. */
const NO_ROLE_HERE = '';

/**
 * A person's roles, in projects whose roles the caller may see, and companies, of those that the caller may know of.
 *
 * @throws DomainError `not_found`, also for somebody that the caller may not know of
 */
export async function getUserMemberships(reading: Reading, userId: string): Promise<Memberships> {
  await getUser(reading, userId);
  const { query, viewer } = reading;
  const roles = await query<Memberships['roles'][number]>(sql`
    select p.id as "projectId", p.key as "projectKey", p.name as "projectName", r.role
    from read_model.roles r join read_model.projects p on p.id = r.project_id
    where r.user_id = ${userId} and ${rolesSeen(viewer, userId)}
    order by p.key, p.id`);
  const companies = await query<Memberships['companies'][number]>(sql`
    select c.id, c.name, case when m.admin then 'admin' else 'user' end as relation
    from (
      select company_id, bool_or(admin) as admin from (
        select company_id, true as admin from read_model.company_admins where user_id = ${userId}
        union all select company_id, false from read_model.company_users where user_id = ${userId}) of_person
      group by company_id) m
    join read_model.companies c on c.id = m.company_id
    where ${visibleCompanies(viewer, sql`c.id`)}
    order by lower(c.name), c.id`);
  return { roles, companies };
}

/** The policy's `project.roles.see` as a condition on a role's project. */
function rolesSeen(viewer: Viewer, userId: string): Sql {
  const sees = (id: string) => mayInProject(viewer, 'project.roles.see', { id, companyIds: [] });
  if (userId === viewer.userId || sees(NO_ROLE_HERE)) return always;
  return sql`r.project_id = any(${[...viewer.roles.keys()].filter(sees)}::uuid[])`;
}
