import { DomainError } from '@ticketing/contracts/errors.ts';
import type { CompanyView } from '@ticketing/contracts/views.ts';
import { type FilePasses, logoOf } from '@ticketing/platform/file-passes.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import type { CompanyShown } from './company-row.ts';
import { visibleCompanies } from './visible-companies.ts';

export type LogoRow = { name: string; logo_content_type: string; logo_digest: string };

/** @throws DomainError `not_found` when the caller may not see the company or it has no logo */
export async function visibleLogo({ query, viewer }: Reading, companyId: string): Promise<LogoRow> {
  const [row] = await query<LogoRow>(sql`
    select co.name, co.logo_content_type, co.logo_digest from read_model.companies co
    where co.id = ${companyId} and ${visibleCompanies(viewer, sql`co.id`)} and co.logo_digest is not null`);
  if (!row) throw new DomainError('not_found');
  return row;
}

/** A company with what a browser opens its logo with. */
export const withLogoPass = (passes: FilePasses, userId: string, company: CompanyShown): CompanyView => ({
  ...company,
  logo: company.logo && {
    ...company.logo,
    pass: passes.issue({ userId, file: logoOf(company.id) }),
    passUntil: passes.until().toISOString(),
  },
});
