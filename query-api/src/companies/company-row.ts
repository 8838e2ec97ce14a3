import type { CompanyView } from '@ticketing/contracts/views.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { type Sql, sql } from '@ticketing/platform/sql.ts';
import { visibleProjects } from '../projects/visible-projects.ts';

export type CompanyRow = {
  id: string;
  name: string;
  description: string;
  logo_file_id: string | null;
  revision: bigint;
  admin_ids: string[];
  user_ids: string[];
  project_ids: string[];
  contact_email: string | null;
  phone: string | null;
};

/** What is selected from `read_model.companies co` for a company's view. */
export const companyColumns = (viewer: Viewer): Sql => sql`co.id, co.name, co.description, co.logo_file_id,
  co.revision,
  array(select a.user_id from read_model.company_admins a where a.company_id = co.id order by 1) as admin_ids,
  array(select e.user_id from read_model.company_users e where e.company_id = co.id order by 1) as user_ids,
  array(select p.project_id from read_model.project_companies p
    where p.company_id = co.id and ${visibleProjects(viewer, sql`p.project_id`)} order by 1) as project_ids,
  (select k.email from read_model.company_contacts k where k.company_id = co.id) as contact_email,
  (select k.phone from read_model.company_contacts k where k.company_id = co.id) as phone`;

/** Without the pass that opens its logo, which no query makes. */
export type CompanyShown = Omit<CompanyView, 'logo'> & { readonly logo: { readonly fileId: string } | null };

export function companyViewOf(row: CompanyRow): CompanyShown {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    logo: row.logo_file_id === null ? null : { fileId: row.logo_file_id },
    adminIds: row.admin_ids,
    userIds: row.user_ids,
    projectIds: row.project_ids,
    contactEmail: row.contact_email,
    phone: row.phone,
    revision: String(row.revision),
  };
}
