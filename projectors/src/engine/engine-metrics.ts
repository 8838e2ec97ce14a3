import type { Metrics } from '@ticketing/platform/metrics.ts';

/** What `/metrics` says of the projections. */
export function engineMetrics(metrics: Metrics) {
  const label = ['projection'] as const;
  return {
    position: metrics.gauge('ticketing_projection_position', 'Log position of the checkpoint', label),
    head: metrics.gauge('ticketing_log_head_position', 'Log position of the last event, as last looked up'),
    lagEvents: metrics.gauge('ticketing_projection_lag_events', 'Log items read but not applied yet', label),
    lagSeconds: metrics.gauge(
      'ticketing_projection_lag_seconds',
      'Age of the oldest event that was read and not applied; 0 when all were',
      label,
    ),
    events: metrics.counter('ticketing_projection_events_total', 'Events applied', label),
    batchSeconds: metrics.histogram(
      'ticketing_projection_batch_seconds',
      'Time from taking a batch to its commit',
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      label,
    ),
    retries: metrics.counter(
      'ticketing_projection_retries_total',
      'Batches tried again after a database error',
      label,
    ),
    restarts: metrics.counter(
      'ticketing_projection_restarts_total',
      'Begun again from the checkpoint, by cause: the subscription dropped, ended or stalled, or the worker failed',
      ['projection', 'cause'] as const,
    ),
    parked: metrics.gauge(
      'ticketing_projection_parked_streams',
      'Streams that an event which could not be applied holds up',
      label,
    ),
    replays: metrics.counter(
      'ticketing_projection_replays_total',
      'Parked streams that were tried again, by outcome: replayed, parked-still or not-now',
      ['projection', 'outcome'] as const,
    ),
    leasesLost: metrics.counter(
      'ticketing_projection_leases_lost_total',
      'Workers that stopped because another process took over, or because the checkpoint was put elsewhere',
      label,
    ),
    stuck: metrics.gauge(
      'ticketing_projection_stuck',
      '1 while the projection does not move although the log goes on: an alarm',
      label,
    ),
    leader: metrics.gauge(
      'ticketing_projection_leader',
      '1 where this process applies the log to the projection, 0 where it stands by',
      label,
    ),
    takeovers: metrics.counter(
      'ticketing_projection_takeovers_total',
      'Projections taken over, by cause: first, released, expired, alone, or again (it was this process’s own)',
      ['projection', 'cause'] as const,
    ),
    publishFailures: metrics.counter(
      'ticketing_live_publish_failures_total',
      'Publications to the live bus that failed; clients were told to fetch again',
    ),
  };
}

export type EngineMetrics = ReturnType<typeof engineMetrics>;
