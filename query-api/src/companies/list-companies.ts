import type { listCompanies as endpoint } from '@ticketing/contracts/endpoints/companies.ts';
import type { QueryOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { allOf, sql } from '@ticketing/platform/sql.ts';
import { z } from 'zod';
import { visibleProjects } from '../projects/visible-projects.ts';
import { pageFrom, readCursor } from '../reading/cursor.ts';
import { containing } from '../reading/like-pattern.ts';
import type { Reading } from '../reading/reader.ts';
import { type CompanyRow, type CompanyShown, companyColumns, companyViewOf } from './company-row.ts';
import { visibleCompanies } from './visible-companies.ts';

/** Companies that the caller may see, by name. */
export async function listCompanies(
  { query, viewer }: Reading,
  { q, projectId, limit, cursor: text }: QueryOf<typeof endpoint>,
): Promise<{ items: CompanyShown[]; nextCursor: string | null }> {
  const cursor = readCursor(text, z.string().max(200));
  const conditions = [visibleCompanies(viewer, sql`co.id`)];
  if (q?.trim()) conditions.push(sql`co.name ilike ${containing(q.trim())}`);
  if (projectId) {
    conditions.push(sql`exists (select 1 from read_model.project_companies pc where pc.company_id = co.id
      and pc.project_id = ${projectId} and ${visibleProjects(viewer, sql`pc.project_id`)})`);
  }
  if (cursor) conditions.push(sql`(lower(co.name), co.id) > (${cursor.key}, ${cursor.id}::uuid)`);
  const rows = await query<CompanyRow & { sort_key: string }>(sql`
    select ${companyColumns(viewer)}, lower(co.name) as sort_key
    from read_model.companies co
    where ${allOf(conditions)}
    order by lower(co.name), co.id
    limit ${limit + 1}`);
  return pageFrom(rows, limit, companyViewOf, ({ sort_key, id }) => ({ key: sort_key, id }));
}
