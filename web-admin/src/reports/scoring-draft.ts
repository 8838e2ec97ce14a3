import { Metric } from '@ticketing/contracts/kinds.ts';
import { MOST_WEIGHT, type ScoredMetric, thresholdFault } from '@ticketing/contracts/report-views.ts';

/** How a score shall be made, while somebody works on it: every metric, those without weight left out of the score. */
export type ScoringDraft = Readonly<Record<Metric, Omit<ScoredMetric, 'metric'>>>;

const parts = ['weight', 'poor', 'good'] as const;

const isDraft = (value: unknown): value is ScoringDraft =>
  typeof value === 'object' &&
  value !== null &&
  Metric.options.every((metric) => {
    const part: unknown = Reflect.get(value, metric);
    if (typeof part !== 'object' || part === null) return false;
    return parts.every((name) => typeof Reflect.get(part, name) === 'number');
  });

/** A draft as it was kept as text; undefined for what is none, as one of an older version may be. */
export function keptDraft(text: string): ScoringDraft | undefined {
  if (text === '') return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    return isDraft(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** What a metric without thresholds begins with. */
const beginnings: ScoringDraft = {
  tickets_created: { weight: 0, poor: 0, good: 30 },
  tickets_resolved: { weight: 0, poor: 0, good: 30 },
  average_resolution_hours: { weight: 0, poor: 72, good: 8 },
  average_rating: { weight: 0, poor: 2, good: 4.8 },
  average_first_response_hours: { weight: 0, poor: 24, good: 1 },
  sla_compliance: { weight: 0, poor: 60, good: 95 },
  reopen_rate: { weight: 0, poor: 20, good: 2 },
};

export function draftOf(scoring: readonly ScoredMetric[]): ScoringDraft {
  const draft = { ...beginnings };
  for (const { metric, ...rest } of scoring) draft[metric] = rest;
  return draft;
}

/** What is saved, and what the preview is made of: the metrics with a weight. */
export const scoringOf = (draft: ScoringDraft): ScoredMetric[] =>
  Metric.options.flatMap((metric) => (draft[metric].weight > 0 ? [{ metric, ...draft[metric] }] : []));

export type Fault = 'no_weight' | 'out_of_range' | 'inverted';

/** What is wrong with a metric as it stands; undefined when nothing is, or when it does not count. */
export function faultOf(metric: Metric, draft: ScoringDraft): Fault | undefined {
  if (draft[metric].weight === 0) return undefined;
  const { weight, poor, good } = draft[metric];
  return weight >= 0 && weight <= MOST_WEIGHT ? thresholdFault(metric, poor, good) : 'out_of_range';
}

export function faultsOf(draft: ScoringDraft): Fault[] {
  const faults = Metric.options.flatMap((metric) => faultOf(metric, draft) ?? []);
  return scoringOf(draft).length === 0 ? [...faults, 'no_weight'] : faults;
}

export const isSame = (one: ScoringDraft, other: ScoringDraft): boolean =>
  JSON.stringify(scoringOf(one)) === JSON.stringify(scoringOf(other));
