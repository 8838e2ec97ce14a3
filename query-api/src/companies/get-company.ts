import { DomainError } from '@ticketing/contracts/errors.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { type CompanyRow, type CompanyShown, companyColumns, companyViewOf } from './company-row.ts';
import { visibleCompanies } from './visible-companies.ts';

/** @throws DomainError `not_found`, also when the caller may not see it */
export async function getCompany({ query, viewer }: Reading, companyId: string): Promise<CompanyShown> {
  const [row] = await query<CompanyRow>(sql`
    select ${companyColumns(viewer)} from read_model.companies co
    where co.id = ${companyId} and ${visibleCompanies(viewer, sql`co.id`)}`);
  if (!row) throw new DomainError('not_found');
  return companyViewOf(row);
}
