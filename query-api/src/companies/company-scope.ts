import { DomainError } from '@ticketing/contracts/errors.ts';
import { mayInProject, type Viewer } from '@ticketing/domain/policy/policy.ts';
import type { CompanyScope } from '@ticketing/platform/reports/company-figures.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { getCompany } from './get-company.ts';

/** The projects whose tickets are counted, as answers tell it; `null` when all are. */
export const countedProjects = ({ projectIds }: CompanyScope): string[] | null =>
  projectIds === 'all' ? null : [...projectIds];

/**
 * Superusers and who serves the company get figures of all its tickets, staff of the projects of which they get totals.
 * @throws DomainError `not_found` for a company that is not there for them, `forbidden` for who gets no figures of it
 */
export async function scopeOfCompany(reading: Reading, companyId: string): Promise<CompanyScope> {
  await getCompany(reading, companyId);
  const { viewer } = reading;
  if (viewer.superuser || viewer.adminOfCompanyIds.has(companyId)) return { companyId, projectIds: 'all' };
  const projectIds = totalledProjects(viewer);
  const found = await reading.query<{ there: boolean }>(sql`
    select exists (select 1 from read_model.project_companies
      where company_id = ${companyId} and project_id = any(${projectIds}::uuid[])) as there`);
  if (!found[0]?.there) throw new DomainError('forbidden');
  return { companyId, projectIds };
}

/** The same, and its own people may know how content their company is. */
export async function scopeOfSatisfaction(reading: Reading, companyId: string): Promise<CompanyScope> {
  if (!reading.viewer.companyIds.has(companyId)) return scopeOfCompany(reading, companyId);
  await getCompany(reading, companyId);
  return { companyId, projectIds: 'all' };
}

/** Projects in which the viewer holds a role that gets totals. */
export const totalledProjects = (viewer: Viewer): string[] =>
  [...viewer.roles.keys()].filter((id) => mayInProject(viewer, 'reports.totals', { id, companyIds: [] }));
