import type pg from 'pg';
import type { Metrics } from './metrics.ts';

/** Tells how busy a pool of database connections is, whenever somebody asks for the metrics. */
export function measurePool(metrics: Metrics, pool: pg.Pool, name: string): void {
  metrics.gauge(
    'ticketing_database_connections',
    'Connections of a pool, by whether they are in use (busy) or not (idle)',
    ['pool', 'state'],
    (gauge) => {
      gauge.set({ pool: name, state: 'busy' }, pool.totalCount - pool.idleCount);
      gauge.set({ pool: name, state: 'idle' }, pool.idleCount);
    },
  );
  metrics.gauge(
    'ticketing_database_waiting',
    'Callers that wait for a connection of a pool',
    ['pool'],
    (gauge) => gauge.set({ pool: name }, pool.waitingCount),
  );
}
