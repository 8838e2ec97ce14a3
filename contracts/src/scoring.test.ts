import { describe, expect, test } from 'vitest';
import { type MetricValues, ScoredMetric } from './report-views.ts';
import { defaultScoring, noMetrics, scoreOf } from './scoring.ts';

const MONTH = 30;

/** The score of these figures, those not named being of nothing. */
const scored = (metrics: Partial<MetricValues>, scoring: readonly ScoredMetric[], days = MONTH) =>
  scoreOf({ ...noMetrics, ...metrics }, scoring, days);
const pointsOf = (metrics: Partial<MetricValues>, scoring: ScoredMetric, days = MONTH) =>
  scored(metrics, [scoring], days).parts[0]?.points;

const rating: ScoredMetric = { metric: 'average_rating', weight: 1, poor: 2, good: 4 };
const hours: ScoredMetric = { metric: 'average_resolution_hours', weight: 3, poor: 72, good: 8 };
const resolved: ScoredMetric = { metric: 'tickets_resolved', weight: 1, poor: 0, good: 30 };

describe('a metric has points', () => {
  test.each([
    [1, 0],
    [2, 0],
    [2.5, 25],
    [3, 50],
    [4, 100],
    [5, 100],
  ])('where more is better: %s stars have %s', (stars, points) =>
    expect(pointsOf({ average_rating: stars }, rating)).toBe(points),
  );

  test.each([
    [1000, 0],
    [72, 0],
    [56, 25],
    [40, 50],
    [8, 100],
    [0, 100],
  ])('where less is better: %s hours have %s', (taken, points) =>
    expect(pointsOf({ average_resolution_hours: taken }, hours)).toBe(points),
  );

  test.each([
    [30, 15, 50],
    [15, 15, 100],
    [60, 15, 25],
    [1, 1, 100],
    [365, 73, 20],
  ])('in %s days for %s resolved tickets: %s, as of 30 days', (days, count, points) => {
    expect(pointsOf({ tickets_resolved: count }, resolved, days)).toBeCloseTo(points);
    // Averages are the same in a period of any length.
    expect(pointsOf({ average_rating: 3 }, rating, days)).toBe(50);
  });

  test('and tells the value that was compared, the thresholds and the weight', () => {
    const [part] = scored({ tickets_resolved: 10 }, [resolved], 15).parts;
    expect(part).toEqual({ ...resolved, value: 20, points: (20 / 30) * 100 });
  });
});

describe('a score', () => {
  test('is the mean of the points by their weights', () => {
    const { score } = scored({ average_rating: 3, average_resolution_hours: 8 }, [rating, hours]);
    expect(score).toBe((50 * 1 + 100 * 3) / 4);
  });

  test('has one decimal', () => {
    const { score } = scored({ average_rating: 3, tickets_resolved: 1 }, [
      rating,
      { ...resolved, weight: 2 },
    ]);
    // (50 + 2 × 3.333…) / 3
    expect(score).toBe(18.9);
  });

  test('leaves out what has no value, and its weight with it', () => {
    const { score, parts } = scored({ average_rating: 3 }, [rating, hours]);
    expect(score).toBe(50);
    expect(parts.map(({ value, points }) => [value, points])).toEqual([
      [3, 50],
      [null, null],
    ]);
  });

  test('counts zero tickets and zero per cent, which are values', () => {
    const reopening: ScoredMetric = { metric: 'reopen_rate', weight: 1, poor: 20, good: 2 };
    expect(scored({ reopen_rate: 0 }, [reopening, resolved]).score).toBe(50);
  });

  test('is none without any value, and without any weight among the values', () => {
    expect(scored({}, [rating, hours]).score).toBeNull();
    expect(scored({ average_rating: 3 }, [{ ...rating, weight: 0 }, hours]).score).toBeNull();
  });
});

describe('the default', () => {
  test('is valid as a project could have set it, and its weights are per cent', () => {
    expect(defaultScoring.map((metric) => ScoredMetric.parse(metric))).toEqual(defaultScoring);
    expect(defaultScoring.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(new Set(defaultScoring.map(({ metric }) => metric)).size).toBe(defaultScoring.length);
  });

  test('gives 100 to who is good at everything and 0 to who is poor at everything', () => {
    const all = (threshold: 'poor' | 'good') =>
      Object.fromEntries(defaultScoring.map((part) => [part.metric, part[threshold]]));
    expect(scored(all('good'), defaultScoring).score).toBe(100);
    expect(scored(all('poor'), defaultScoring).score).toBe(0);
  });

  test('weighs ratings most and reopened tickets least', () => {
    const good = (metric: ScoredMetric['metric']) => {
      const poor = Object.fromEntries(defaultScoring.map((part) => [part.metric, part.poor]));
      const best = defaultScoring.find((part) => part.metric === metric)?.good;
      return scored({ ...poor, [metric]: best }, defaultScoring).score;
    };
    expect(defaultScoring.map(({ metric }) => [metric, good(metric)])).toEqual([
      ['tickets_resolved', 20],
      ['average_resolution_hours', 20],
      ['average_rating', 25],
      ['average_first_response_hours', 15],
      ['sla_compliance', 15],
      ['reopen_rate', 5],
    ]);
  });
});
