import type { Metric } from '@ticketing/contracts/kinds.ts';
import type { KpiRow } from '@ticketing/contracts/report-views.ts';
import { showDate, showMonth } from '@ticketing/web-kit/show-time.ts';
import { type Bucket, type Days, dayOf, previousOf } from './period.ts';

/** One bucket of a trend; `before` is the one at the same place in the period before, null where it had none. */
export type TrendPoint = {
  readonly label: string;
  readonly now: number | null;
  readonly before: number | null;
  /** The days that are in the bucket, of this period and of the one before. */
  readonly days: Days;
  readonly daysBefore: Days | null;
};

/** Buckets side by side with those of the period before. */
export function trendOf(
  metric: Metric,
  bucket: Bucket,
  rows: readonly KpiRow[],
  before: readonly KpiRow[] | undefined,
  days: Days,
): TrendPoint[] {
  const daysBefore = previousOf(days);
  return rows.map((row, place) => ({
    label: bucketLabel(row.bucket, bucket),
    now: row.metrics[metric],
    before: before?.[place]?.metrics[metric] ?? null,
    days: daysOfBucket(rows, place, days),
    daysBefore: before?.[place] === undefined ? null : daysOfBucket(before, place, daysBefore),
  }));
}

/** From the day on which a bucket begins to the one before the next begins, as far as they are in the period. */
function daysOfBucket(rows: readonly KpiRow[], place: number, { first, last }: Days): Days {
  const start = rows[place]?.bucket;
  const next = rows[place + 1]?.bucket;
  const day = start ? dayOf(start) : first;
  return {
    first: day < first ? first : day,
    last: next ? previousOf({ first: dayOf(next), last: dayOf(next) }).last : last,
  };
}

/** `9 Mar` for a day or the week that begins with it, `Mar 2026` for a month. */
function bucketLabel(instant: string | null, bucket: Bucket): string {
  if (instant === null) return '';
  const day = dayOf(instant);
  return bucket === 'month' ? showMonth(day) : showDate(day);
}
