import pg from 'pg';

/**
 * Connections for graphile-worker, which reads int8 as text and so cannot share those of `createPool`. A connection that
 * is cut off while it is being closed tells nobody but its listeners, and without one the process would end of it.
 */
export function createJobPool(databaseUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max });
  const known = () => undefined;
  pool.on('error', known);
  pool.on('connect', (client) => client.on('error', known));
  return pool;
}
