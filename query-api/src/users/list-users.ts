import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listUsers as endpoint } from '@ticketing/contracts/endpoints/users.ts';
import { allOf, anyOf, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import type { UserRow } from '../access/load-viewer.ts';
import { visibleCompanies } from '../companies/visible-companies.ts';
import { visibleProjects } from '../projects/visible-projects.ts';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import { containing } from '../reading/like-pattern.ts';
import type { Reading } from '../reading/reader.ts';
import { personColumns, personViewOf, userViewOf } from './person-row.ts';
import { visiblePeople } from './visible-people.ts';

/** People that the caller may know of, by name. Of a project: who has a role there. Of a company: its staff and employees. */
export async function listUsers(
  { query, viewer }: Reading,
  { q, projectId, companyId, active, staff, limit, cursor: text }: QueryOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const cursor = readCursor(text, z.string().max(200));
  const conditions = [visiblePeople(viewer)];
  if (projectId) {
    conditions.push(sql`exists (select 1 from read_model.roles r where r.user_id = u.id
      and r.project_id = ${projectId} and ${visibleProjects(viewer, sql`r.project_id`)})`);
  }
  if (companyId) {
    conditions.push(sql`u.id in (
      select e.user_id from read_model.company_users e
        where e.company_id = ${companyId} and ${visibleCompanies(viewer, sql`e.company_id`)}
      union select a.user_id from read_model.company_admins a
        where a.company_id = ${companyId} and ${visibleCompanies(viewer, sql`a.company_id`)})`);
  }
  if (active !== 'any') conditions.push(sql`u.active = ${active === 'true'}`);
  if (staff !== 'any') conditions.push(sql`u.staff = ${staff === 'true'}`);
  const words = q?.trim();
  if (words) {
    const pattern = containing(words);
    const found = [sql`u.display_name ilike ${pattern}`, sql`u.username ilike ${pattern}`];
    if (viewer.superuser) found.push(sql`u.email ilike ${pattern}`);
    conditions.push(anyOf(found));
  }
  if (cursor) conditions.push(sql`(lower(u.display_name), u.id) > (${cursor.key}, ${cursor.id}::uuid)`);
  const rows = await query<UserRow & { sort_key: string }>(sql`
    select ${personColumns}, u.email, u.superuser, u.revision, lower(u.display_name) as sort_key
    from read_model.users u
    where ${allOf(conditions)}
    order by lower(u.display_name), u.id
    limit ${limit + 1}`);
  // As for one person: the address is for those who may change it.
  return pageFrom(rows, limit, viewer.superuser ? userViewOf : personViewOf, ({ sort_key, id }) => ({
    key: sort_key,
    id,
  }));
}
