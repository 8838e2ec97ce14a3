import { type CompanyScope, inCompany } from '@ticketing/platform/reports/company-figures.ts';
import { sql } from '@ticketing/platform/sql.ts';
import type { Reading } from '../reading/reader.ts';
import { countsForHealth, type HealthRow, healthColumns, healthOf } from './company-health.ts';

/** How a company fares now. @param today the caller's date */
export async function healthOfCompany({ query }: Reading, scope: CompanyScope, today: string | undefined) {
  const [row] = await query<HealthRow>(sql`
    select ${healthColumns(today)}, rated.stars, rated.ratings
    from (select sum(a.stars)::float8 as stars, count(*)::int as ratings
      from read_model.report_ratings a
      where ${inCompany(scope, sql`a`)} and a.rated_at >= now() - interval '90 days') rated
    left join read_model.report_tickets t on ${inCompany(scope, sql`t`)} and ${countsForHealth}
    group by rated.stars, rated.ratings`);
  const none = { open: 0, overdue: 0, critical: 0, unanswered: 0, awaiting_review: 0 };
  return healthOf(row ?? { ...none, troubled: 0, stars: null, ratings: 0 });
}
