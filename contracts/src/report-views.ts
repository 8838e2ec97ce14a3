import { z } from 'zod';
import { Metric, Stars } from './kinds.ts';
import { CalendarDate, Id, Instant, TargetHours } from './values.ts';
import { PersonView } from './views.ts';

/** Shapes that reports are asked for and answered with. */

/** Hours by priority: low, medium, high, critical; `null` where there is no target. */
export const HoursByPriority = z.object({ 1: TargetHours, 2: TargetHours, 3: TargetHours, 4: TargetHours });
export type HoursByPriority = z.infer<typeof HoursByPriority>;

/** What a metric can be at all, and whether more of it is better. */
export const metricRanges = {
  tickets_created: { most: 1_000_000, moreIsBetter: true },
  tickets_resolved: { most: 1_000_000, moreIsBetter: true },
  average_resolution_hours: { most: 100_000, moreIsBetter: false },
  average_rating: { most: 5, moreIsBetter: true },
  average_first_response_hours: { most: 100_000, moreIsBetter: false },
  sla_compliance: { most: 100, moreIsBetter: true },
  reopen_rate: { most: 100, moreIsBetter: false },
} as const satisfies Record<Metric, { most: number; moreIsBetter: boolean }>;

export const MOST_WEIGHT = 100;

/** What is wrong with the thresholds of a metric: a value that it cannot have, or a good one that is worse than the poor. */
export function thresholdFault(
  metric: Metric,
  poor: number,
  good: number,
): 'out_of_range' | 'inverted' | undefined {
  const { most, moreIsBetter } = metricRanges[metric];
  if ([poor, good].some((value) => !(value >= 0 && value <= most))) return 'out_of_range';
  return (moreIsBetter ? good > poor : good < poor) ? undefined : 'inverted';
}

export const ScoredMetric = z
  .object({ metric: Metric, weight: z.number().min(0).max(MOST_WEIGHT), poor: z.number(), good: z.number() })
  .superRefine(({ metric, poor, good }, context) => {
    const { most, moreIsBetter } = metricRanges[metric];
    for (const [path, value] of Object.entries({ poor, good })) {
      if (value >= 0 && value <= most) continue;
      context.addIssue({ code: 'custom', path: [path], message: `use a value from 0 to ${most}` });
    }
    if (moreIsBetter ? good > poor : good < poor) return;
    const message = moreIsBetter ? 'use more than `poor`' : 'use less than `poor`';
    context.addIssue({ code: 'custom', path: ['good'], message });
  });
export type ScoredMetric = z.infer<typeof ScoredMetric>;

/** Figures of a period. Averages and rates are `null` where there is nothing to make them of. */
export const MetricValues = z.object({
  tickets_created: z.number().int(),
  tickets_resolved: z.number().int(),
  /** Hours from opening to entering a done column. */
  average_resolution_hours: z.number().nullable(),
  /** Stars, 1 to 5. */
  average_rating: z.number().nullable(),
  /** Hours from opening to the first public words of staff. */
  average_first_response_hours: z.number().nullable(),
  /** Per cent of the verdicts on first responses and resolutions that are kept promises. */
  sla_compliance: z.number().nullable(),
  /** Per cent of the resolutions of the period that were undone, whenever. */
  reopen_rate: z.number().nullable(),
  /** Of how many the averages and rates are. */
  ratings: z.number().int(),
  first_responses: z.number().int(),
  sla_verdicts: z.number().int(),
  reopened: z.number().int(),
});
export type MetricValues = z.infer<typeof MetricValues>;

const Named = z.object({ id: Id, name: z.string() });

/** One line of a report. What it is not grouped by is `null`. */
export const KpiRow = z.object({
  userId: Id.nullable(),
  companyId: Id.nullable(),
  projectId: Id.nullable(),
  /** Where the bucket begins. */
  bucket: Instant.nullable(),
  metrics: MetricValues,
});
export type KpiRow = z.infer<typeof KpiRow>;

export const KpiReport = z.object({
  from: Instant,
  to: Instant,
  /** `own`: only what the caller did, since that is all that they may be told. */
  scope: z.enum(['all', 'own']),
  /** The projects of which everything counts; `null` when it is all of them. */
  wholeProjectIds: z.array(Id).nullable(),
  /** The projects of which only what the caller is credited with counts. */
  ownProjectIds: z.array(Id),
  items: z.array(KpiRow),
  people: z.array(PersonView),
  companies: z.array(Named),
  projects: z.array(Named),
});
export type KpiReport = z.infer<typeof KpiReport>;

export const ScoreView = z.object({
  person: PersonView,
  /** 0 to 100; `null` when there is nothing to score. */
  score: z.number().nullable(),
  parts: z.array(
    z.object({
      metric: Metric,
      weight: z.number(),
      poor: z.number(),
      good: z.number(),
      /** What is compared with the thresholds; counts are taken for 30 days. */
      value: z.number().nullable(),
      /** 0 to 100; `null` when there is no value, and then the weight does not count. */
      points: z.number().nullable(),
    }),
  ),
  metrics: MetricValues,
});
export type ScoreView = z.infer<typeof ScoreView>;

export const StaffReviewView = z.object({
  id: Id,
  userId: Id,
  reviewerId: Id,
  from: CalendarDate,
  to: CalendarDate,
  stars: Stars,
  words: z.string(),
  reviewedAt: Instant,
});
export type StaffReviewView = z.infer<typeof StaffReviewView>;
