import type { Metrics } from './metrics.ts';

/** Seconds; an append that the store answers at once is a flush of its disk. */
const appendBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** What `/metrics` says of the way of commands to the log. A stream's category is its label, never its id. */
export function aggregateMetrics(metrics: Metrics) {
  return {
    appendSeconds: metrics.histogram(
      'ticketing_append_seconds',
      'Time until the event store answered an append, by category of stream',
      appendBuckets,
      ['category'],
    ),
    conflicts: metrics.counter(
      'ticketing_append_conflicts_total',
      'Appends refused because another writer was first; the command was decided again',
      ['category'],
    ),
    unanswered: metrics.counter(
      'ticketing_append_unanswered_total',
      'Appends that the event store did not answer; they were sent again',
    ),
    lookups: metrics.counter(
      'ticketing_aggregate_lookups_total',
      'Folded streams that were asked for, by whether they were in memory (hit) or not (miss)',
      ['result'],
    ),
  };
}

export type AggregateMetrics = ReturnType<typeof aggregateMetrics>;
