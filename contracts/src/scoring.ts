import type { MetricValues, ScoredMetric, ScoreView } from './report-views.ts';

/** How a score is made where a project has not set it. Counts are of 30 days, rates are per cent. */
export const defaultScoring: readonly ScoredMetric[] = [
  { metric: 'tickets_resolved', weight: 20, poor: 0, good: 30 },
  { metric: 'average_resolution_hours', weight: 20, poor: 72, good: 8 },
  { metric: 'average_rating', weight: 25, poor: 2, good: 4.8 },
  { metric: 'average_first_response_hours', weight: 15, poor: 24, good: 1 },
  { metric: 'sla_compliance', weight: 15, poor: 60, good: 95 },
  { metric: 'reopen_rate', weight: 5, poor: 20, good: 2 },
];

/** Figures of a time in which nothing happened. */
export const noMetrics: MetricValues = {
  tickets_created: 0,
  tickets_resolved: 0,
  average_resolution_hours: null,
  average_rating: null,
  average_first_response_hours: null,
  sla_compliance: null,
  reopen_rate: null,
  ratings: 0,
  first_responses: 0,
  sla_verdicts: 0,
  reopened: 0,
};

const DAYS_OF_COUNTS = 30;

/**
 * The weighted mean of the points of the metrics: 0 at `poor` or worse, 100 at `good` or better, between them in
 * proportion. A metric without a value does not count, so that nobody is blamed for what there was not.
 * @param days of the period, to make counts of different periods comparable
 */
export function scoreOf(
  metrics: MetricValues,
  scoring: readonly ScoredMetric[],
  days: number,
): Pick<ScoreView, 'score' | 'parts'> {
  const parts = scoring.map(({ metric, weight, poor, good }) => {
    const value = comparable(metrics, metric, days);
    const points = value === null ? null : clamp(((value - poor) / (good - poor)) * 100);
    return { metric, weight, poor, good, value, points };
  });
  let sum = 0;
  let weights = 0;
  for (const { points, weight } of parts) {
    if (points === null) continue;
    sum += points * weight;
    weights += weight;
  }
  return { score: weights === 0 ? null : Math.round((sum / weights) * 10) / 10, parts };
}

function comparable(metrics: MetricValues, metric: ScoredMetric['metric'], days: number): number | null {
  const value = metrics[metric];
  const counts = metric === 'tickets_created' || metric === 'tickets_resolved';
  return counts && value !== null ? (value * DAYS_OF_COUNTS) / days : value;
}

const clamp = (points: number): number => Math.min(100, Math.max(0, points));
