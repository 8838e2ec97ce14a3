import type { QueryOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { getKpis as endpoint } from '@ticketing/contracts/endpoints/reports.ts';
import { DomainError } from '@ticketing/contracts/errors.ts';
import type { KpiReport, KpiRow } from '@ticketing/contracts/report-views.ts';
import { noMetrics } from '@ticketing/contracts/scoring.ts';
import { type Bucket, type GroupBy, measure } from '@ticketing/platform/reports/metrics.ts';
import { targetsOf } from '@ticketing/platform/reports/targets.ts';
import { sql } from '@ticketing/platform/sql.ts';
import { companyNames } from '../companies/company-names.ts';
import type { Reading } from '../reading/reader.ts';
import { peopleById } from '../users/person-row.ts';
import { periodOf } from './period.ts';
import { type ReportScope, scopeOfAll, scopeOfProject } from './report-scope.ts';

type Asked = QueryOf<typeof endpoint>;

/** Figures of one project, or of every project of which the caller gets any. */
export async function getKpis(reading: Reading, asked: Asked): Promise<KpiReport> {
  const { query, viewer } = reading;
  const scope = asked.projectId
    ? await scopeOfProject(reading, asked.projectId, asked)
    : await scopeOfAll(reading, asked);
  const { from, to, now } = periodOf(asked);
  const projectIds = [...scope.wholeProjectIds, ...scope.ownProjectIds];
  const targets = await targetsOf(query, projectIds);
  const { companyId, userId, groupBy, bucket, timeZone } = asked;
  const buckets = bucket === 'none' ? [] : await bucketsOf(reading, { from, to, bucket, timeZone });
  const about = { from, to, now, ...scope, viewerId: viewer.userId, companyId, userId, targets };
  const measured = await measure(query, about, { groupBy, bucket, timeZone });
  const items = measured.map(({ key, bucket: start, metrics }) => ({
    ...keyed(groupBy, key),
    bucket: start?.toISOString() ?? null,
    metrics,
  }));
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    scope: scopeName(scope),
    wholeProjectIds: viewer.superuser && !asked.projectId ? null : [...scope.wholeProjectIds],
    ownProjectIds: [...scope.ownProjectIds],
    items: groupBy === 'none' ? filled(items, buckets) : items,
    people: await peopleById(query, idsOf(items, 'userId')),
    companies: await companyNames(query, idsOf(items, 'companyId')),
    projects: await projectNames(reading, idsOf(items, 'projectId')),
  };
}

const scopeName = ({ wholeProjectIds, ownProjectIds }: ReportScope) =>
  wholeProjectIds.length === 0 && ownProjectIds.length > 0 ? ('own' as const) : ('all' as const);

const nobody = { userId: null, companyId: null, projectId: null };

function keyed(groupBy: GroupBy, key: string | null): Omit<KpiRow, 'bucket' | 'metrics'> {
  switch (groupBy) {
    case 'none':
      return nobody;
    case 'person':
      return { ...nobody, userId: key };
    case 'company':
      return { ...nobody, companyId: key };
    case 'project':
      return { ...nobody, projectId: key };
    default:
      return groupBy satisfies never;
  }
}

/** A trend shows the days on which nothing happened as well, and a total is there without anything in it. */
function filled(items: readonly KpiRow[], buckets: readonly string[]): KpiRow[] {
  const wanted = buckets.length === 0 ? [null] : buckets;
  return wanted.map(
    (bucket) => items.find((item) => item.bucket === bucket) ?? { ...nobody, bucket, metrics: noMetrics },
  );
}

const BUCKETS_AT_MOST = 800;

/** @throws DomainError `validation_failed` for more buckets than anybody can look at */
async function bucketsOf(
  { query }: Reading,
  { from, to, bucket, timeZone }: { from: Date; to: Date; bucket: Exclude<Bucket, 'none'>; timeZone: string },
): Promise<string[]> {
  const days = { day: 1, week: 7, month: 28 }[bucket];
  if ((to.getTime() - from.getTime()) / (days * 86_400_000) > BUCKETS_AT_MOST) {
    const message = `use a shorter period or larger buckets: there are at most ${BUCKETS_AT_MOST}`;
    throw new DomainError('validation_failed', message, [{ path: 'querystring.bucket', message }]);
  }
  const rows = await query<{ bucket: Date }>(sql`
    select day as bucket from generate_series(
      date_trunc(${bucket}, ${from}::timestamptz, ${timeZone}), ${to}::timestamptz - interval '1 ms',
      ${`1 ${bucket}`}::interval, ${timeZone}) as day`);
  return rows.map((row) => row.bucket.toISOString());
}

const idsOf = (items: readonly KpiRow[], field: 'userId' | 'companyId' | 'projectId'): string[] => [
  ...new Set(items.flatMap((item) => item[field] ?? [])),
];

function projectNames({ query }: Reading, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return query(sql`
    select id, name from read_model.projects where id = any(${ids}::uuid[]) order by lower(name), id`);
}
