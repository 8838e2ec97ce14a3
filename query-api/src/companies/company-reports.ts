import type * as endpoints from '@ticketing/contracts/endpoints/company-reports.ts';
import type { QueryOf, ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import { companyMetrics, openAt, satisfactionOf } from '@ticketing/platform/reports/company-figures.ts';
import type { Reading } from '../reading/reader.ts';
import { periodOf } from '../reports/period.ts';
import { countedProjects, scopeOfCompany, scopeOfSatisfaction } from './company-scope.ts';
import { healthOfCompany } from './health-of-company.ts';

export async function getCompanySatisfaction(
  reading: Reading,
  companyId: string,
  asked: QueryOf<typeof endpoints.getCompanySatisfaction>,
): Promise<ResponseOf<typeof endpoints.getCompanySatisfaction>> {
  const scope = await scopeOfSatisfaction(reading, companyId);
  const { from, to } = periodOf(asked);
  const satisfaction = await satisfactionOf(reading.query, scope, { from, to });
  return { ...satisfaction, from: from.toISOString(), to: to.toISOString() };
}

export async function getCompanyStatistics(
  reading: Reading,
  companyId: string,
  asked: QueryOf<typeof endpoints.getCompanyStatistics>,
): Promise<ResponseOf<typeof endpoints.getCompanyStatistics>> {
  const scope = await scopeOfCompany(reading, companyId);
  const period = periodOf(asked);
  const { open, byPriority } = await openAt(reading.query, scope, period.now);
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    projectIds: countedProjects(scope),
    open,
    openByPriority: byPriority,
    metrics: await companyMetrics(reading.query, scope, period),
    satisfaction: await satisfactionOf(reading.query, scope, period),
  };
}

export async function getCompanyHealth(
  reading: Reading,
  companyId: string,
  { today }: QueryOf<typeof endpoints.getCompanyHealth>,
): Promise<ResponseOf<typeof endpoints.getCompanyHealth>> {
  const scope = await scopeOfCompany(reading, companyId);
  return { ...(await healthOfCompany(reading, scope, today)), projectIds: countedProjects(scope) };
}
