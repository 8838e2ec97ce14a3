import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { listUsers as endpoint } from '@ticketing/contracts/endpoints/users.ts';
import { z } from 'zod';
import { visibleCompanies } from '../companies/visible-companies.ts';
import { visibleProjects } from '../projects/visible-projects.ts';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import { containing } from '../reading/like-pattern.ts';
import type { Reading } from '../reading/reader.ts';
import { allOf, sql } from '../reading/sql.ts';
import { type PersonRow, personColumns, personViewOf } from './person-row.ts';
import { visiblePeople } from './visible-people.ts';

/** People that the caller may know of, by name. Of a project: who has a role there. Of a company: its staff and employees. */
export async function listUsers(
  { query, viewer }: Reading,
  { q, projectId, companyId, limit, cursor: text }: QueryOf<typeof endpoint>,
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
  const words = q?.trim();
  if (words) {
    const pattern = containing(words);
    conditions.push(sql`(u.display_name ilike ${pattern} or u.username ilike ${pattern})`);
  }
  if (cursor) conditions.push(sql`(lower(u.display_name), u.id) > (${cursor.key}, ${cursor.id}::uuid)`);
  const rows = await query<PersonRow & { sort_key: string }>(sql`
    select ${personColumns}, lower(u.display_name) as sort_key
    from read_model.users u
    where ${allOf(conditions)}
    order by lower(u.display_name), u.id
    limit ${limit + 1}`);
  return pageFrom(rows, limit, personViewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
}
