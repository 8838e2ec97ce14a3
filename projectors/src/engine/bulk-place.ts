import { siblingPool } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { createBulkInsert } from '../bulk/bulk-insert.ts';
import type { BatchPlace } from './batch.ts';
import type { Lease } from './checkpoints.ts';
import type { Projection } from './projection.ts';

/** What differs of a batch's place while tables are filled that were empty. */
export type BulkPlace = Required<Pick<BatchPlace, 'pool' | 'insertNew'>>;

/** Projections that are filled at the same time. More would only wait for the same cores, with more rows in memory. */
const FILLED_AT_ONCE = 4;

/** Lets projections that start from the beginning of the log fill their tables by COPY, which needs connections of its own. */
export function createBulkPlaces(pool: pg.Pool) {
  let filling: pg.Pool | undefined;

  return {
    /** Undefined where something is in the tables already, or may be. */
    async placeOf(projection: Projection, { position }: Lease): Promise<BulkPlace | undefined> {
      if (position >= 0n || !(await areEmpty(pool, projection))) return undefined;
      filling ??= siblingPool(pool, 'filling', { max: FILLED_AT_ONCE, pipeline: false });
      return { pool: filling, insertNew: createBulkInsert() };
    },
    async end(): Promise<void> {
      await filling?.end();
    },
  };
}

async function areEmpty(pool: pg.Pool, { schema, tableNames }: Projection): Promise<boolean> {
  if (tableNames.length === 0) return true;
  const filled = tableNames.map((table) => `exists (select from ${schema}.${table})`).join(' or ');
  const { rows } = await pool.query<{ filled: boolean }>(`select ${filled} as filled`);
  return rows[0]?.filled === false;
}
