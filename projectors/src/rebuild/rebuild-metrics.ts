import type { Metrics } from '@ticketing/platform/metrics.ts';
import { type RebuildPhase, rebuildPhases } from '@ticketing/platform/rebuild-requests.ts';

/** What `/metrics` says of rebuilds, of the process that is at them. */
export function rebuildMetrics(metrics: Metrics) {
  const label = ['projection'] as const;
  const phase = metrics.gauge(
    'ticketing_rebuild_phase',
    `Where a rebuild is: ${rebuildPhases.map((name, index) => `${index} ${name}`).join(', ')}`,
    label,
  );
  return {
    phase: (projection: string, name: RebuildPhase) => phase.set({ projection }, rebuildPhases.indexOf(name)),
    position: metrics.gauge(
      'ticketing_rebuild_position',
      'Log position up to which the new tables are',
      label,
    ),
    swapSeconds: metrics.gauge(
      'ticketing_rebuild_swap_seconds',
      'How long readers may have waited for the last exchange of the tables',
      label,
    ),
    done: metrics.counter('ticketing_rebuilds_total', 'Rebuilds that ended, by how', [
      'projection',
      'outcome',
    ] as const),
  };
}

export type RebuildMetrics = ReturnType<typeof rebuildMetrics>;
