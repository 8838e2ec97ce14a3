import type { MetricValues } from '@ticketing/contracts/report-views.ts';
import type { Query } from '../sql.ts';
import { type Sql, sql } from '../sql.ts';
import { type Asked, factsOf } from './facts.ts';

export type GroupBy = 'none' | 'person' | 'company' | 'project';
export type Bucket = 'none' | 'day' | 'week' | 'month';

export type Measured = {
  readonly key: string | null;
  readonly bucket: Date | null;
  readonly metrics: MetricValues;
};

type Row = {
  key: string | null;
  bucket: Date | null;
  created: number;
  resolved: number;
  resolved_ms: number;
  reopened: number;
  answered: number;
  answered_ms: number;
  rated: number;
  stars: number;
  verdicts: number;
  kept: number;
};

/** The metrics of what is asked for, one row for each group and bucket in which anything happened. */
export async function measure(
  query: Query,
  asked: Asked,
  by: { readonly groupBy: GroupBy; readonly bucket: Bucket; readonly timeZone: string },
): Promise<Measured[]> {
  const bucket: Sql =
    by.bucket === 'none' ? sql`null::timestamptz` : sql`date_trunc(${by.bucket}, f.at, ${by.timeZone})`;
  const rows = await query<Row>(sql`
    with facts as (${factsOf(asked)})
    select ${keyOf(by.groupBy)} as key, ${bucket} as bucket,
      (count(*) filter (where fact = 'created'))::int as created,
      (count(*) filter (where fact = 'resolved'))::int as resolved,
      coalesce(sum(ms) filter (where fact = 'resolved'), 0) as resolved_ms,
      (count(*) filter (where fact = 'resolved' and not good))::int as reopened,
      (count(*) filter (where fact = 'answered'))::int as answered,
      coalesce(sum(ms) filter (where fact = 'answered'), 0) as answered_ms,
      (count(*) filter (where fact = 'rated'))::int as rated,
      coalesce(sum(ms) filter (where fact = 'rated'), 0) as stars,
      (count(*) filter (where fact like '%verdict'))::int as verdicts,
      (count(*) filter (where fact like '%verdict' and good))::int as kept
    from facts f ${sourceOf(asked, by.groupBy)}
    group by 1, 2
    order by 2, 1`);
  return rows.map((row) => ({ key: row.key, bucket: row.bucket, metrics: metricsOf(row) }));
}

function keyOf(groupBy: GroupBy): Sql {
  switch (groupBy) {
    case 'none':
      return sql`null::uuid`;
    case 'person':
      return sql`credited.id`;
    case 'company':
      return sql`f.company_id`;
    case 'project':
      return sql`f.project_id`;
    default:
      return groupBy satisfies never;
  }
}

/** A fact counts for each of the people whom it is credited to; only staff are measured. */
function sourceOf({ userId, ownProjectIds, viewerId }: Asked, groupBy: GroupBy): Sql {
  if (groupBy !== 'person') return sql``;
  return sql`cross join lateral unnest(f.people) as credited (id)
    join read_model.users u on u.id = credited.id and u.staff
      and (${userId ?? null}::uuid is null or credited.id = ${userId ?? null}::uuid)
      and (f.project_id <> all(${ownProjectIds}::uuid[]) or credited.id = ${viewerId ?? null}::uuid)`;
}

const MILLISECONDS_AN_HOUR = 3_600_000;

function metricsOf(row: Row): MetricValues {
  return {
    tickets_created: row.created,
    tickets_resolved: row.resolved,
    average_resolution_hours: ratio(row.resolved_ms, row.resolved * MILLISECONDS_AN_HOUR),
    average_rating: ratio(row.stars, row.rated),
    average_first_response_hours: ratio(row.answered_ms, row.answered * MILLISECONDS_AN_HOUR),
    sla_compliance: ratio(row.kept * 100, row.verdicts),
    reopen_rate: ratio(row.reopened * 100, row.resolved),
    ratings: row.rated,
    first_responses: row.answered,
    sla_verdicts: row.verdicts,
    reopened: row.reopened,
  };
}

const ratio = (amount: number, of: number): number | null => (of === 0 ? null : amount / of);
