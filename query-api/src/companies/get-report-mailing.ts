import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getReportMailing as endpoint } from '@ticketing/contracts/endpoints/report-mailing.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import { ReportMailing } from '@ticketing/contracts/report-mailing.ts';
import { mayOnSite } from '@ticketing/domain/policy/policy.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { getCompany } from './get-company.ts';

/** @throws DomainError `not_found` when the caller may not see the company, `forbidden` when they do not manage it */
export async function getReportMailing(
  reading: Reading,
  companyId: string,
): Promise<ResponseOf<typeof endpoint>> {
  await getCompany(reading, companyId);
  if (!mayOnSite(reading.viewer, 'company.manage', { companyId })) throw new DomainError('forbidden');
  const [row] = await reading.query<{ mailing: unknown }>(sql`
    select report_mailing as mailing from read_model.companies where id = ${companyId}`);
  return { mailing: ReportMailing.nullable().parse(row?.mailing ?? null) };
}
