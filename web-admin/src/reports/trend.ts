import type { Metric } from '@ticketing/contracts/kinds.ts';
import type { KpiRow } from '@ticketing/contracts/report-views.ts';
import { showDate, showMonth } from '@ticketing/web-kit/show-time.ts';
import { type Bucket, dayOf } from './period.ts';

/** One bucket of a trend; `before` is the one at the same place in the period before, null where it had none. */
export type TrendPoint = {
  readonly label: string;
  readonly now: number | null;
  readonly before: number | null;
};

/** Buckets side by side with those of the period before. */
export function trendOf(
  metric: Metric,
  bucket: Bucket,
  rows: readonly KpiRow[],
  before: readonly KpiRow[] | undefined,
): TrendPoint[] {
  return rows.map((row, place) => ({
    label: bucketLabel(row.bucket, bucket),
    now: row.metrics[metric],
    before: before?.[place]?.metrics[metric] ?? null,
  }));
}

/** `9 Mar` for a day or the week that begins with it, `Mar 2026` for a month. */
function bucketLabel(instant: string | null, bucket: Bucket): string {
  if (instant === null) return '';
  const day = dayOf(instant);
  return bucket === 'month' ? showMonth(day) : showDate(day);
}
