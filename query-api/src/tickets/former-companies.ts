import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { always, anyOf, type Sql, sql } from '@ticketing/platform/sql.ts';
import { seesEveryCompanyOf } from '../projects/companies-shown.ts';

/**
 * What of a ticket's past a person is shown who sees it: not the time in which it was a company's that they know nothing
 * of. A ticket that changes its company brings along what it is by now, and what was said on it publicly; what happened
 * to it elsewhere stays there.
 * @param then alias of what has `company_id` as of its time
 * @param now the ticket's company today
 */
export function inCompanyShown(viewer: Viewer, projectId: string, then: Sql, now: Sql): Sql {
  if (seesEveryCompanyOf(viewer, projectId)) return always;
  return ofTheirs(viewer, then, now);
}

/** The same for tickets of all projects (`project_id` of `then`). */
export function inCompanyShownAnywhere(viewer: Viewer, then: Sql, now: Sql): Sql {
  if (seesEveryCompanyOf(viewer, '')) return always;
  const whole = [...viewer.roles.keys()].filter((id) => seesEveryCompanyOf(viewer, id));
  return anyOf([sql`${then}.project_id = any(${whole}::uuid[])`, ofTheirs(viewer, then, now)]);
}

const ofTheirs = (viewer: Viewer, then: Sql, now: Sql): Sql =>
  anyOf([
    sql`${then}.company_id is null`,
    sql`${then}.company_id = any(${[...viewer.companyIds]}::uuid[])`,
    // Their own, though it is none of their companies': they see all of it.
    sql`${then}.company_id = ${now}`,
  ]);

/** What happened, without the company from which the ticket came, for those who know nothing of that one. */
export function detailsShown(
  viewer: Viewer,
  projectId: string,
  details: Record<string, unknown>,
): Record<string, unknown> {
  const { fromCompanyId, fromCompanyName: _, ...others } = details;
  if (typeof fromCompanyId !== 'string' || viewer.companyIds.has(fromCompanyId)) return details;
  return seesEveryCompanyOf(viewer, projectId) ? details : others;
}
