import { z } from 'zod';
import { Metric } from './kinds.ts';
import { TargetHours } from './values.ts';

/** Shapes that reports are asked for and answered with. */

/** Hours by priority: low, medium, high, critical; `null` where there is no target. */
export const HoursByPriority = z.object({ 1: TargetHours, 2: TargetHours, 3: TargetHours, 4: TargetHours });
export type HoursByPriority = z.infer<typeof HoursByPriority>;

/** What a metric can be at all, and whether more of it is better. */
const metricRanges = {
  tickets_created: { most: 1_000_000, moreIsBetter: true },
  tickets_resolved: { most: 1_000_000, moreIsBetter: true },
  average_resolution_hours: { most: 100_000, moreIsBetter: false },
  average_rating: { most: 5, moreIsBetter: true },
  average_first_response_hours: { most: 100_000, moreIsBetter: false },
  sla_compliance: { most: 100, moreIsBetter: true },
  reopen_rate: { most: 100, moreIsBetter: false },
} as const satisfies Record<Metric, { most: number; moreIsBetter: boolean }>;

export const ScoredMetric = z
  .object({ metric: Metric, weight: z.number().min(0).max(100), poor: z.number(), good: z.number() })
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
