import type { Metric } from '@ticketing/contracts/kinds.ts';
import { metricRanges } from '@ticketing/contracts/report-views.ts';
import { currentLanguage } from '@ticketing/web-kit/i18n.ts';
import type { TFunction } from 'i18next';

export type Unit = 'count' | 'hours' | 'percent' | 'stars';

const units: Readonly<Record<Metric, Unit>> = {
  tickets_created: 'count',
  tickets_resolved: 'count',
  average_resolution_hours: 'hours',
  average_rating: 'stars',
  average_first_response_hours: 'hours',
  sla_compliance: 'percent',
  reopen_rate: 'percent',
};

export const unitOf = (metric: Metric): Unit => units[metric];

/** From this many hours on, days are easier to read. */
const DAYS_FROM_HOURS = 72;

export const showNumber = (value: number, decimals = 0): string =>
  new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: decimals }).format(value);

/** A metric's value with its unit, a dash where there is nothing to make it of. */
export function showMetric(t: TFunction, metric: Metric, value: number | null): string {
  if (value === null) return '—';
  const unit = unitOf(metric);
  switch (unit) {
    case 'count':
      return showNumber(value);
    case 'hours':
      return showHours(t, value);
    case 'percent':
      return t('reports.unit.percent', { value: showNumber(value, value < 10 ? 1 : 0) });
    case 'stars':
      return t('reports.unit.stars', { value: showNumber(value, 1) });
    default:
      return unit satisfies never;
  }
}

/** `40 min`, `6.5 h`, `9.5 days`: whatever is easiest to read. */
export function showHours(t: TFunction, hours: number): string {
  if (hours >= DAYS_FROM_HOURS) return t('reports.unit.days', { value: showNumber(hours / 24, 1) });
  if (hours > 0 && hours < 1)
    return t('reports.unit.minutes', { value: showNumber(Math.max(1, hours * 60)) });
  return t('reports.unit.hours', { value: showNumber(hours, 1) });
}

export type Change = {
  /** What stands beside the value: `+12`, `−3 h`. */
  readonly words: string;
  readonly direction: 'up' | 'down' | 'same';
  /** How many tickets are opened is neither good nor bad. */
  readonly verdict: 'better' | 'worse' | 'neutral';
};

/** How a value compares with that of the period before; null where one of them is not there. */
export function changeOf(
  t: TFunction,
  metric: Metric,
  now: number | null,
  before: number | null,
): Change | null {
  if (now === null || before === null) return null;
  const difference = now - before;
  const size = showMetric(t, metric, Math.abs(difference));
  const same = size === showMetric(t, metric, 0);
  if (same) return { words: '=', direction: 'same', verdict: 'neutral' };
  const up = difference > 0;
  const good = metricRanges[metric].moreIsBetter === up;
  return {
    words: `${up ? '+' : '−'}${sizeWords(t, metric, Math.abs(difference))}`,
    direction: up ? 'up' : 'down',
    verdict: metric === 'tickets_created' ? 'neutral' : good ? 'better' : 'worse',
  };
}

/** A difference of rates is told in points: 20 % after 10 % is 10 points more, and not 10 per cent. */
function sizeWords(t: TFunction, metric: Metric, size: number): string {
  switch (unitOf(metric)) {
    case 'percent':
      return t('reports.unit.points', { value: showNumber(size, 1) });
    case 'stars':
      return showNumber(size, 1);
    default:
      return showMetric(t, metric, size);
  }
}
